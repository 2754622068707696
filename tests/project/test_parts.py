"""One part of the running program: started, ended, tried again more slowly each time, and its log."""

import signal
import socket
import sys
from pathlib import Path

import psutil
import pytest

from hearthside.project.up import folder, part, ports, processes, supervisor, web, worker
from hearthside.project.up.part import FIRST_PAUSE_SECONDS, LARGEST_LOG_BYTES, LONGEST_PAUSE_SECONDS, Part
from tests.project.installation import until

WAIT_SECONDS = 60


def python(tmp_path: Path, code: str) -> Part:
    return Part("web", [sys.executable, "-c", code], {"PATH": "/usr/bin:/bin"}, tmp_path, tmp_path / "web.log")


def test_how_it_ended_is_said_in_words(tmp_path: Path):
    ends = python(tmp_path, "import sys; print('because'); sys.exit(4)")
    killed = python(tmp_path, "import time; time.sleep(600)")

    ends.start()
    killed.start()
    assert killed.process
    killed.process.send_signal(signal.SIGKILL)
    words: dict[str, str | None] = {"ends": None, "killed": None}

    def both() -> bool:
        for name, one in (("ends", ends), ("killed", killed)):
            words[name] = words[name] or one.ended()
        return all(words.values())

    until(both, WAIT_SECONDS)
    assert words == {"ends": "ended with code 4", "killed": "was ended by SIGKILL"}
    assert ends.last_words() == "because"


def test_what_it_had_started_ends_with_it(tmp_path: Path):
    code = (
        "import subprocess, sys, time; "
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
        "print(child.pid, flush=True); time.sleep(600)"
    )
    one = python(tmp_path, code)

    one.start()
    until(lambda: one.last_words().isdigit(), WAIT_SECONDS)
    child = psutil.Process(int(one.last_words()))
    assert one.process
    one.process.send_signal(signal.SIGKILL)

    until(lambda: one.ended() is not None, WAIT_SECONDS)
    until(lambda: not processes.lives(child), WAIT_SECONDS)


def test_it_is_marked_so_that_it_is_found_again(tmp_path: Path):
    one = python(tmp_path, "import time; time.sleep(600)")

    one.start()

    assert one.process
    number = one.process.pid
    until(lambda: [each.pid for each in processes.left_behind(tmp_path)] == [number], WAIT_SECONDS)
    assert processes.left_behind(tmp_path / "another") == []
    one.kill()
    assert processes.left_behind(tmp_path) == []


def test_stopping_leaves_everybody_their_time_and_takes_five_seconds_at_most():
    assert max(worker.FINISHES_WITHIN_SECONDS, web.ENDS_WITHIN_SECONDS) < supervisor.GRACE_SECONDS < 5


def test_each_pause_is_longer_until_it_has_run_steadily(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    now = [1000.0]
    monkeypatch.setattr(part.time, "monotonic", lambda: now[0])
    one = python(tmp_path, "")
    one.began_at = now[0]

    pauses = [one.pause() for _ in range(9)]
    now[0] += part.STEADY_SECONDS + 1
    after_a_minute = one.pause()

    assert pauses == [0.5, 1, 2, 4, 8, 16, LONGEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS]
    assert after_a_minute == FIRST_PAUSE_SECONDS


def test_a_log_that_has_grown_large_is_turned_over(tmp_path: Path):
    log = tmp_path / "web.log"
    with log.open("wb") as file:
        file.truncate(LARGEST_LOG_BYTES + 1)
    one = python(tmp_path, "print('new')")

    one.start()

    until(lambda: one.last_words() == "new", WAIT_SECONDS)
    assert (tmp_path / "web.log.1").stat().st_size == LARGEST_LOG_BYTES + 1
    until(lambda: one.ended() is not None, WAIT_SECONDS)


def test_a_port_on_which_somebody_listens_is_not_free():
    with socket.create_server((ports.HERE, 0)) as taken:
        port = taken.getsockname()[1]

        assert not ports.is_free(port)
        assert ports.next_free(port) > port


def test_what_is_private_is_written_whole_and_for_its_owner_alone(tmp_path: Path):
    secret = tmp_path / "secret"

    folder.write_privately(secret, "first")
    folder.write_privately(secret, "second")

    assert secret.read_text() == "second"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
