"""Which media server an installation has, what its parts are told of it, and what the doctor says."""

import socket
import sys
import time

import pytest

from hearthside.project.doctor import video as doctor
from hearthside.project.environment import read
from hearthside.project.media import binary
from hearthside.project.up.installation import find
from hearthside.project.up.part import Part
from hearthside.project.up.supervisor import Supervisor
from hearthside.project.up.video import video
from tests.live.faked import faked

SOMEBODY_ELSES = {
    "LIVEKIT_API_KEY": "app", "LIVEKIT_API_SECRET": "a" * 40,
    "LIVEKIT_WEBHOOK_KEY": "hook", "LIVEKIT_WEBHOOK_SECRET": "h" * 40,
}  # fmt: skip
PRODUCTION = {"DATABASE_URL": "postgresql://hearthside_app@db.example.org/clinic", "HEARTHSIDE_SECRET_KEY": "k" * 50}


@pytest.fixture
def demo(tmp_path):
    made = find({"HEARTHSIDE_DATA": str(tmp_path / "var"), "HEARTHSIDE_SECRET_KEY": "k" * 50})
    made.folder.make()
    return made


def installed(tmp_path, **variables: str):
    made = find({"HEARTHSIDE_DATA": str(tmp_path / "var"), "HEARTHSIDE_SECRET_KEY": "k" * 50, **variables})
    made.folder.make()
    return made


def test_the_demonstration_has_one_of_its_own_which_browsers_reach_through_our_doors(demo):
    made = video(demo, hook_port=8001)
    told = read({**demo.variables, **made.variables}).media

    (part,) = made.parts
    assert part.name == "media"
    assert told is not None
    assert told.url.startswith("http://127.0.0.1:")
    assert told.public_url == "ws://localhost:8001"
    assert "http://127.0.0.1:8001/hooks/livekit" in (demo.folder.path / "media" / "livekit.yaml").read_text()
    # Secrets stand in files and in the environment of parts, and in nobody's list of processes.
    assert not any(told.app.secret in word or told.hook.secret in word for word in part.command)


def test_a_port_taken_before_it_starts_is_chosen_again_and_everybody_is_told(demo, tmp_path):
    made = video(demo, hook_port=8001)
    (part,) = made.parts
    before = made.variables["LIVEKIT_URL"]
    assert made.chosen_anew(part) == {}

    with socket.create_server(("127.0.0.1", int(before.rpartition(":")[2]))):
        told = made.chosen_anew(part)

    assert told["LIVEKIT_URL"] != before
    port = told["LIVEKIT_URL"].rpartition(":")[2]
    assert f"port: {port}\n" in (demo.folder.path / "media" / "livekit.yaml").read_text()
    assert made.chosen_anew(part) == {}
    assert made.variables["LIVEKIT_API_SECRET"] == told["LIVEKIT_API_SECRET"]
    # Somebody else's part has nothing to do with it.
    assert made.chosen_anew(Part("web", [], {}, tmp_path, tmp_path / "web.log")) == {}


def test_the_others_are_started_again_with_what_has_changed_before_it_starts(tmp_path):
    def part(name: str, code: str) -> Part:
        return Part(name, [sys.executable, "-c", code], {"PATH": "/usr/bin:/bin", "WHERE": "7880"}, tmp_path,
                    tmp_path / f"{name}.log")  # fmt: skip

    web = part("web", "import os, time; print(os.environ['WHERE'], flush=True); time.sleep(60)")
    media = part("media", "import time; time.sleep(60)")
    answers, lines = iter([{"WHERE": "7881"}]), []
    supervisor = Supervisor(
        [web, media], None, Until(lambda: web.log.exists() and "7881" in web.log.read_text()), lines.append,
        chosen_anew=lambda each: next(answers, {}) if each is media else {},
    )  # fmt: skip
    try:
        supervisor.run()
    finally:
        web.kill()
        media.kill()

    assert web.log.read_text().split()[-1] == "7881"
    assert "has taken a port of media" in lines[0]


class Until:
    """Nobody asks to stop until this is so, or a minute has passed."""

    hurry = False

    def __init__(self, so) -> None:
        self.so, self.until = so, time.monotonic() + 60

    def __call__(self) -> bool:
        return self.so() or time.monotonic() > self.until

    def wait(self, seconds: float) -> None:
        time.sleep(min(seconds, 0.1))


@pytest.mark.parametrize(
    "variables",
    [
        {"HEARTHSIDE_VIDEO": "off"},
        {"LIVEKIT_URL": "https://video.example.org", **SOMEBODY_ELSES},
        PRODUCTION,
    ],
    ids=["whoever wants none", "somebody else runs one", "production"],
)
def test_otherwise_none_is_started(tmp_path, variables):
    assert video(installed(tmp_path, **variables), hook_port=8001).parts == []


def said(installation) -> list[tuple[str, bool]]:
    return [(finding.sentence, finding.is_wrong) for finding in doctor.look(installation)]


def test_the_doctor_says_whether_the_named_one_answers(tmp_path):
    with faked() as fake:
        url = fake.server.url
        here = installed(tmp_path, LIVEKIT_URL=url, **SOMEBODY_ELSES)
        assert said(here) == [(f"The media server at {url} answers.", False)]

    assert said(here) == [(f"The media server at {url} does not answer.", True)]


def test_the_doctor_says_that_a_machine_has_none_yet(demo, monkeypatch):
    monkeypatch.setattr(binary, "found", lambda: None)

    assert said(demo) == [("The media server is not on this machine yet.", True)]


def test_the_doctor_says_what_waits_on_disk(tmp_path):
    here = installed(tmp_path, HEARTHSIDE_VIDEO="off")
    spool = here.folder.path / "spool"
    spool.mkdir()
    (spool / "EV_1.event").write_text("{}")

    assert ("Events of the media server wait on disk for the database: 1.", True) in said(here)


def test_the_doctor_says_that_keys_do_not_fit(tmp_path):
    here = installed(tmp_path, LIVEKIT_URL="https://video.example.org", **SOMEBODY_ELSES | {"LIVEKIT_API_SECRET": "x"})

    ((sentence, wrong),) = said(here)
    assert wrong
    assert "it needs 32 or more" in sentence
