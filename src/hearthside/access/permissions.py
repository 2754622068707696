"""What may be done, and which role may do it. A permission in no role's list is nobody's."""

from enum import StrEnum

from hearthside.access.roles import ROLES


class Permission(StrEnum):
    """One thing that may be done within a program."""

    INVITE = "invite people and give roles"
    END_ACCESS = "end somebody's access"


_MAY: dict[Permission, tuple[str, ...]] = {
    Permission.INVITE: ("director",),
    Permission.END_ACCESS: ("director", "compliance"),
}


def may_do(roles: frozenset[str], permission: Permission) -> bool:
    """Whether somebody holding these roles may."""
    return bool(roles & set(_MAY.get(permission, ())))


def table() -> dict[Permission, tuple[str, ...]]:
    """Every permission with its roles, in the order of roles; for the page that shows them."""
    return {p: tuple(r for r in ROLES if r in _MAY.get(p, ())) for p in Permission}
