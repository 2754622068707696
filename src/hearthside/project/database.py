"""
Makes a database ready: migrations as its owner, then exactly the rights that the application's role needs.

The application owns nothing and cannot pass by row security. Tables that are only ever added to say so with a trigger
(`ledger.sql.append_only`); the rights follow the triggers, so they cannot disagree.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from hearthside.base.refusal import Refusal
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import enter
from hearthside.project.up.embedded import APP_ROLE

_GRANTS = f"""
DO $$
DECLARE t record;
BEGIN
    EXECUTE 'GRANT USAGE ON SCHEMA public TO {APP_ROLE}';
    EXECUTE 'REVOKE CREATE ON SCHEMA public FROM PUBLIC';
    EXECUTE 'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}';
    EXECUTE 'GRANT EXECUTE ON FUNCTION ledger_append(text, integer, text) TO {APP_ROLE}';
    FOR t IN
        SELECT c.oid, c.relname,
               bool_or(coalesce(g.tgname = 'append_only', false)) AS adds,
               bool_or(coalesce(g.tgname = 'append_by_function', false)) AS by_function
          FROM pg_class c LEFT JOIN pg_trigger g ON g.tgrelid = c.oid
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
         GROUP BY c.oid, c.relname
    LOOP
        EXECUTE format('REVOKE ALL ON public.%I FROM {APP_ROLE}', t.relname);
        IF t.relname IN ('ledger_chain_head', 'django_migrations') OR t.by_function THEN
            EXECUTE format('GRANT SELECT ON public.%I TO {APP_ROLE}', t.relname);
        ELSIF t.adds THEN
            EXECUTE format('GRANT SELECT, INSERT ON public.%I TO {APP_ROLE}', t.relname);
        ELSE
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO {APP_ROLE}', t.relname);
        END IF;
    END LOOP;
END $$;
"""


class RoleTooStrong(Refusal):
    """The application signed in to the database as somebody who could pass by its rules."""


def migrate() -> None:
    """Bring the schema up to date and give the application's role its rights. Runs as the database's owner."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(_GRANTS)


@contextmanager
def as_command_line() -> Iterator[None]:
    """Within a transaction: the command line acts, in all programs."""
    enter(system_actor("command_line"))
    yield


def require_an_ordinary_role() -> None:
    """
    Refuse to run as a role for which row security is no wall.

    Raises:
        RoleTooStrong: the role is a superuser, passes by row security, or owns a table.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid "
            "AND c.relnamespace = 'public'::regnamespace) FROM pg_roles r WHERE rolname = current_user"
        )
        name, superuser, bypasses, owns = cursor.fetchone()
    faults = [
        words
        for is_so, words in ((superuser, "is a superuser"), (bypasses, "passes by row security"), (owns, "owns tables"))
        if is_so
    ]
    if faults:
        raise RoleTooStrong(
            f"The application may not run as {name}, which {' and '.join(faults)}. Let DATABASE_URL name the role "
            f"{APP_ROLE}; DATABASE_OWNER_URL is for migrations alone. ({settings.MODE} mode)"
        )
