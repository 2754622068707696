"""Two media servers with people in their rooms: the real one, with bots in processes of their own, and the fake one."""

import json
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import jwt
import psutil

from hearthside.live.media.engine import MediaEngine
from hearthside.live.media.fake.clock import WallClock
from hearthside.live.media.fake.people import FakePerson, NotLetIn
from hearthside.live.media.fake.server import FakeLiveKit
from hearthside.live.media.keys import KeyPair, MediaServer
from hearthside.live.media.livekit import LiveKit
from hearthside.project.media import binary
from hearthside.project.media.configuration import OwnServer, own_server
from tests.contracts.hearing import Hearing, until
from tests.contracts.ports import free_port, free_udp_port

ROOT = Path(__file__).parents[2]
KEYS = (KeyPair("app", "a" * 40), KeyPair("hook", "h" * 40))


class Guest(Protocol):
    """Somebody who came into a room; `sid` is their connection's."""

    sid: str

    @property
    def track(self) -> str | None: ...
    @property
    def gone(self) -> str | None: ...
    @property
    def received(self) -> list[tuple[str, str]]: ...
    def leave(self) -> None: ...
    def lose(self) -> None: ...


class Refused(Exception):
    """They were not let in."""


class Stage(Protocol):
    engine: MediaEngine
    hearing: Hearing
    misses_after: float
    """Seconds until a lost connection is missed."""

    def join(self, token: str) -> Guest: ...
    def stop(self) -> None: ...
    def start(self) -> None: ...
    def restart(self) -> None: ...
    def close(self) -> None: ...


class Bot:
    """A process that joined; see `tests.contracts.bot`."""

    def __init__(self, url: str, token: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.contracts.bot", url, token], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.said: list[dict[str, Any]] = []
        threading.Thread(target=self._read, daemon=True).start()
        until(lambda: bool(self._said("in", "refused")), 40)
        if refused := self._said("refused"):
            self.end()
            raise Refused(refused[0]["words"])
        self.sid = str(self._said("in")[0]["sid"])

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout:
            for line in self.process.stdout:
                self.said.append(json.loads(line))

    def _said(self, *what: str) -> list[dict[str, Any]]:
        return [line for line in self.said if line["what"] in what]

    @property
    def track(self) -> str | None:
        until(lambda: bool(self._said("sends", "silent")), 20)
        return self._said("sends", "silent")[0].get("track")

    @property
    def took(self) -> float:
        """Seconds from the first question to the server until sound was sent, by the bot's own clock."""
        return float(self._said("sends")[0]["took"])

    @property
    def gone(self) -> str | None:
        found = self._said("gone")
        return str(found[0]["reason"]) if found else None

    @property
    def received(self) -> list[tuple[str, str]]:
        return [(line["topic"], line["text"]) for line in self._said("data")]

    def leave(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("leave\n")
        self.process.stdin.flush()
        self.process.wait(20)

    def lose(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        if self.process.poll() is None:
            self.lose()
        if self.process.stdin:
            self.process.stdin.close()


class RealStage:
    """The real server, with the configuration that `up` gives it."""

    misses_after = 20.0

    def __init__(self, folder: Path, hook_url: str = "") -> None:
        program = binary.found()
        assert program, (
            "These tests need the media server: `make test` gets it, and so does `hearthside media install`."
        )
        self.program = program
        self.hearing = Hearing()
        self.own: OwnServer = replace(own_server(folder / "media"), port=free_port(), udp_port=free_udp_port())
        self.own.write(hook_url or self.hearing.url)
        self.hearing.pair = self.own.hook
        self.engine: MediaEngine = LiveKit(self.own.server)
        self.guests: list[Bot] = []
        self.log = folder / "livekit.log"
        self.process = self._started()

    def _started(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            process = subprocess.Popen([self.program, "--config", self.own.file], stdout=log, stderr=log)
        until(lambda: process.poll() is not None or self.engine.answers(), 20)
        assert process.poll() is None, self.log.read_text(encoding="utf-8")[-2000:]
        return process

    def join(self, token: str) -> Bot:
        guest = Bot(self.own.server.public_url, token)
        self.guests.append(guest)
        return guest

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def start(self) -> None:
        self.process = self._started()

    def restart(self) -> None:
        self.stop()
        self.start()

    @property
    def sockets(self) -> set[tuple[str, int]]:
        """Every address on which it can be reached."""
        found = psutil.Process(self.process.pid).net_connections(kind="inet")
        return {(c.laddr.ip, c.laddr.port) for c in found if c.status in (psutil.CONN_LISTEN, psutil.CONN_NONE)}

    def close(self) -> None:
        for guest in self.guests:
            guest.end()
        self.stop()
        self.hearing.close()


class FakeGuest:
    """Somebody in a room of the fake server."""

    def __init__(self, stage: "FakeStage", room: str, person: FakePerson) -> None:
        self.stage, self.room, self.person, self.sid = stage, room, person, person.sid
        with stage.fake.lock:
            self.track = stage.fake.house.publish(room, person.identity, "microphone")

    @property
    def gone(self) -> str | None:
        return self.person.gone_because

    @property
    def received(self) -> list[tuple[str, str]]:
        return [(topic, content.decode()) for topic, content in self.person.received]

    def leave(self) -> None:
        with self.stage.fake.lock:
            self.stage.fake.house.leave(self.room, self.person.identity)

    def lose(self) -> None:
        with self.stage.fake.lock:
            self.stage.fake.house.lose(self.room, self.person.identity)


class FakeStage:
    """The fake one, over HTTP, whose clock lets nobody wait for long."""

    misses_after = 2.0

    def __init__(self, folder: Path) -> None:
        self.hearing = Hearing()
        self.hearing.pair = KEYS[1]
        self.fake = FakeLiveKit(
            lambda url: MediaServer(url, url, *KEYS), hook_url=self.hearing.url, clock=WallClock(10)
        )
        self.fake.__enter__()
        self.engine: MediaEngine = LiveKit(self.fake.server)

    def join(self, token: str) -> Guest:
        try:
            with self.fake.lock:
                person = self.fake.house.join(token)
        except NotLetIn as why:
            raise Refused(str(why)) from None
        room = jwt.decode(token, options={"verify_signature": False})["video"]["room"]
        return FakeGuest(self, room, person)

    def stop(self) -> None:
        with self.fake.lock:
            self.fake.house.stop()

    def start(self) -> None:
        with self.fake.lock:
            self.fake.house.start()

    def restart(self) -> None:
        self.stop()
        self.start()

    def close(self) -> None:
        self.fake.__exit__(None, None, None)
        self.hearing.close()


STAGES = {"fake": FakeStage, "real": RealStage}
