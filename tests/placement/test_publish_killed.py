"""A worker that is killed while it publishes: nothing of the week is there, and the next worker publishes all of it."""

import psycopg
import pytest

from hearthside.caseload.models.cohorts import Cohort
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.ask_publishing import ask_publishing
from hearthside.placement.models.publishings import Publishing
from hearthside.placement.solver.check import check
from hearthside.project.up.embedded import SUPERUSER
from hearthside.schedule.models.sessions import Session
from tests.database import SERVER
from tests.placement.waiting_room import waiting_room
from tests.placement.workers import give_no_sign_of_life, until, worker
from tests.schedule.broken import broken

pytestmark = pytest.mark.slow

# Whoever waits to write lines of the ledger has written everything else.
WAITS = """
    SELECT 1 FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%ledger_append%'
"""


def test_killed_before_its_last_line_it_leaves_nothing_and_is_begun_anew(apart):
    room = waiting_room()
    proposal = room.proposed()
    with scope(room.coordinator):
        asked = ask_publishing(answer=room.answers(proposal)["only"], by=room.coordinator)

    with (
        psycopg.connect(SERVER.url(SUPERUSER, apart)) as ledger,
        psycopg.connect(SERVER.url(SUPERUSER, apart), autocommit=True) as looks,
    ):
        ledger.execute("SELECT 1 FROM ledger_chain_head FOR UPDATE")
        first = worker(apart, stays=True)
        until(lambda: looks.execute(WAITS).fetchone())
        first.kill()
        first.wait(60)
    with behind(room.house.program.pk, room.coordinator):
        left = Publishing.objects.get(pk=asked.pk)
        there = Cohort.objects.count(), Session.objects.count()
    give_no_sign_of_life(apart)
    worker(apart, stays=False).wait(180)

    assert (left.status, left.begun, *there) == ("running", 1, 0, 0)
    with behind(room.house.program.pk, room.coordinator):
        again = Publishing.objects.get(pk=asked.pk)
    assert (again.status, again.begun) == ("published", 2)
    assert room.now(proposal).status == "published"
    seen = room.seen()
    assert len(seen.running.cohort_of()) == 6
    assert not any(check(seen.problem, seen.running, figures=False).values())
    assert not broken(room.house.program)
