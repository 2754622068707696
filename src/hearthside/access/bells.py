"""
What lets an open page hear at once that something of its own has changed: a note that we signed, which it brings to the
process that keeps streams open. It opens no page, and nothing is told by it but that there is something to look at.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.request import split_domain_port

_SALT = "hearthside.bell"
# Longer than any page stays open on one day.
GOOD_FOR_SECONDS = 24 * 3600
LONGEST = 400


@dataclass(frozen=True)
class Bell:
    """Of which program, and for what: a duty, a check-in."""

    kind: str
    program: UUID
    about: UUID


def bell_note(kind: str, program: UUID, about: UUID) -> str:
    """The note by which a page hears that this has changed."""
    return signing.dumps([kind, str(program), str(about)], salt=_SALT)


def opened(note: str) -> Bell | None:
    """What a note is for; None where it is none of ours, or too old."""
    if len(note) > LONGEST:
        return None
    try:
        kind, program, about = signing.loads(note, salt=_SALT, max_age=GOOD_FOR_SECONDS)
    except signing.BadSignature:
        return None
    return Bell(kind, UUID(program), UUID(about))


def raw_doors_at(request: HttpRequest) -> str:
    """
    The origin of the raw doors for the page that was asked for: under the same name, so that its cookie goes along.

    Empty where they share the pages' own.
    """
    if settings.PUSH_PORT is None:
        return ""
    name, _ = split_domain_port(request.get_host())
    return f"{request.scheme}://{name}:{settings.PUSH_PORT}"


def bell_at(request: HttpRequest, kind: str, program: UUID, about: UUID) -> str:
    """The address at which a page hears of this."""
    return f"{raw_doors_at(request)}/live/bell/{bell_note(kind, program, about)}"
