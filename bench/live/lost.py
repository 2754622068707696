"""
P1 and P3 on a real clock: the computer of whoever leads is a process, and is killed; another one stands in.

The media server, the raw doors, the watch and its pager run as `up` runs them. P1 counts from the kill until the
database hands the word to the page of whoever is called; P3 from the press that accepts until they are in the room.
"""

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings

from bench.live.rows import Row, percentile
from hearthside.ledger.scope import scope
from hearthside.project.media import binary
from hearthside.safety.models.attempts import PageAttempt
from hearthside.safety.words import IN_PAGE
from tests.apart import apart_database
from tests.contracts.ports import free_port
from tests.contracts.raw_doors import raw_doors
from tests.contracts.stages import RealStage
from tests.live.meets_now import PATIENTS, Evening, meets_now, stands_by, watching

LANE = "real server, bots"
FLOATERS = ("Noor Haddad", "Tess Imai", "Ola Brandt", "Uri Castle", "Ines Varga", "Jon Asher", "Mia Tan", "Leo Finch")
P1_95, P1_99, P3_95 = 8.0, 12.0, 6.0
# A watch that has just started believes no silence for a while: it may be its own.
SETTLES_SECONDS = 12.0


def measure() -> list[Row]:
    """Two lines, or none where there is no media server."""
    if not binary.found():
        return []
    with apart_database() as database, ExitStack() as stack:
        folder, port = Path(stack.enter_context(tempfile.TemporaryDirectory())), free_port()
        (folder / "data").mkdir()
        stage = RealStage(folder, hook_url=f"http://127.0.0.1:{port}/hooks/livekit")
        stack.callback(stage.close)
        settings.MEDIA = stage.own.server
        told = {**stage.own.variables, "HEARTHSIDE_DATA": str(folder / "data")}
        evening = Evening(meets_now(), f"http://127.0.0.1:{port}")
        stack.callback(evening.end)
        stack.enter_context(raw_doors(database, folder / "data", told, port))
        stack.enter_context(watching(database, told))
        called, came = _one_after_the_other(evening)
    return [
        Row("P1", "the computer of whoever leads is killed: the next one's page is told", LANE, called,
            "p95 8 s, p99 12 s", _verdict(percentile(called, 95) <= P1_95 and percentile(called, 99) <= P1_99)),
        Row("P3", "a call is accepted: the stand-in is in the room, with sound", LANE, came, "p95 6 s",
            _verdict(percentile(came, 95) <= P3_95)),
    ]  # fmt: skip


def _one_after_the_other(evening: Evening) -> tuple[list[float], list[float]]:
    """Whoever leads is killed, and whoever is called comes, until nobody on duty is left."""
    on_duty = {name: stands_by(evening.there.at, name) for name in FLOATERS}
    evening.enters("kim")
    evening.enters(*PATIENTS)
    time.sleep(SETTLES_SECONDS)
    leads, called, came = "kim", [], []
    while on_duty:
        evening.stands(staff=1)
        evening.is_killed(leads)
        lost_at = evening.when(leads, "lost")[0]
        leads = evening.somebody_answers(on_duty)
        who = on_duty.pop(leads)
        with scope(evening.there.watch):
            told = PageAttempt.objects.filter(to=who.account, channel=IN_PAGE, handed_over_at__isnull=False)
            called.append(told.order_by("handed_over_at")[0].handed_over_at.timestamp() - lost_at)
        came.append(evening.when(leads, "in")[0] - evening.when(leads, "called")[0])
    return called, came


def _verdict(met: bool) -> str:
    return "met" if met else "missed"
