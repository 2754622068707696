"""The evidence of a session: who may open it, what stands on it, and that its files give the same answer again."""

import json
import re
import zlib
from datetime import timedelta

import pytest
from django.test import Client

from hearthside.ledger.models import Reading
from hearthside.ledger.scope import scope
from hearthside.live.attendance.judge import judge
from hearthside.live.delivered.measured import parts
from hearthside.live.evidence.chart import chart
from hearthside.live.jobs import delivered
from hearthside.live.models.attested import AttendanceVersion, Attestation
from hearthside.live.models.rooms import LiveSession, Override
from hearthside.live.queries.delivered import parts_of
from hearthside.live.queries.evidence_whole import session_evidence
from hearthside.live.web.evidence import page, pdf
from hearthside.people.actions.grants import behind
from hearthside.people.models.authorities import PracticeAuthority
from hearthside.project.cli import main
from hearthside.schedule.said import whole_date_said
from tests import build
from tests.builders import live
from tests.builders.live import account_of, instant
from tests.kept import begins_with
from tests.live.receiving import everybody


def a_session_short_of_staff():
    """Lee leaves at 20 s, and Kim alone is enough for four people; Kim leaves at 60 s, and nobody is left."""
    there = live.live(build.program())
    received = everybody(there)
    received.leaves("lee", at=20)
    received.until(40)
    received.leaves("kim", at=60)
    received.until(120)
    with scope(there.watch):
        Override.objects.create(
            program=there.at.program, session=there.live, rule="unstaffed", reason="Kim called from the car.",
            by_id=there.lead.account, at=instant(there, 90),
        )  # fmt: skip
        LiveSession.objects.filter(pk=there.live.pk).update(ended_at=instant(there, 240))
        there.live.refresh_from_db()
    return there


pytestmark = begins_with(a_session_short_of_staff)


@pytest.fixture
def there(kept):
    return kept


def signed_in(who) -> Client:
    client = Client()
    client.force_login(account_of(who))
    return client


def address(there, ending: str = "/") -> str:
    return f"/live/{there.live.pk}/evidence{ending}"


def whole(there):
    with behind(there.at.program.pk, there.at.director):
        return session_evidence(there.live)


def test_the_page_has_everybody_every_breach_the_policy_and_the_fingerprint(there):
    page = shown(signed_in(there.lead), there)

    assert "Kim Osei" in page
    assert all(patient.chosen_name in page for patient in there.group.people)
    assert "0 of 1 therapists for 4 people" in page
    assert "A therapist was missing once" in page
    assert "Kim called from the car." in page
    assert there.live.policy_version in page
    assert whole(there).evidence.sha256 in page
    assert "Not worked out yet" in page


def test_it_says_whose_license_was_valid_that_day_and_who_was_called(there):
    with behind(there.at.program.pk, there.at.director):
        lees = PracticeAuthority.objects.filter(credential__clinician__name="Lee Moreau")
        lees.update(valid_to=there.session.on_day - timedelta(days=1))

        kims = PracticeAuthority.objects.filter(credential__clinician__name="Kim Osei")
        kims.update(valid_to=there.session.on_day + timedelta(days=400))

    page = shown(signed_in(there.lead), there)
    licenses, called = page.split("Licenses valid that day")[1].split("Who was called")

    # A record is read in other years.
    assert f"{whole_date_said(there.session.on_day)}," in page
    last = whole_date_said(there.session.on_day + timedelta(days=400))
    assert re.search(rf"Kim Osei .+? PA PA-EXAMPLE-1 {last} ", licenses)
    assert "No confirmed license of Lee Moreau was valid that day." in licenses
    assert re.search(r"Too few staff are in the room.+? calls? in \d+ steps? Nobody still open", called)


def shown(client: Client, there) -> str:
    answer = client.get(address(there))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_whoever_treated_there_compliance_and_the_director_open_it_and_nobody_else(there):
    compliance = there.at.actor("compliance")
    coordinator = there.at.actor("coordinator")
    other = live.signs_in(there.at, build.clinician(there.at, "Ines Varga"))

    opened = {name: signed_in(who).get(address(there)).status_code for name, who in (
        ("lead", there.lead), ("co", there.co), ("compliance", compliance), ("director", there.at.director),
        ("coordinator", coordinator), ("another clinician", other), ("patient", there.actors["p1"]),
    )}  # fmt: skip

    assert opened == {
        "lead": 200, "co": 200, "compliance": 200, "director": 200, "coordinator": 404, "another clinician": 404,
        "patient": 404,
    }  # fmt: skip


def test_the_list_has_ones_own_sessions_and_all_of_them_for_whoever_answers_for_the_program(there):
    other = live.signs_in(there.at, build.clinician(there.at, "Ines Varga"))

    found = {
        name: address(there) in signed_in(who).get("/live/evidence/").content.decode()
        for name, who in (("lead", there.lead), ("director", there.at.director), ("another clinician", other))
    }

    assert found == {"lead": True, "director": True, "another clinician": False}


@pytest.mark.parametrize("ending", ["/", ".json", ".pdf"])
def test_each_opening_is_written_down_with_everybody_who_is_in_it(there, ending):
    signed_in(there.lead).get(address(there, ending))

    with scope(there.at.actor("compliance")):
        read = Reading.objects.filter(kind="live-evidence").order_by("-position").first()
    assert set(read.patients) == {str(patient.pk) for patient in there.group.people}


def test_in_the_demonstration_page_and_files_say_that_all_of_it_is_made_up(there, settings, tmp_path, monkeypatch):
    client, papers = signed_in(there.lead), []
    monkeypatch.setattr(page, "tagged_pdf", lambda html: papers.append(html) or b"")
    real = client.get(address(there, ".json")).json()

    settings.MODE, settings.DEMONSTRATION_NOTE = "demo", tmp_path
    made_up = client.get(address(there, ".json")).json()
    client.get(address(there, ".pdf"))

    assert "made_up" not in real
    assert made_up["made_up"] is True
    assert "This is a made-up program" in client.get(address(there)).content.decode()
    assert ["This is a made-up program" in paper for paper in papers] == [True]


def test_its_json_gives_the_same_answer_to_anybody_who_judges_it_again(there, tmp_path, capsys):
    answer = signed_in(there.lead).get(address(there, ".json"))
    saved = tmp_path / "evidence.json"
    saved.write_bytes(answer.content)

    ended = main(["attendance", str(saved), "--json"])

    bundle, again = answer.json(), json.loads(capsys.readouterr().out)
    assert ended == 0
    assert again == bundle["answer"] == json.loads(json.dumps(judge(whole(there).evidence)))
    assert again["evidence_sha256"] == bundle["evidence_sha256"]
    assert [row["rule"] for row in bundle["overrides"]] == ["unstaffed"]
    assert "attachment" in answer["Content-Disposition"]
    assert not [patient for patient in there.group.people if patient.chosen_name in answer.content.decode()]


def test_its_pdf_is_tagged_and_says_its_language_and_title(there):
    answer = signed_in(there.lead).get(address(there, ".pdf"))
    inside = unpacked(answer.content)

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.7")
    assert re.search(rb"/MarkInfo\s*<<\s*/Marked true", inside)
    assert re.search(rb"/StructTreeRoot \d+ 0 R", inside)
    assert re.search(rb"/Lang\s*\(en\)", inside)
    kinds = set(re.findall(rb"/S /(\w+)", inside))
    assert {b"H1", b"H2", b"Table", b"TH", b"TD", b"Figure"} <= kinds
    assert inside.count(b"/S /Figure") == inside.count(b"/Alt (") > len(there.group.people)
    assert b"pdfuaid" in inside


def unpacked(content: bytes) -> bytes:
    """The whole file with its compressed parts unpacked beside it."""
    found = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            found.append(stream)
    return b"\n".join(found)


def test_where_the_library_is_missing_the_page_says_so(there, monkeypatch):
    def lacking(name):
        raise OSError(f"cannot load {name}")

    monkeypatch.setattr(pdf, "import_module", lacking)
    answer = signed_in(there.lead).get(address(there, ".pdf"))

    assert answer.status_code == 503
    assert "Pango is missing" in answer.content.decode()


def test_once_attested_its_figures_are_counted_and_whoever_did_it_stands_on_the_page(there):
    with scope(there.watch):
        version = AttendanceVersion.objects.create(
            program=there.at.program, session=there.live, n=1, computed_at=instant(there, 240),
            evidence_sha256=whole(there).evidence.sha256, answer={},
        )  # fmt: skip
        Attestation.objects.create(
            version=version, program=there.at.program, words="I was there.", by_id=there.lead.account,
            at=instant(there, 250),
        )  # fmt: skip

    delivered(timestamp=0)

    with scope(there.watch):
        kept = parts_of([version.pk])
        assert kept == parts(whole(there).evidence)
        assert kept[0].figures.breach_ms == 61_000
        delivered(timestamp=1)
        assert parts_of([version.pk]) == kept
    page = shown(signed_in(there.lead), there)
    assert "Version 1, attested by Kim Osei" in page
    assert "More was received since" not in page


def test_nothing_is_fetched_for_a_pdf(there):
    fetcher = pdf._fetcher()

    for url in ("https://example.org/x.css", "file:///etc/hostname", "hearthside:../tokens.css"):
        with pytest.raises(ValueError, match="Nothing is fetched"):
            fetcher.fetch(url)


def test_the_drawing_has_a_bar_for_each_and_a_number_for_each_breach(there):
    found = whole(there)
    labels = {str(one.who): (one.name, one.role_name) for one in found.people}

    drawn = chart(found.evidence, labels, {}, {})

    assert [bar.label for bar in drawn.bars] == [one.name for one in found.people]
    assert all(bar.marks for bar in drawn.bars)
    assert [one.number for one in drawn.breaches] == [1]
    (room,) = drawn.rooms
    start, width = (float(part[:-1]) for part in (room.breaches[0].x, room.breaches[0].width))
    whole_seconds = (found.evidence.session.end - found.evidence.session.start) / 1000
    assert start == pytest.approx(100 * 60 / whole_seconds, abs=0.1)
    assert width > 0
    assert room.breaches[0].text == "1"
