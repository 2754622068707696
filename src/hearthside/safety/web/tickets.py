"""
The ticket with which an open page of somebody on duty hears that they are called, and nothing else.

It outlives the session: whoever waits for an hour without touching the page is signed out, as everybody is, and must
still be woken. It opens no page, and is worth nothing once the duty has ended.
"""

from uuid import UUID

from django.core import signing

from hearthside.safety.models.duty import Duty

_SALT = "hearthside.safety.duty"


def ticket_for(duty: Duty) -> str:
    """The ticket of one duty."""
    return signing.dumps([str(duty.program_id), str(duty.pk)], salt=_SALT)


def opened(ticket: str) -> tuple[UUID, UUID] | None:
    """The program and the duty that a ticket is of; None where it is none of ours."""
    try:
        program, duty = signing.loads(ticket, salt=_SALT)
    except signing.BadSignature:
        return None
    return UUID(program), UUID(duty)
