"""
Who is called: a function for each ladder, given by the package that knows, and asked at the moment of calling.

`next_candidates(page, level, called)` names who is to be called now, of whom `called` were called before, and who was
passed over and why, by codes. It is asked in the program's own scope and only reads.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from hearthside.safety.models.pages import Page
from hearthside.safety.words import CHANNELS


@dataclass(frozen=True)
class Candidate:
    """Somebody to be called, by these channels."""

    account: UUID
    channels: tuple[str, ...] = CHANNELS


@dataclass(frozen=True)
class Choice:
    """Who is to be called now, and who was passed over: pairs of an account and a code of the ladder."""

    called: tuple[Candidate, ...] = ()
    passed_over: tuple[tuple[UUID, str], ...] = ()


NextCandidates = Callable[[Page, str, Collection[UUID]], Choice]


@dataclass(frozen=True)
class Ladder:
    """
    How one ladder works.

    `objection` says by a code why somebody may not come although they are called or on duty; `reasons` puts codes into
    words, and `causes` what a page is raised for. `leads_to` is the address at which whoever accepted goes on.
    """

    code: str
    next_candidates: NextCandidates
    objection: Callable[[Page, UUID], str]
    reasons: Mapping[str, str]
    leads_to: Callable[[Page], str] | None = None
    causes: Mapping[str, str] = field(default_factory=dict)


_ladders: dict[str, Ladder] = {}


def register(ladder: Ladder) -> None:
    """Let pages with this code climb this ladder."""
    _ladders[ladder.code] = ladder


def ladder_of(page: Page) -> Ladder:
    """
    The ladder of a page.

    Raises:
        LookupError: no package here gave one of this code.
    """
    return named(page.ladder)


def named(code: str) -> Ladder:
    """
    The ladder with this code.

    Raises:
        LookupError: no package here gave one.
    """
    return _ladders[code]
