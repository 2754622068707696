"""What connects made-up people comes by itself, once, to this user's cache; nothing here reaches the network."""

import re
import time
from pathlib import Path

import pytest

from hearthside.project.demo.group import bringing, client
from hearthside.project.demo.group.bringing import COMES, Bringing
from hearthside.project.media.packages import NotInstalled
from tests.database import ROOT

SOON_SECONDS = 10


@pytest.fixture
def bare(monkeypatch, tmp_path) -> Path:
    """A machine whose environment has no such package, as after a clean `make up`."""
    monkeypatch.setenv("HEARTHSIDE_CACHE", str(tmp_path))
    monkeypatch.setattr(client.importlib.util, "find_spec", lambda name: None)
    return tmp_path


def comes(monkeypatch, how=lambda place: (place / "livekit").mkdir(parents=True)) -> list[Path]:
    """Let what is locked come in this way; gives where it was put."""
    put: list[Path] = []

    def install(lock: Path, place: Path) -> None:
        assert lock == client.LOCK
        put.append(place)
        how(place)

    monkeypatch.setattr(client, "install", install)
    return put


def refused(place: Path) -> None:
    (place / "half").mkdir(parents=True)
    raise NotInstalled("cannot be had")


def ends(one: Bringing) -> None:
    deadline = time.monotonic() + SOON_SECONDS
    while one._at is not None and time.monotonic() < deadline:
        time.sleep(0.01)


def test_it_is_brought_once_and_found_from_then_on(bare, monkeypatch):
    put = comes(monkeypatch)
    assert client.found() is None

    first, second = client.bring(), client.bring()

    assert first == second == client.found() == client.cached()
    assert len(put) == 1
    assert (first / "livekit").is_dir()


def test_an_environment_that_has_it_uses_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("HEARTHSIDE_CACHE", str(tmp_path))

    found = client.found()

    assert found is not None
    assert (found / "livekit" / "rtc").is_dir()


def test_what_did_not_come_leaves_nothing_half_and_says_so_in_a_sentence(bare, monkeypatch):
    (bare / "media" / "bringing-x").mkdir(parents=True)
    comes(monkeypatch, refused)

    with pytest.raises(client.NoClient, match=r"package livekit cannot be had\. Everything else runs"):
        client.bring()

    assert [each.name for each in (bare / "media").iterdir()] == ["bringing"]


def test_people_wait_at_the_door_while_it_comes_and_come_in_as_soon_as_it_is_here(bare, monkeypatch):
    comes(monkeypatch)
    one = Bringing()
    assert one.words == COMES

    is_here_at_once = one.goes_on()
    ends(one)

    assert not is_here_at_once
    assert one.goes_on()
    assert one.there == client.cached()


def test_it_is_asked_for_again_a_while_after_it_could_not_be_had(bare, monkeypatch):
    put, one = comes(monkeypatch, refused), Bringing()

    for _ in range(2):
        assert not one.goes_on()
        ends(one)
    assert len(put) == 1
    assert "cannot be had" in one.words
    monkeypatch.setattr(bringing, "TRIES_AGAIN_AFTER_SECONDS", 0.0)
    one.goes_on()
    ends(one)

    assert len(put) == 2


def test_it_is_the_very_one_that_the_tests_use():
    def locked(file: Path) -> dict[str, set[str]]:
        found = re.findall(r"^([a-z-]+)==(\S+) \\\n((?:    --hash=\S+(?: \\)?\n)+)", file.read_text(), re.MULTILINE)
        return {f"{name} {version}": set(re.findall(r"sha256:\w+", hashes)) for name, version, hashes in found}

    brought, tests = locked(client.LOCK), locked(ROOT / "requirements-dev.txt")

    assert {line.split()[0] for line in brought} == {"aiofiles", "livekit", "protobuf"}
    assert {line: tests.get(line) for line in brought} == brought
