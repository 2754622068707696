"""The media server that `up` runs: reached from this machine alone, and sending nobody elsewhere."""

import base64
import os
import re
import socket
from pathlib import Path

import pytest

from hearthside.live.media.permissions import PATIENT, permission
from tests.contracts.stages import RealStage

pytestmark = [pytest.mark.media, pytest.mark.slow]
HERE = "127.0.0.1"


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    stage = RealStage(tmp_path_factory.mktemp("alone"))
    stage.engine.create_room("room-number-1", empty_seconds=60, most=20)
    yield stage
    stage.close()


def first_answer(stage: RealStage, token: str) -> bytes:
    """What the server says to whoever joins, as it comes over the wire."""
    word = base64.b64encode(os.urandom(16)).decode()
    asked = (
        f"GET /rtc?access_token={token}&protocol=15&auto_subscribe=0&sdk=js HTTP/1.1\r\nHost: {HERE}\r\n"
        f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {word}\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    with socket.create_connection((HERE, stage.own.port), timeout=10) as line:
        line.sendall(asked.encode())
        came = b""
        while b"iceServers" not in came and b"stun:" not in came and len(came) < 100_000:
            piece = line.recv(65_536)
            assert piece, came
            came += piece
    assert came.startswith(b"HTTP/1.1 101"), came
    return came


def test_whoever_joins_is_pointed_at_nothing_but_this_machine(stage):
    answer = first_answer(stage, stage.engine.mint_token("room-number-1", "identity-1", permission(PATIENT), {}))

    named = set(re.findall(rb"(?:stun|turn)s?:([a-zA-Z0-9.:\[\]-]+)", answer))
    assert {address.rsplit(b":", 1)[0] for address in named} == {HERE.encode()}


def test_it_listens_nowhere_but_on_this_machine(stage):
    assert stage.sockets == {(HERE, stage.own.port), (HERE, stage.own.udp_port)}


def test_nothing_of_it_is_readable_by_anybody_else(stage):
    files = [Path(folder) / name for folder, _, names in os.walk(stage.own.folder) for name in names]

    assert files
    assert {file.stat().st_mode & 0o077 for file in files} == {0}
