"""A worker that is killed in the middle: nothing goes on behind it, and the next worker does the work anew."""

import signal

import psutil
import psycopg
import pytest

from hearthside.project.up.embedded import SUPERUSER
from tests.database import SERVER
from tests.placement.waiting_room import waiting_room
from tests.placement.workers import give_no_sign_of_life, until, worker

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("whom", ["the worker", "its process"])
def test_what_is_killed_in_the_middle_is_planned_again_or_says_so(apart, whom):
    room = waiting_room()
    from hearthside.ledger.scope import scope
    from hearthside.placement.actions.proposing import propose

    with scope(room.coordinator):
        asked = propose(program=room.house.program, week=room.monday, seconds=600, by=room.coordinator)
    first = worker(apart, stays=True)
    until(lambda: len(room.now(asked).trail) >= 2)
    (aside,) = (p for p in psutil.Process(first.pid).children(recursive=True) if "aside" in " ".join(p.cmdline()))
    niceness, cores = aside.nice(), aside.cpu_affinity()

    killed = first if whom == "the worker" else aside
    killed.send_signal(signal.SIGKILL)

    until(lambda: not aside.is_running() or aside.status() == psutil.STATUS_ZOMBIE, 30)
    if whom == "its process":
        failed = until(lambda: room.now(asked).status == "failed" and room.now(asked))
        first.terminate()
        first.wait(60)
        assert "Whoever looks after the program finds it in the log." in failed.failed_because
    else:
        first.wait(60)
        left = room.now(asked)
        _its_worker_is_dead(apart, "placement_proposal")
        worker(apart, stays=False).wait(180)
        again = room.now(asked)
        assert (left.status, left.begun) == ("running", 1)
        assert (again.status, again.begun) == ("ready", 2)
        assert len(room.week(again).cohort_of()) == 6
    assert (niceness, len(cores)) == (psutil.Process().nice() + 10, 1)


def test_a_scenario_whose_worker_is_killed_is_worked_out_anew(apart):
    room = waiting_room()
    from hearthside.ledger.scope import scope
    from hearthside.people.actions.grants import behind
    from hearthside.placement.actions.scenarios import ask_what_if
    from hearthside.placement.models.scenarios import Scenario
    from hearthside.placement.solver.whatif_changes import CloseDay

    def now() -> Scenario:
        with behind(room.house.program.pk, room.coordinator):
            return Scenario.objects.get(pk=asked.pk)

    with scope(room.coordinator):
        asked = ask_what_if(
            program=room.house.program, changes=[CloseDay(6)], name="Closed Sundays", week=room.monday,
            effort=1_000_000, by=room.coordinator,
        )  # fmt: skip
    first = worker(apart, stays=True)

    def processes() -> list[psutil.Process]:
        return [p for p in psutil.Process(first.pid).children(recursive=True) if "aside" in " ".join(p.cmdline())]

    (aside,) = until(processes)
    until(lambda: now().beat_at > now().began_at)

    first.send_signal(signal.SIGKILL)

    until(lambda: not aside.is_running() or aside.status() == psutil.STATUS_ZOMBIE, 30)
    first.wait(60)
    left = now()
    _its_worker_is_dead(apart, "placement_scenario")
    worker(apart, stays=False).wait(180)
    again = now()
    assert (left.status, left.result) == ("running", None)
    assert (again.status, again.began_at > left.began_at) == ("ready", True)
    assert again.result["aside"] == 0


def _its_worker_is_dead(database: str, table: str) -> None:
    """It gives no sign of life any more; and so that the test does not plan for ten minutes, the next has seconds."""
    give_no_sign_of_life(database)
    with psycopg.connect(SERVER.url(SUPERUSER, database), autocommit=True) as connection:
        connection.execute(f"UPDATE {table} SET seconds = 3, effort = NULL")
