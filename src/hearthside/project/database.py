"""
Makes a database ready: migrations as its owner, then exactly the rights that the application's role needs.

The application owns nothing and cannot pass by row security. Tables that are only ever added to say so with a trigger
(`ledger.sql.append_only`); the rights follow the triggers, so they cannot disagree.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import enter
from hearthside.project.drawing import models_drawn_once
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


def migrate() -> None:
    """Bring the schema up to date and give the application's role its rights. Runs as the database's owner."""
    with models_drawn_once():
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(_GRANTS)


@contextmanager
def as_command_line() -> Iterator[None]:
    """Within a transaction: the command line acts, in all programs."""
    enter(system_actor("command_line"))
    yield


def pending_migrations() -> list[str]:
    """Migrations of this program that the database has not had yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
