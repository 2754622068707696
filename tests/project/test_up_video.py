"""`hearthside up` with video: it comes alive by itself, comes back by itself, and ends with the rest."""

import os
import re
import signal
import urllib.error
import urllib.request

import pytest

from hearthside.live.media.twirp import is_there
from tests.project.installation import Installed, installed, kill, until

pytestmark = [pytest.mark.slow, pytest.mark.media]

ALIVE_SECONDS = 60


def media_at(made: Installed) -> str:
    told = re.search(r"^port: (\d+)$", (made.data / "media" / "livekit.yaml").read_text(), re.MULTILINE)
    assert told
    return f"http://127.0.0.1:{told[1]}"


def status_of(address: str) -> int | None:
    """What is answered there; None while nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code
    except OSError:
        return None


@pytest.fixture(scope="module")
def running():
    """An installation that has just been started for the first time."""
    with installed() as made:
        made.video = True
        started = made.up()
        yield made, started
        if started.process.poll() is None:
            started.process.terminate()
            started.ends()


def test_video_comes_alive_by_itself_and_only_this_machine_reaches_it(running):
    made, started = running
    until(lambda: is_there(media_at(made)), ALIVE_SECONDS, lambda: started.said)

    (server,) = made.parts("media")
    listening = {c.laddr.ip for c in server.net_connections(kind="inet") if c.status in ("LISTEN", "NONE")}
    assert listening == {"127.0.0.1"}
    # Only its making stands back for everything else; sound does not.
    assert server.nice() == os.nice(0)


def test_the_live_rooms_own_doors_are_open_and_refuse_a_browser_that_shows_nothing(running):
    made, started = running
    hook = re.search(r"(http://127.0.0.1:\d+)/hooks/livekit", (made.data / "media" / "livekit.yaml").read_text())
    assert hook

    until(lambda: status_of(f"{hook[1]}/rtc/validate") == 401, ALIVE_SECONDS, lambda: started.said)
    assert status_of(f"{hook[1]}/hooks/livekit") == 405


def test_a_media_server_that_is_killed_is_there_again(running):
    made, started = running
    (before,) = made.parts("media")
    url = media_at(made)

    kill(before)

    started.until_said("media was ended by SIGKILL", ALIVE_SECONDS)
    until(lambda: is_there(url), ALIVE_SECONDS, lambda: started.said)
    assert media_at(made) == url


def test_it_ends_with_everything_else(running):
    made, started = running
    (server,) = made.parts("media")

    started.process.send_signal(signal.SIGTERM)

    assert started.ends() == 0, started.said
    assert not server.is_running()
    assert made.parts() == []
