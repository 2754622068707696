"""What keeps an installation from starting, said in a sentence before anything is made."""

from pathlib import Path

import pytest

from hearthside.project.environment import NotConfigured, read
from hearthside.project.up.embedded import LONGEST_PATH, DatabaseDoesNotStart, EmbeddedPostgres
from hearthside.project.up.installation import find
from tests.project.installation import installed

APP = "postgresql://hearthside_app:word@db.example.org/clinic"
OWNER = "postgresql://owner:word@db.example.org/clinic"


def test_production_refuses_the_embedded_database():
    with pytest.raises(NotConfigured) as refused:
        find({"HEARTHSIDE_MODE": "production"})

    assert "The embedded database is for the demonstration" in str(refused.value)


def test_production_refuses_the_embedded_database_also_when_it_is_named():
    embedded = find({}).variables["DATABASE_URL"]

    with pytest.raises(NotConfigured):
        find({"HEARTHSIDE_MODE": "production", "DATABASE_URL": embedded})


def test_a_database_of_ones_own_means_production_unless_the_environment_says_otherwise():
    silent = find({"DATABASE_URL": APP})
    said = find({"DATABASE_URL": APP, "HEARTHSIDE_MODE": "demo"})

    assert silent.variables["HEARTHSIDE_MODE"] == "production"
    assert said.variables["HEARTHSIDE_MODE"] == "demo"
    assert silent.embedded is None


def test_whoever_starts_django_by_hand_gets_production_too():
    environment = read({"DATABASE_URL": APP, "HEARTHSIDE_SECRET_KEY": "x"})

    assert environment.mode == "production"
    assert environment.second_factor


def test_the_second_factor_cannot_be_switched_off_in_production():
    environment = read(
        {
            "DATABASE_URL": APP,
            "HEARTHSIDE_SECRET_KEY": "x",
            "HEARTHSIDE_MODE": "production",
            "HEARTHSIDE_SECOND_FACTOR": "off",
        }
    )

    assert environment.second_factor


def test_the_application_is_never_told_where_the_owner_signs_in():
    installation = find({"DATABASE_URL": APP, "DATABASE_OWNER_URL": OWNER})

    assert OWNER not in installation.variables.values()
    assert installation.owner_url == OWNER


def test_an_owner_without_an_application_is_refused():
    with pytest.raises(NotConfigured) as refused:
        find({"DATABASE_OWNER_URL": OWNER})

    assert "DATABASE_URL is not" in str(refused.value)


def test_a_missing_secret_key_stops_the_start_with_what_it_is_for():
    with installed() as at:
        started = at.says("up", DATABASE_URL=APP)

    assert started.returncode == 2
    assert started.stderr.strip().startswith("HEARTHSIDE_SECRET_KEY is not set. It says a long random text that signs")


def test_a_path_too_long_for_a_socket_is_refused():
    at_most = Path("/" + "x" * (LONGEST_PATH - 1))

    EmbeddedPostgres(at_most)

    with pytest.raises(DatabaseDoesNotStart) as refused:
        EmbeddedPostgres(Path(f"{at_most}y"))
    assert f"has {LONGEST_PATH + 1} bytes" in str(refused.value)


def test_the_demonstration_is_for_this_machine_alone():
    with installed() as at:
        started = at.says("up", "--host", "0.0.0.0")
        made = list(at.data.iterdir())

    assert started.returncode == 2
    assert "for this machine alone" in started.stderr
    assert made == []
