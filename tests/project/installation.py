"""A real installation in a folder of its own, started and ended the way people and accidents do it."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError

import psutil
import psycopg

from hearthside.project.media import binary
from hearthside.project.up import processes
from hearthside.project.up.embedded import SUPERUSER, EmbeddedPostgres
from hearthside.project.up.folder import DataFolder
from hearthside.project.up.installation import DATABASE

# Bounds, not expectations: far above what a busy machine takes.
START_SECONDS, STOP_SECONDS = 240, 60
READY = "Ctrl-C stops it"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ADDRESS = re.compile(r"Hearthside is at (\S+)")


@dataclass
class Running:
    """One `hearthside up`, with all that it has said."""

    process: "subprocess.Popen[str]"
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout:
            for line in self.process.stdout:
                self.lines.append(line)

    @property
    def said(self) -> str:
        return "".join(self.lines)

    @property
    def address(self) -> str:
        found = ADDRESS.search(self.said)
        assert found, self.said
        return found[1]

    def until_said(self, words: str, seconds: float = START_SECONDS) -> None:
        until(lambda: words in self.said or self.process.poll() is not None, seconds, lambda: self.said)
        assert words in self.said, self.said

    def ends(self, seconds: float = STOP_SECONDS) -> int:
        """Its exit code, once it has ended."""
        code = self.process.wait(seconds)
        self.reader.join(seconds)
        return code


@dataclass
class Installed:
    """A data folder, and the commands that work on it."""

    data: Path
    video: bool = False
    """Whether it has a media server, which would be built first where it is missing."""

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the tests' own database."""
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("HEARTHSIDE_", "DATABASE_", "DJANGO_"))}
        named = {binary.NAMED: os.environ[binary.NAMED]} if binary.NAMED in os.environ else {}
        return {**kept, **(named if self.video else {"HEARTHSIDE_VIDEO": "off"}), "HEARTHSIDE_DATA": str(self.data)}

    @property
    def database(self) -> EmbeddedPostgres:
        return EmbeddedPostgres(DataFolder(self.data).database)

    def start(self, *arguments: str) -> Running:
        command = [sys.executable, "-m", "hearthside", "up", *arguments]
        return Running(
            subprocess.Popen(
                command,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        )

    def up(self, *arguments: str) -> Running:
        """Started, and ready."""
        running = self.start(*arguments)
        running.until_said(READY)
        return running

    def says(self, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Any other command of ours, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "hearthside", *arguments],
            env={**self.environment, **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=START_SECONDS,
        )

    def parts(self, name: str = "") -> list[psutil.Process]:
        """The marked processes of this folder, or those of one part."""
        found = processes.left_behind(self.data)
        return [process for process in found if not name or processes.part_of(process) == name]

    def main(self, name: str) -> psutil.Process:
        """The first process of a part, which started the others."""
        return min(self.parts(name), key=lambda process: process.create_time())

    def programs(self) -> list[str]:
        """The programs in the database, asked as its superuser."""
        with psycopg.connect(self.database.url(SUPERUSER, DATABASE)) as connection:
            return [row[0] for row in connection.execute("SELECT name FROM access_program ORDER BY name")]

    def parts_of_clinic(self) -> int:
        """How many pieces of the demonstration's clinic are there."""
        with psycopg.connect(self.database.url(SUPERUSER, DATABASE)) as connection:
            (found,) = connection.execute("SELECT sum(cardinality(added)) FROM project_demonstration").fetchone() or (
                0,
            )
        return int(found or 0)

    def page(self, role: str, address: str, path: str) -> str:
        """A page as somebody of the demonstration reads it who signs in."""
        (who,) = (one for one in sign_ins(self) if one["role"] == role)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        form = f"{address}/accounts/login/"
        token = TOKEN.search(opener.open(form, timeout=30).read().decode())
        assert token
        sent = {"login": who["email"], "password": who["password"], "csrfmiddlewaretoken": token[1]}
        asked = urllib.request.Request(form, urllib.parse.urlencode(sent).encode(), {"Referer": form})
        opener.open(asked, timeout=30).close()
        return str(opener.open(f"{address}{path}", timeout=30).read().decode())

    def clear(self) -> None:
        """End whatever still runs, and remove the folder."""
        processes.end(self.parts())
        self.database.stop()
        shutil.rmtree(self.data, ignore_errors=True)


@contextlib.contextmanager
def installed() -> Iterator[Installed]:
    """An installation that has not been started yet. Its path is short: a socket lies in it."""
    made = Installed(Path(tempfile.mkdtemp(prefix="hs-")).resolve())
    try:
        yield made
    finally:
        made.clear()


def until(is_so: Callable[[], bool], seconds: float, what: Callable[[], str] = lambda: "") -> None:
    """Wait for something to become so; fail when the time is over."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"Not within {seconds} s. {what()}"
        time.sleep(0.05)


def answers(address: str) -> int | None:
    """The status of the sign-in page; None while nobody answers."""
    try:
        with urllib.request.urlopen(f"{address}/accounts/login/", timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (URLError, OSError):
        return None


def sign_ins(at: Installed) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(at.says("demo", "sign-ins", "--json").stdout)
    return found


def kill(process: psutil.Process) -> None:
    process.send_signal(signal.SIGKILL)
