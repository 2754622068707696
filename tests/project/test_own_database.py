"""A PostgreSQL of one's own: migrated, with its first program, and refused where its roles are too strong."""

import os
import re
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from hearthside.project import application_role
from hearthside.project.application_role import RoleMissing, make_app_role
from hearthside.project.up.embedded import APP_ROLE, OWNER_ROLE, SUPERUSER, EmbeddedPostgres
from tests.database import copy
from tests.project.installation import Installed, installed

SECRET = "a-key-that-signs-nothing-but-tests-0123456789-0123456789"


@pytest.fixture(scope="module")
def migrated(database_server: EmbeddedPostgres) -> Iterator[str]:
    name = f"own_{os.getpid()}"
    copy(name)
    yield name
    database_server.drop_database(name)


@pytest.fixture
def empty(database_server: EmbeddedPostgres) -> Iterator[str]:
    name = f"empty_{os.getpid()}"
    database_server.create_database(name)
    yield name
    database_server.drop_database(name)


@pytest.fixture
def at() -> Iterator[Installed]:
    with installed() as made:
        yield made


def faults(server: EmbeddedPostgres, role: str, database: str) -> list[str]:
    with psycopg.connect(server.url(role, database)) as connection:
        return application_role.faults(connection.cursor())


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (APP_ROLE, []),
        (OWNER_ROLE, ["owns tables"]),
        (SUPERUSER, ["is a superuser", "passes by row security", "owns tables"]),
    ],
)
def test_a_role_is_too_strong_if_row_security_is_no_wall_for_it(
    database_server: EmbeddedPostgres, migrated: str, role: str, expected: list[str]
):
    assert faults(database_server, role, migrated) == expected


@pytest.mark.parametrize(
    ("grant", "expected"),
    [("hearthside_owner", "owns tables"), ("passes_by", "passes by row security")],
)
def test_a_role_is_as_strong_as_the_roles_it_is_a_member_of(
    database_server: EmbeddedPostgres, migrated: str, grant: str, expected: str
):
    with psycopg.connect(database_server.url(SUPERUSER, migrated)) as connection:
        connection.execute("CREATE ROLE passes_by BYPASSRLS")
        connection.execute("CREATE ROLE a_member")
        connection.execute(sql.SQL("GRANT {} TO a_member").format(sql.Identifier(grant)))
        connection.execute("SET ROLE a_member")

        found = application_role.faults(connection.cursor())

        connection.rollback()
    assert found == [expected]


def test_a_role_of_another_name_is_refused(database_server: EmbeddedPostgres, empty: str):
    with pytest.raises(RoleMissing) as refused:
        make_app_role(database_server.url("somebody", empty), database_server.url(OWNER_ROLE, empty))

    assert "Rights are given to hearthside_app" in str(refused.value)


@pytest.mark.slow
def test_an_empty_database_is_migrated_and_gets_its_first_program(
    database_server: EmbeddedPostgres, empty: str, at: Installed
):
    told = {
        "DATABASE_URL": database_server.url(APP_ROLE, empty),
        "HEARTHSIDE_SECRET_KEY": SECRET,
        "HEARTHSIDE_ADDRESS": "https://clinic.example.org",
    }
    create = ["program", "create", "--name", "Second House", "--zone", "America/Chicago"]
    director = ["--director-email", "sidney.marsh@example.org"]

    before = at.says("migrate", **told)
    migrated = at.says("migrate", DATABASE_OWNER_URL=database_server.url(OWNER_ROLE, empty), **told)
    created = at.says(*create, *director, **told)
    again = at.says(*create, *director, **told)
    nowhere = at.says(*create[:-1], "Mars/Olympus", *director, "--slug", "other", **told)

    assert before.returncode == 2
    assert re.match(r"The database lacks \d+ migrations\. Set DATABASE_OWNER_URL", before.stderr)
    assert migrated.returncode == 0, migrated.stderr
    assert created.returncode == 0, created.stderr
    assert re.search(r"https://clinic\.example\.org/invitation/\S{40,}/", created.stdout)
    assert again.returncode == nowhere.returncode == 2
    assert again.stderr.startswith("A program with the short name second-house is here already.")
    assert nowhere.stderr.startswith("No time zone is called 'Mars/Olympus'.")


@pytest.mark.slow
def test_the_program_does_not_start_as_a_superuser(database_server: EmbeddedPostgres, migrated: str, at: Installed):
    started = at.says(
        "up",
        DATABASE_URL=database_server.url(SUPERUSER, migrated),
        HEARTHSIDE_SECRET_KEY=SECRET,
        HEARTHSIDE_MODE="demo",
    )

    assert started.returncode == 3
    assert "is a superuser" in started.stderr
    assert at.parts() == []


@pytest.mark.slow
def test_the_doctor_names_a_role_that_is_too_strong_and_a_database_that_is_away(
    database_server: EmbeddedPostgres, migrated: str, at: Installed
):
    strong = at.says(
        "doctor", DATABASE_URL=database_server.url(SUPERUSER, migrated), HEARTHSIDE_SECRET_KEY=SECRET
    )  # fmt: skip
    away = at.says(
        "doctor", DATABASE_URL="postgresql://hearthside_app@127.0.0.1:1/none", HEARTHSIDE_SECRET_KEY=SECRET
    )  # fmt: skip

    assert strong.returncode == away.returncode == 1
    assert "row security is no wall for it" in strong.stdout
    assert "HEARTHSIDE_MAIL_URL is not set" in strong.stdout
    assert "The application cannot sign in" in away.stdout
