"""Who changes policy."""

from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import NotAllowed, require
from hearthside.ledger.actors import Actor


def require_person(by: Actor, permission: Permission, program: Program) -> UUID:
    """Policy is changed by people alone: each change names two of them."""
    if by.account is None:
        raise NotAllowed(by, permission)
    require(by, permission, within=program.id)
    return by.account
