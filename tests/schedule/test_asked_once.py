"""
A new session is asked once whether it lacks staff, however many blocks it has: as a week of hundreds begins, that is
what most of the time would go into.

Counted where the database counts: of each ask, how often it looked up what policy says.
"""

from collections.abc import Iterator

import psycopg
import pytest

from hearthside.base.ids import new_id
from hearthside.project.up.embedded import SUPERUSER
from tests.database import NAME, SERVER

pytestmark = pytest.mark.django_db
KINDS = {"process": "ratio.process", "break": "", "psychoeducation": "ratio.psychoeducation"}
# The cap and the ratio of a process group, the cap of a break, the cap and the ratio of education.
ONE_ASK = 5


@pytest.fixture
def database() -> Iterator[psycopg.Connection]:
    """The database with its counters on; nothing of it is kept."""
    with psycopg.connect(SERVER.url(SUPERUSER, NAME)) as connection:
        connection.execute("SET track_functions = 'all'")
        yield connection
        connection.rollback()


def session(database, status="planned"):
    """A new session of a new program, without blocks yet; its program and its id."""
    program, made = new_id(), new_id()
    database.execute(
        "INSERT INTO access_program (id, name, slug, zone, on_call_number, opened_at)"
        " VALUES (%s, 'Harbor House IOP', %s, 'America/New_York', '215-555-0100', now())",
        [program, f"p-{program}"],
    )
    database.execute(
        "INSERT INTO schedule_session (id, program_id, kind, on_day, start_minute, zone, second_of_two, starts_at,"
        " ends_at, status, canceled_because, moved, override_reason, outside_hours_because, policy_version, sequence)"
        " VALUES (%s, %s, 'couples_group', '2027-03-01', 1020, 'America/New_York', false, '2027-03-01 22:00+00',"
        " '2027-03-02 01:10+00', %s, '', false, '', '', 'v', 0)",
        [made, program, status],
    )
    return program, made


def blocks(database, of, *numbers):
    """Blocks of these numbers, in one statement."""
    program, made = of
    kinds = list(KINDS)
    values = ", ".join(
        f"('{new_id()}', '{program}', '{made}', {n}, '{kinds[n - 1]}', '{KINDS[kinds[n - 1]]}',"
        f" '2027-03-01 22:0{n}+00', '2027-03-01 22:0{n + 1}+00')"
        for n in numbers
    )
    columns = "id, program_id, session_id, number, kind, ratio_key, starts_at, ends_at"
    database.execute(f"INSERT INTO schedule_block ({columns}) VALUES {values}")


def looked_up(database):
    """How often this change has looked up what policy says."""
    counted = "SELECT coalesce(sum(calls), 0) FROM pg_stat_xact_user_functions WHERE funcname = 'policy_whole'"
    return database.execute(counted).fetchone()[0]


def asked_when_complete(database):
    before = looked_up(database)
    database.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return (looked_up(database) - before) / ONE_ASK


def test_a_session_that_one_statement_gives_its_blocks_is_asked_once(database):
    made = session(database)
    blocks(database, made, 1, 2, 3)

    assert asked_when_complete(database) == 1


def test_blocks_that_a_later_statement_adds_ask_again(database):
    made = session(database)
    blocks(database, made, 1, 3)
    blocks(database, made, 2)

    assert asked_when_complete(database) == 2


def test_a_session_that_comes_without_blocks_is_asked_and_refused(database):
    session(database)

    with pytest.raises(psycopg.errors.CheckViolation) as refused:
        database.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert refused.value.diag.constraint_name == "session_has_blocks"


def test_a_session_that_changes_after_it_was_asked_is_asked_anew(database):
    made = session(database)
    blocks(database, made, 1, 2, 3)
    database.execute("SET CONSTRAINTS ALL IMMEDIATE")
    database.execute("SET CONSTRAINTS ALL DEFERRED")
    database.execute("UPDATE schedule_block SET number = number + 3 WHERE session_id = %s", [made[1]])

    assert asked_when_complete(database) == 1
