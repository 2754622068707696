"""How often the pages that read most ask the database: a page of a large clinic is slow by its questions first."""

from datetime import UTC

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearthside.project.times import TYPE, AsTheDriver
from tests import build
from tests.builders import harbor
from tests.kept import begins_with
from tests.schedule.planning import made

__all__ = ["made"]

pytestmark = begins_with(harbor.harbor)


def asked_by(client, address: str) -> int:
    """How many questions a page costs that was opened before."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as questions:
        client.get(address)
    return len(questions)


@pytest.mark.parametrize(
    ("role", "address", "most"),
    [
        ("director", "/sizes-and-ratios/", 27),
        ("director", "/cohorts/exceptions/", 24),
        ("coordinator", "/week/", 18),
    ],
)
def test_what_is_read_of_the_whole_clinic_takes_few_questions(made, role, address, most):
    made.falls_ill("Kim", made.evening.session(made.monday))

    assert asked_by(made.client(role), f"{address}?week={made.monday}") <= most


def test_who_could_help_out_is_found_with_few_questions(made):
    session = made.evening.session(made.monday)
    made.falls_ill("Kim", session)

    assert asked_by(made.client("coordinator"), f"/cover/{session.pk}/") <= 35


def test_ones_own_weeks_take_few_questions(made):
    alex = made.client_of(build.signs_in(made.house, made.patients["Alex"]))

    assert asked_by(alex, f"/my-week/?week={made.monday}") <= 20
    assert asked_by(made.signs_in("Dana"), f"/work-week/?week={made.monday}") <= 22


def test_times_are_read_by_the_driver_itself(made):
    with connection.cursor() as cursor:
        cursor.execute("SELECT now(), '2026-11-26 09:00+05'::timestamptz")
        at, there = cursor.fetchone()

    assert at.tzinfo is UTC
    assert there.isoformat() == "2026-11-26T04:00:00+00:00"
    loader = connection.connection.adapters.get_loader(connection.connection.adapters.types[TYPE].oid, 0)
    assert loader is AsTheDriver
