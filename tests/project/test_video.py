"""Which media server an installation has, what its parts are told of it, and what the doctor says."""

import pytest

from hearthside.project.doctor import video as doctor
from hearthside.project.environment import read
from hearthside.project.media import binary
from hearthside.project.up.installation import find
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
