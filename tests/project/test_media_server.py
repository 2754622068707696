"""How a machine gets the media server, and what the one of this machine is told; nothing here reaches the network."""

import hashlib
import io
import stat
import tarfile

import pytest

from hearthside.project.environment import NotConfigured, read
from hearthside.project.media import binary, building, go, release, run, status
from hearthside.project.media.configuration import own_server
from hearthside.project.media.getting import NoMediaServer, get
from hearthside.project.media.unavailable import NotThisWay

GIVEN = {
    "DATABASE_URL": "postgresql://x/y",
    "HEARTHSIDE_SECRET_KEY": "k" * 50,
    "LIVEKIT_URL": "https://video.example.org/",
    "LIVEKIT_API_KEY": "app",
    "LIVEKIT_API_SECRET": "a" * 40,
    "LIVEKIT_WEBHOOK_KEY": "hook",
    "LIVEKIT_WEBHOOK_SECRET": "h" * 40,
}


def program(path, version="1.13.5", code=0):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho livekit-server version {version}\nexit {code}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A machine without a media server."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HEARTHSIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv(binary.NAMED, raising=False)
    return tmp_path


def test_the_one_that_is_named_comes_before_the_systems_and_that_before_the_cached_one(bare, monkeypatch):
    cached = program(binary.cached())
    assert binary.found() == cached

    on_path = program(bare / "bin" / "livekit-server", "1.14.0")
    assert binary.found() == on_path

    named = program(bare / "elsewhere" / "livekit-server")
    monkeypatch.setenv(binary.NAMED, str(named))
    assert binary.found() == named


@pytest.mark.parametrize(("version", "code"), [("1.9.12", 0), ("1.13.5", 1)], ids=["too old", "does not start"])
def test_one_that_is_too_old_or_does_not_start_is_passed_over(bare, version, code):
    program(bare / "bin" / "livekit-server", version, code)

    assert binary.found() is None


def archive(name="livekit-server", content=b"#!/bin/sh\n"):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as files:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        files.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def test_a_release_is_taken_only_with_the_checksum_that_we_know(tmp_path):
    whole, target = archive(), tmp_path / "server"

    with pytest.raises(NotThisWay, match="thrown away"):
        release.unpack(whole, "0" * 64, target)
    assert not target.exists()

    release.unpack(whole, hashlib.sha256(whole).hexdigest(), target)
    assert target.read_bytes() == b"#!/bin/sh\n"
    assert target.stat().st_mode & stat.S_IXUSR


@pytest.mark.parametrize("whole", [archive("README"), b"no archive"], ids=["without it", "broken"])
def test_a_release_without_the_program_in_it_is_refused(tmp_path, whole):
    with pytest.raises(NotThisWay, match="not in its archive"):
        release.unpack(whole, hashlib.sha256(whole).hexdigest(), tmp_path / "server")


def test_where_no_way_leads_to_it_one_sentence_says_why_and_what_to_do(bare, monkeypatch):
    def closed(target, say):
        raise NotThisWay("the road is closed")

    monkeypatch.setattr("hearthside.project.media.getting.WAYS", [("the release", closed), ("building it", closed)])

    with pytest.raises(NoMediaServer) as refused:
        get(lambda words: None)
    assert "the release: the road is closed; building it: the road is closed" in str(refused.value)
    assert "LIVEKIT_URL" in str(refused.value)


def test_what_came_and_does_not_start_is_deleted_and_the_next_way_is_tried(bare, monkeypatch):
    ways = [("the release", lambda target, say: program(target, code=1)), ("building it", lambda t, say: program(t))]
    monkeypatch.setattr("hearthside.project.media.getting.WAYS", ways)

    assert get(lambda words: None) == binary.cached()


def test_what_a_killed_build_left_is_deleted(tmp_path):
    (tmp_path / "building-x" / "cache").mkdir(parents=True)
    (tmp_path / "livekit-server-1.13.5").write_text("")

    building.clear(tmp_path)

    assert [file.name for file in tmp_path.iterdir()] == ["livekit-server-1.13.5"]


def test_a_build_without_room_on_the_disk_does_not_begin(tmp_path, monkeypatch):
    monkeypatch.setattr(building, "NEEDS_BYTES", 10**18)

    with pytest.raises(NotThisWay, match="GB while it is built"):
        building.build(tmp_path / "server", lambda words: None)
    assert not list(tmp_path.iterdir())


def test_keys_are_made_once_and_nobody_else_may_read_them(tmp_path):
    own = own_server(tmp_path / "media")
    own.write("http://127.0.0.1:8000/hooks/livekit")

    again = own_server(tmp_path / "media")
    keys = tmp_path / "media" / "livekit-keys.yaml"
    assert (again.app, again.hook) == (own.app, own.hook)
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "media").iterdir()} == {0o600}
    assert keys.read_text() == f"{own.app.name}: {own.app.secret}\n{own.hook.name}: {own.hook.secret}\n"
    assert own.app.secret not in own.file.read_text()


def test_a_server_that_somebody_else_runs_is_taken_from_the_environment():
    media = read(GIVEN).media

    assert media is not None
    assert (media.url, media.public_url) == ("https://video.example.org", "wss://video.example.org")
    assert "a" * 40 not in repr(media)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"LIVEKIT_URL": "video.example.org"}, "is no address"),
        ({"LIVEKIT_API_SECRET": "short"}, "has 5 characters"),
        ({"LIVEKIT_API_SECRET": ""}, "LIVEKIT_API_SECRET is not set"),
        ({"LIVEKIT_WEBHOOK_SECRET": "a" * 40}, "two different keys"),
        ({"LIVEKIT_WEBHOOK_KEY": "app"}, "two different keys"),
    ],
    ids=["no address", "a short secret", "no secret", "one secret for both", "one name for both"],
)
def test_keys_that_would_keep_nobody_out_stop_the_start(changed, words):
    with pytest.raises(NotConfigured, match=words):
        read(GIVEN | changed)


def test_the_terminal_hears_what_has_changed_and_not_every_step(tmp_path):
    file = tmp_path / "media.json"
    teller = status.Teller(file, every=20)
    assert teller.news(0) is None

    said = []
    for now, state, words in [
        (1, status.COMES, "fetching"), (2, status.COMES, "building"), (25, status.COMES, "nearly there"),
        (26, status.RUNS, ""), (27, status.RUNS, ""),
    ]:  # fmt: skip
        status.write(file, state, words)
        said.append(teller.news(now))

    assert said == [
        "Video: fetching. It comes alive by itself.", None, "Video: nearly there. It comes alive by itself.",
        "Video is ready.", None,
    ]  # fmt: skip


def test_a_server_that_was_here_already_is_not_worth_a_line(tmp_path):
    status.write(tmp_path / "media.json", status.RUNS, "")

    assert status.Teller(tmp_path / "media.json").news(1) is None


def test_the_part_of_up_says_how_far_it_is_tries_again_and_becomes_the_server(tmp_path, monkeypatch):
    told, states, became = tmp_path / "media.json", [], []
    program_here = tmp_path / "livekit-server"

    def getting(say):
        states.append(status.read(told))
        if len(states) == 1:
            say("building it, 401 of about 1,000 packages")
            states.append(status.read(told))
            raise NoMediaServer(["building it: Go could not be had"])
        return program_here

    monkeypatch.setattr(run, "get", getting)
    monkeypatch.setattr(run.time, "sleep", lambda seconds: states.append(status.read(told)))
    monkeypatch.setattr(run.os, "execv", lambda path, words: became.append((path, words)))

    run.main(tmp_path / "livekit.yaml", told)

    assert [state and state.state for state in states] == [None, status.COMES, status.NONE, status.NONE]
    assert "Go could not be had" in states[2].words
    assert became == [(program_here, [str(program_here), "--config", str(tmp_path / "livekit.yaml")])]
    assert status.read(told) == status.Status(status.RUNS, "")


def test_what_go_says_becomes_how_far_it_is(tmp_path):
    fetched = "".join(f"go: downloading example.org/m{n} v1.0.0\n" for n in range(30))
    compiled = "".join(f"example.org/m{n}\n" for n in range(30))
    script = tmp_path / "go"
    script.write_text(f"#!/bin/sh\ncat >&2 <<'END'\n{fetched}{compiled}a word that is no progress\nEND\nexit 1\n")
    script.chmod(0o755)
    said: list[str] = []

    with pytest.raises(NotThisWay, match="a word that is no progress"):
        building._compile(script, tmp_path, said.append)
    assert said == [
        "fetching its source, 1 of about 110 modules", "fetching its source, 26 of about 110 modules",
        "building it, 1 of about 1,000 packages", "building it, 26 of about 1,000 packages",
    ]  # fmt: skip


@pytest.mark.parametrize(("says", "found"), [("go1.26.6", (1, 26)), ("go1.9", (1, 9)), ("gccgo", None)])
def test_a_go_says_its_version(tmp_path, says, found):
    script = tmp_path / "go"
    script.write_text(f"#!/bin/sh\necho go version {says} linux/amd64\n")
    script.chmod(0o755)

    assert go.version_of(script) == found
