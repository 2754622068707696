"""
Facilitators who are really lost, and servers that are really started anew: all are back, and the minutes are right.

Real processes all the way: the pages, the media server, the raw doors, the watch with its pager, and each person's
computer.
"""

import time
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from hearthside.ledger.scope import scope
from hearthside.live.attendance.judge import judge
from hearthside.live.attendance.whole import read_evidence
from hearthside.live.queries.evidence import lines
from hearthside.live.words import REST
from tests.apart import apart_database
from tests.builders.live import patient_named
from tests.contracts.ports import free_port
from tests.contracts.raw_doors import raw_doors
from tests.contracts.stages import RealStage
from tests.live.meets_now import PATIENTS, Evening, meets_now, stands_by, until, watching
from tests.live.pressing import presses, signed_in
from tests.site import serve

pytestmark = [pytest.mark.slow, pytest.mark.media]

# Of a person's seconds over both their connections; and of a breach at each of its ends.
EXACT_SECONDS, EDGE_SECONDS = 4.0, 4.0


@pytest.fixture
def rig(database_server, django_db_setup, django_db_blocker, tmp_path, settings):
    """An evening, its media server, and what opens the raw doors, starts the watch and serves the pages."""
    (tmp_path / "data").mkdir()
    port = free_port()
    with django_db_blocker.unblock(), apart_database() as database, ExitStack() as stack:
        stage = RealStage(tmp_path, hook_url=f"http://127.0.0.1:{port}/hooks/livekit")
        stack.callback(stage.close)
        settings.MEDIA = stage.own.server
        told = {**stage.own.variables, "HEARTHSIDE_DATA": str(tmp_path / "data")}
        evening = Evening(meets_now(), f"http://127.0.0.1:{port}")
        stack.callback(evening.end)
        yield (
            evening,
            stage,
            lambda: raw_doors(database, tmp_path / "data", told, port),
            lambda: watching(database, told),
            lambda: serve(database, **stage.own.variables),
        )


def judged(evening: Evening) -> dict:
    """What the attendance engine makes of everything that was received."""
    with scope(evening.there.watch):
        return judge(read_evidence(lines(evening.there.session, datetime.now(UTC))))


def attended(evening: Evening, answer: dict, name: str, kind: str = "") -> float:
    """Their seconds of this session, or of its parts of this kind alone."""
    person = answer["people"][str(patient_named(evening.there, name).pk)]
    parts = [float(part["attended_seconds"]) for part in person["blocks"] if kind in ("", part["kind"])]
    return sum(parts)


def all_heard(evening: Evening) -> bool:
    """Whether what was received tells of every patient's time so far: a connection made anew is told of late."""
    answer, now = judged(evening), time.time()
    return all(
        attended(evening, answer, name) >= now - evening.when(name, "in")[0] - EXACT_SECONDS for name in PATIENTS
    )


def breaches(answer: dict) -> list[tuple[float, float]]:
    (room,) = answer["rooms"].values()
    return [
        tuple(datetime.fromisoformat(each[end]).timestamp() for end in ("start", "end")) for each in room["breaches"]
    ]


def test_the_lost_are_replaced_everybody_is_back_after_restarts_and_each_minute_is_right(rig):
    evening, stage, doors, watch, pages = rig
    on_duty = {name: stands_by(evening.there.at, name) for name in ("Noor Haddad", "Tess Imai")}
    with watch():
        with doors(), pages() as address:
            evening.enters("kim")
            evening.enters(*PATIENTS)
            evening.stands(staff=1)

            evening.is_killed("kim")
            first = evening.somebody_answers(on_duty)
            evening.stands(staff=1)
            evening.freezes(first)
            second = evening.somebody_answers({name: who for name, who in on_duty.items() if name != first})
            evening.stands(staff=1)
            leads = signed_in(on_duty[second])
            presses(address, evening.there.live.pk, leads, "act_rest", kind=REST, minutes=3)
            began = time.time()
        # In the middle of a break the pages and the raw doors are gone, and come back. The sound went on.
        with doors(), pages() as address:
            evening.are_in(*PATIENTS, second)
            evening.stands(staff=1)
            presses(address, evening.there.live.pk, leads, "act_rest_over")
            over = time.time()
            # What the media server said meanwhile it says again, a little later.
            until(lambda: all_heard(evening))
    # The watch, the raw doors and the media server are gone, and come back.
    stopped = time.time()
    stage.restart()
    up_again = time.time()
    with doors(), watch():
        evening.are_in(*PATIENTS, second)
        evening.stands(staff=1)
        evening.leaves(*PATIENTS, second)
        time.sleep(2.0)
        answer = judged(evening)

    lost = {"kim": first, first: second}
    for gone, came in lost.items():
        # Between asking to come in and being in, one is in for the media server at some moment.
        (lost_at, *_), (asked_at, *_), (in_at, *_) = (
            evening.when(gone, "lost"), evening.when(came, "asked"), evening.when(came, "in")
        )  # fmt: skip
        assert any(
            start <= lost_at + EDGE_SECONDS and asked_at <= end <= in_at + EDGE_SECONDS
            for start, end in breaches(answer)
        )  # fmt: skip
        assert all(start >= lost_at - EDGE_SECONDS for start, end in breaches(answer) if end > lost_at)
    for name in PATIENTS:
        (came, _, back), (left,) = evening.when(name, "in"), evening.when(name, "left")
        # Their client says that they are back once everything is mended; they are there a little earlier.
        least, most = (stopped - came) + (left - back), (stopped - came) + (left - up_again)
        assert least - EXACT_SECONDS <= attended(evening, answer, name) <= most + EXACT_SECONDS
        # While only pages and doors were gone, nobody was away for the media server.
        assert abs(attended(evening, answer, name, REST) - (over - began)) <= EXACT_SECONDS
