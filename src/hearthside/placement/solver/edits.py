"""
What people change by hand in a proposed week, as values: each can be kept, said, applied again and taken back.

Ids are those of the week. A couple that stays together is always named by one of the two and moves whole.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from hearthside.base.refusal import Refusal


class NotAnEdit(Refusal):
    """A change that names something the week does not have, or that would change nothing."""

    def __init__(self, why: str):
        super().__init__(why)


@dataclass(frozen=True)
class MovePerson:
    """A person (their couple whole) goes to this cohort, from another or from the waiting list; `` waits."""

    person: str
    to: str


@dataclass(frozen=True)
class StayPut:
    """When planning again: a person (their couple whole) stays in the cohort and sessions they have today."""

    person: str


@dataclass(frozen=True)
class ChangeStaff:
    """
    In these blocks of a cohort (none named: in all of them) `comes` takes the part of `leaves`.

    Without `leaves` somebody helps in addition; without `comes` somebody's rows go.
    """

    cohort: str
    leaves: str
    comes: str
    blocks: tuple[int, ...] = ()


@dataclass(frozen=True)
class ChangePattern:
    """A cohort meets on other weekdays (0 Monday) or at another time, in the reference zone."""

    cohort: str
    days: tuple[int, ...]
    start: int


@dataclass(frozen=True)
class ChangeSession:
    """A weekly session is on another day or at another time, or another clinician leads it."""

    session: str
    day: int
    start: int
    clinician: str


@dataclass(frozen=True)
class TakeOutCohort:
    """A cohort does not come about; its people wait."""

    cohort: str


@dataclass(frozen=True)
class TakeOutSession:
    """A weekly session does not come about."""

    session: str


Edit = MovePerson | StayPut | ChangeStaff | ChangePattern | ChangeSession | TakeOutCohort | TakeOutSession

KINDS: Mapping[str, type[Edit]] = {
    "move_person": MovePerson,
    "stay_put": StayPut,
    "change_staff": ChangeStaff,
    "change_pattern": ChangePattern,
    "change_session": ChangeSession,
    "take_out_cohort": TakeOutCohort,
    "take_out_session": TakeOutSession,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


def as_kept(edit: Edit) -> tuple[str, dict[str, object]]:
    """The kind of an edit and its facts, as they are kept in JSON."""
    return _NAMES[type(edit)], asdict(edit)


def as_made(kind: str, what: Mapping[str, object]) -> Edit:
    """The edit that was kept like this."""
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in what.items()}
    return KINDS[kind](**values)  # type: ignore[arg-type]  # as `as_kept` wrote them
