"""
The role as which the application signs in to the database: an ordinary one.

Row security, triggers and rights are the second wall behind the program's own checks. They are no wall at all for a
superuser, for a role that passes by them, or for the owner of the tables, so the application refuses to run as one.
"""

from typing import Any, Protocol

import psycopg
from django.db import connection
from psycopg import errors, sql
from psycopg.conninfo import conninfo_to_dict

from hearthside.base.refusal import Refusal
from hearthside.project.up.embedded import APP_ROLE

OLDEST_SERVER = 160000
_FAULTS = """
    SELECT bool_or(r.rolsuper), bool_or(r.rolbypassrls),
           bool_or(EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
                                                      AND c.relnamespace = 'public'::regnamespace))
      FROM pg_roles r WHERE pg_has_role(current_user, r.oid, 'MEMBER')
"""


class Cursor(Protocol):
    """Django's or the driver's own."""

    def execute(self, query: Any) -> Any: ...
    def fetchone(self) -> Any: ...


class RoleTooStrong(Refusal):
    """The application signed in to the database as somebody who could pass by its rules."""


class RoleMissing(Refusal):
    """The application's role cannot be made with the rights at hand."""


def faults(cursor: Cursor) -> list[str]:
    """What makes the role signed in here too strong, itself or as a member of another; empty if nothing."""
    cursor.execute(_FAULTS)
    row = cursor.fetchone()
    words = ("is a superuser", "passes by row security", "owns tables")
    return [fault for is_so, fault in zip(row or (), words, strict=True) if is_so]


def require_an_ordinary_role() -> None:
    """
    Refuse to run as a role for which row security is no wall.

    Raises:
        RoleTooStrong: the role is a superuser, passes by row security, or owns a table.
    """
    with connection.cursor() as cursor:
        found = faults(cursor)
    if found:
        raise RoleTooStrong(
            f"The application may not run as a role that {' and '.join(found)}. Let DATABASE_URL name the role "
            f"{APP_ROLE}; DATABASE_OWNER_URL is for migrations alone."
        )


def make_app_role(app_url: str, owner_url: str) -> None:
    """
    Make the role that `app_url` signs in as, with its password, unless it is there.

    Raises:
        RoleMissing: the server is too old, the role has another name, or the owner may not make roles.
    """
    wanted = conninfo_to_dict(app_url)
    if wanted.get("user") != APP_ROLE:
        raise RoleMissing(f"DATABASE_URL signs in as {wanted.get('user')!r}. Rights are given to {APP_ROLE}: name it.")
    with psycopg.connect(owner_url, autocommit=True) as owner:
        if owner.info.server_version < OLDEST_SERVER:
            raise RoleMissing(
                f"The server is PostgreSQL {owner.info.server_version // 10_000}. Hearthside needs 16 or newer."
            )
        if owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
            return
        # Hashed here, so that the server's log never holds the password itself.
        password = owner.pgconn.encrypt_password(str(wanted.get("password", "")).encode(), APP_ROLE.encode())
        make = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD {}")
        try:
            owner.execute(make.format(sql.Identifier(APP_ROLE), sql.Literal(password.decode())))
        except errors.InsufficientPrivilege:
            raise RoleMissing(
                f"The role {APP_ROLE} is missing, and the owner may not make roles. Let an administrator say: "
                f"CREATE ROLE {APP_ROLE} LOGIN PASSWORD '...' (the password of DATABASE_URL)."
            ) from None
