"""`hearthside migrate`: the schema, the rights of the application's role, and the files that browsers load."""

import argparse

from hearthside.base.refusal import Refusal
from hearthside.project.endings import DONE
from hearthside.project.up.connected import connected
from hearthside.project.up.installation import find


class MigrationsPending(Refusal):
    """The schema is older than the program, and nobody here may change it."""

    def __init__(self, pending: int):
        super().__init__(
            f"The database lacks {pending} migrations. Set DATABASE_OWNER_URL to the owner of the database and say "
            "`hearthside migrate`."
        )


def run(arguments: argparse.Namespace) -> int:
    """Bring the database up to date, or say that it is not."""
    owner = bool(find().owner_url)
    with connected(as_owner=owner) as installation:
        from django.core.management import call_command

        from hearthside.project import application_role, database

        if owner:
            if installation.embedded is None:
                application_role.make_app_role(installation.variables["DATABASE_URL"], installation.owner_url)
            database.migrate()
        elif pending := database.pending_migrations():
            raise MigrationsPending(len(pending))
        call_command("collectstatic", verbosity=0, interactive=False)
    print("The database is up to date.")
    return DONE
