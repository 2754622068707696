"""The real media server: how long somebody takes to get in, and how soon its rooms stand after it was started anew."""

import tempfile
import time
from pathlib import Path

from bench.live.rows import Row, percentile
from hearthside.live.media.engine import MediaUnreachable
from hearthside.live.media.order import Wanted, stand
from hearthside.live.media.permissions import PATIENT, permission
from hearthside.project.media import binary
from tests.contracts.stages import RealStage

JOINS, RESTARTS, ROOMS = 12, 5, 10
JOIN_SECONDS, BACK_SECONDS = 1.5, 2.0
LANE = "real server"


def measure() -> list[Row]:
    """Two lines; where there is no media server they say so."""
    if binary.found() is None:
        why = "not measurable here: no media server (`hearthside media install` gets one)"
        return [Row("J1", "join", LANE, (), "", why), Row("", "rooms stand again", LANE, (), "", why)]
    stage = RealStage(Path(tempfile.mkdtemp()))
    try:
        return [_joins(stage), _restarts(stage)]
    finally:
        stage.close()


def _joins(stage: RealStage) -> Row:
    """From asking for the socket until sound is sent, in a program of its own each, one after the other."""
    stage.engine.create_room("room-number-1", empty_seconds=600, most=20)
    took = []
    for number in range(JOINS):
        token = stage.engine.mint_token("room-number-1", f"identity-{number}", permission(PATIENT), {})
        bot = stage.join(token)
        assert bot.track
        took.append(bot.took)
    verdict = "met" if percentile(took, 95) <= JOIN_SECONDS else "missed"
    return Row("J1", "join, until sound is sent", f"{LANE}, bots", took, f"p95 {JOIN_SECONDS * 1000:.0f}", verdict)


def _restarts(stage: RealStage) -> Row:
    """From the moment at which it answers again until every room stands, as the watch asks once a second."""
    wanted = [Wanted(f"room-number-{number}", 600) for number in range(ROOMS)]
    stand(stage.engine, wanted)
    took = []
    for _ in range(RESTARTS):
        stage.stop()
        stage.start()
        began = time.monotonic()
        while not _stand(stage, wanted):
            time.sleep(1)
        took.append(time.monotonic() - began)
    verdict = "met" if max(took) <= BACK_SECONDS else "missed"
    what = f"{ROOMS} rooms stand again after a restart"
    return Row("", what, LANE, took, f"each {BACK_SECONDS * 1000:.0f}", verdict)


def _stand(stage: RealStage, wanted: list[Wanted]) -> bool:
    try:
        return len(stand(stage.engine, wanted)) == len(wanted)
    except MediaUnreachable:
        return False
