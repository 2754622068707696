"""Which installation this is: its data folder, its database, and what each of its processes has to be told."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from hearthside.project import environment
from hearthside.project.environment import CHECKOUT, DEMO, PRODUCTION, NotConfigured
from hearthside.project.up.embedded import APP_ROLE, OWNER_ROLE, EmbeddedPostgres
from hearthside.project.up.folder import DataFolder

DATABASE = "hearthside"
SETTINGS = "hearthside.project.settings"
OWNER_URL, ADDRESS = "DATABASE_OWNER_URL", "HEARTHSIDE_ADDRESS"


@dataclass(frozen=True)
class Installation:
    """What the environment and the data folder say, put together."""

    folder: DataFolder
    embedded: EmbeddedPostgres | None
    """The database, where it is ours to start and stop."""
    variables: Mapping[str, str]
    """The environment of a process of the application, whole."""
    owner_url: str
    """Where migrations sign in; empty where somebody else runs them. Never in the application's environment."""

    @property
    def environment(self) -> environment.Environment:
        """
        Raises:
            NotConfigured: a variable is missing or wrong.
        """
        return environment.read(dict(self.variables))

    @property
    def as_owner(self) -> dict[str, str]:
        """The environment of a process that may change the schema."""
        return {**self.variables, "DATABASE_URL": self.owner_url}


def find(given: Mapping[str, str] = os.environ) -> Installation:
    """
    The installation that the environment names: with DATABASE_URL one of its own, without it the embedded one.

    Raises:
        NotConfigured: what is named does not fit together.
    """
    # Resolved: two spellings of one folder are one installation.
    folder = DataFolder(Path(given.get("HEARTHSIDE_DATA") or CHECKOUT / "var").resolve())
    common = {name: value for name, value in given.items() if name != OWNER_URL}
    common |= {"HEARTHSIDE_DATA": str(folder.path), "DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONUNBUFFERED": "1"}
    mode, url = given.get("HEARTHSIDE_MODE"), given.get("DATABASE_URL")
    # What `up` starts is told where its database is, and must still know that it is the embedded one.
    if url and quote(str(folder.database), safe="") not in url:
        variables = {**common, "HEARTHSIDE_MODE": mode or PRODUCTION}
        return Installation(folder, None, variables, given.get(OWNER_URL, ""))
    if given.get(OWNER_URL) and not url:
        raise NotConfigured(
            f"{OWNER_URL} is set, but DATABASE_URL is not. Set it to the same database, as the role {APP_ROLE}."
        )
    if mode == PRODUCTION:
        raise NotConfigured(
            "The embedded database is for the demonstration and never for real records. For production set "
            "DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL 16 or newer of your own "
            "(docs/how-to/your-own-postgresql.md)."
        )
    database = EmbeddedPostgres(folder.database)
    variables = {
        # Made-up people on one's own machine; every page says that it is off.
        "HEARTHSIDE_SECOND_FACTOR": "off",
        **common,
        "HEARTHSIDE_MODE": mode or DEMO,
        "DATABASE_URL": database.url(APP_ROLE, DATABASE),
    }
    return Installation(folder, database, variables, database.url(OWNER_ROLE, DATABASE))


def with_secret(installation: Installation) -> Installation:
    """The same with the key that signs sessions: the environment's, or for the embedded database one made here."""
    if installation.embedded is None or installation.variables.get("HEARTHSIDE_SECRET_KEY"):
        return installation
    variables = {**installation.variables, "HEARTHSIDE_SECRET_KEY": installation.folder.secret()}
    return Installation(installation.folder, installation.embedded, variables, installation.owner_url)
