"""
A page is delivered whatever is killed, cut, stopped or full, and nobody is called again once somebody has answered.

The judge asks the database itself, with none of the program's code. Every run prints what its dice began with; set
PAGER_SEED to throw them again.
"""

import os
import signal
import time
from contextlib import ExitStack, suppress
from datetime import datetime

import psycopg
import pytest

from hearthside.ledger.scope import scope
from hearthside.project.up.embedded import APP_ROLE
from hearthside.safety.actions.duty import end_duty
from hearthside.safety.models.duty import Duty
from hearthside.safety.pager.engine import PLACES
from tests.lanes import LANE
from tests.safety.cutting import cutter
from tests.safety.engine_process import Fault
from tests.safety.rig import AFTER_A_FAULT_SECONDS, DATABASE, FASTER, LATE_SECONDS, START_SECONDS, Rig, rigged

pytestmark = pytest.mark.slow

# Incidents of a round, and rounds of each fault: in the long lane as many as the promise is measured by. Few at a time,
# since every ladder that nobody answers calls everybody four times a second here.
MANY, ROUNDS = 2, 25 if LANE == "long" else 1
SEED = int(os.environ.get("PAGER_SEED", "20261126"))
# Of an answer: after it nobody is called any more.
STOPS_WITHIN_SECONDS = 5.0


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker):
    print(f"PAGER_SEED={SEED}")
    with django_db_blocker.unblock(), rigged(SEED) as made:
        yield made


@pytest.fixture(params=range(ROUNDS))
def rig(whole, django_db_blocker):
    with django_db_blocker.unblock():
        yield whole
        whole.clear()


def some(rig: Rig, count: int = MANY) -> list:
    """So many incidents at random moments."""
    pages = []
    for _ in range(count):
        time.sleep(rig.dice.uniform(0, 0.1))
        pages.append(rig.raised())
    return pages


def delivered(rig: Rig, pages: list, *, standing_since: datetime | None = None) -> None:
    """Each of these reaches somebody, by page and by mail, within the time that the promise gives."""
    rig.until(lambda: not rig.undelivered() and not rig.unwritten(pages))
    judge(rig, pages)
    since = standing_since or min(page.raised_at for page in pages)
    waits = rig.ask(
        "SELECT extract(epoch FROM min(a.handed_over_at) - greatest(p.raised_at, %s))::float "
        "FROM safety_page p JOIN safety_page_attempt a ON a.page_id = p.id GROUP BY p.id, p.raised_at",
        since,
    )
    worst = max(wait for (wait,) in waits)
    print(f"{len(pages)} pages; until the first call {sorted(round(w, 2) for (w,) in waits)[len(waits) // 2]} s "
          f"(median), {worst:.2f} s (longest)")  # fmt: skip
    assert worst <= AFTER_A_FAULT_SECONDS + START_SECONDS


def judge(rig: Rig, pages: list) -> None:
    """One page each, no step left out, nobody called more than thrice in a step, nobody called after an answer."""
    assert rig.ask("SELECT count(*) FROM safety_page") == [(len({page.pk for page in pages}),)]
    assert (
        rig.ask(
            "SELECT page_id FROM safety_page_step GROUP BY page_id HAVING count(*) <> max(number) OR min(number) <> 1"
        )
        == []
    )
    assert (
        rig.ask('SELECT step_id FROM safety_page_attempt GROUP BY step_id, "to_id", channel HAVING count(*) > 3') == []
    )
    assert rig.ask(
        "SELECT p.id FROM safety_page p JOIN safety_page_attempt a ON a.page_id = p.id "
        "WHERE greatest(a.begun_at, a.handed_over_at) > p.accepted_at + make_interval(secs => %s)",
        STOPS_WITHIN_SECONDS,
    ) == []  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_an_engine_that_is_killed_at_this_place_loses_no_page(rig, place):
    for _ in range(MANY):
        engine = rig.engine(Fault(dies_at=place, after=rig.dice.randint(0, 2)))
        rig.raised()
        engine.join(timeout=20)
        assert engine.exitcode == -signal.SIGKILL
        rig.engines.remove(engine)
    pages = rig.pages()
    began = rig.now()
    rig.engine()

    delivered(rig, pages, standing_since=began)


def test_an_engine_that_is_killed_at_any_moment_loses_no_page(rig):
    pages = []
    for _ in range(MANY):
        rig.engine()
        pages += some(rig, 1)
        time.sleep(rig.dice.uniform(0, 0.4))
        rig.kill_engines()
    began = rig.now()
    rig.engine()

    delivered(rig, pages, standing_since=began)


def test_both_engines_are_killed_and_started_again(rig):
    rig.engine()
    rig.engine()
    pages = some(rig)
    rig.kill_engines()
    pages += some(rig)
    time.sleep(0.5)
    began = rig.now()
    rig.engine()
    rig.engine()

    delivered(rig, pages, standing_since=began)


def test_two_engines_side_by_side_take_each_step_once_and_the_ladder_climbs_in_time(rig):
    rig.engine()
    rig.engine()

    pages = some(rig)
    delivered(rig, pages)
    rig.until(lambda: rig.ask("SELECT min(step) FROM safety_page")[0][0] >= 4)

    called = rig.ask(
        "SELECT s.number, s.level, s.called FROM safety_page_step s WHERE s.number <= 4 "
        "GROUP BY 1, 2, 3 ORDER BY s.number"
    )
    assert called == [(1, "next", 1), (2, "next", 1), (3, "supervisor", 1), (4, "everybody", 4)]
    assert rig.ask("SELECT DISTINCT kind FROM safety_page_alarm WHERE kind = 'began_again'") == [("began_again",)]
    # Where a machine is so busy that nobody knows whether the first try arrived, there is another, and not before.
    again_too_soon = rig.ask(
        "SELECT b.id FROM safety_page_attempt a JOIN safety_page_attempt b USING (step_id, to_id, channel) "
        "WHERE channel = 'in_page' AND b.number = a.number + 1 AND b.begun_at < a.deadline_at"
    )
    assert again_too_soon == []
    ((late, worst),) = rig.ask(
        "SELECT percentile_cont(0.99) WITHIN GROUP (ORDER BY d)::float, max(d)::float "
        "FROM (SELECT extract(epoch FROM taken_at - due_at) AS d FROM safety_page_step) AS lateness"
    )
    print(f"steps were late by {late:.2f} s (99 %), {worst:.2f} s at most")
    assert worst <= LATE_SECONDS + START_SECONDS


def test_an_engine_that_hangs_with_a_page_in_its_hands_holds_nobody_up(rig):
    frozen = rig.engine()
    first = some(rig, 1)
    delivered(rig, first)
    os.kill(frozen.pid, signal.SIGSTOP)
    rig.engine()

    pages = [*first, *some(rig)]

    delivered(rig, pages)
    os.kill(frozen.pid, signal.SIGCONT)


def test_a_database_that_is_killed_loses_no_page_that_was_accepted(rig):
    rig.engine()
    rig.engine()
    pages = some(rig)
    rig.kill_database()
    rig.postgres.start()
    began = rig.now()
    pages += some(rig)

    delivered(rig, pages, standing_since=began)


def test_a_database_that_is_stopped_for_three_minutes_loses_no_page(rig):
    rig.engine()
    pages = some(rig)
    rig.postgres.stop()
    time.sleep(3.0 if LANE == "long" else 1.0)
    rig.postgres.start()
    began = rig.now()
    pages += some(rig)

    delivered(rig, pages, standing_since=began)


def test_a_connection_that_is_cut_between_commit_and_answer_makes_one_page_and_one_ladder(rig):
    from django.db import connection

    with cutter(rig.postgres.folder) as door:
        straight = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict.update(HOST="127.0.0.1", PORT=str(door.port))
        pages = []
        for _ in range(MANY):
            door.cuts_left = 1
            pages.append(rig.raised())
        connection.close()
        connection.settings_dict.update(straight)
        assert door.has_cut == MANY
        # The same to an engine, wherever it is.
        for _ in range(MANY):
            door.lets_pass, door.cuts_left = rig.dice.randint(0, 12), 1
            engine = rig.engine(host="127.0.0.1", port=door.port)
            rig.until(lambda: door.cuts_left == 0)
            rig.engines.remove(engine)
            engine.kill()
        began = rig.now()
        rig.engine(host="127.0.0.1", port=door.port)

        delivered(rig, pages, standing_since=began)


JUMPS = (-600, 86_400, 0, -86_400)
CLOCKS = [(-86_400,), (-600,), (600,), (86_400,), JUMPS] if LANE == "long" else [(-600,), JUMPS]


@pytest.mark.parametrize("seconds", CLOCKS, ids=str)
def test_an_engine_whose_clock_is_wrong_calls_by_the_databases(rig, seconds):
    rig.engine(Fault(clock_seconds=seconds))

    pages = some(rig)

    delivered(rig, pages)
    rig.until(lambda: rig.ask("SELECT min(step) FROM safety_page")[0][0] >= 2)
    early = rig.ask("SELECT id FROM safety_page_step WHERE taken_at < due_at")
    assert early == []


def test_a_database_whose_clock_is_set_leaves_out_no_step(rig):
    rig.engine()
    rig.engine()
    pages = some(rig, 1)
    time.sleep(rig.dice.uniform(0, 0.4))
    rig.set_database_clock(rig.dice.choice([-300, 300]) / FASTER)
    pages += some(rig, 1)

    rig.until(lambda: rig.ask("SELECT min(step) FROM safety_page")[0][0] >= 3)
    delivered(rig, pages)


def test_a_full_disk_for_logs_holds_nobody_up(rig):
    # Mail that is refused is logged each time.
    rig.post.answer = "refuses"
    rig.engine(Fault(log_is_full=True))
    pages = some(rig)
    rig.until(lambda: not rig.undelivered())
    rig.post.answer = "ok"

    delivered(rig, pages)


def test_when_every_other_connection_is_taken_calls_still_leave(rig):
    rig.engine()
    first = some(rig, 1)
    delivered(rig, first)
    with ExitStack() as taken:
        with suppress(psycopg.OperationalError):
            while True:
                taken.enter_context(psycopg.connect(rig.postgres.url(APP_ROLE, DATABASE)))
        pages = [*first, *some(rig)]

        delivered(rig, pages)


def test_whoever_ended_duty_is_called_no_more(rig):
    leaves, stays = rig.floaters[0], rig.floaters[1]
    rig.engine()
    before = some(rig, 1)
    rig.until(lambda: not rig.undelivered())
    with scope(leaves):
        end_duty(duty=Duty.objects.open().get(account=leaves.account), by=leaves)
    ended = rig.now()

    pages = [*before, *some(rig)]

    delivered(rig, pages)
    rig.until(lambda: rig.ask("SELECT min(step) FROM safety_page")[0][0] >= 4)
    assert rig.ask(
        'SELECT a.id FROM safety_page_attempt a JOIN safety_page_step s ON s.id = a.step_id WHERE a."to_id" = %s '
        "AND s.taken_at > %s", leaves.account, ended,
    ) == []  # fmt: skip
    called = rig.ask('SELECT count(*) FROM safety_page_attempt WHERE "to_id" = %s', stays.account)
    assert called[0][0] > 0


def test_an_answer_while_a_call_is_leaving_ends_the_calls(rig):
    rig.engine()
    rig.engine()
    rig.post.answer = "never answers"
    answered = {}
    for _ in range(MANY):
        page = rig.raised()
        rig.until(lambda page=page: page.pk not in rig.undelivered())
        time.sleep(rig.dice.uniform(0, 0.3))
        rig.accept(page, rig.dice.choice([*rig.floaters, rig.supervisor]))
        answered[page] = rig.now()
    time.sleep(1.5)

    judge(rig, list(answered))
    for page, at in answered.items():
        later = "SELECT id FROM safety_page_attempt WHERE page_id = %s AND begun_at > %s"
        assert rig.ask(f"{later} UNION SELECT id FROM safety_page_step WHERE page_id = %s AND taken_at > %s",
                       page.pk, at, page.pk, at) == []  # fmt: skip
