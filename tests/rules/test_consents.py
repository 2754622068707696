"""Agreements: signed in the version that holds, taken back, and what stands on a day. Rule: docs/rules/consents.md."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.actions.consents import (
    AlreadyRevoked,
    NotInCouple,
    TextChanged,
    revoke_agreement,
    sign_agreement,
)
from hearthside.people.actions.couples import part_partners
from hearthside.people.agreements.lasting import first_day_that_counts, last_day
from hearthside.people.agreements.texts import FOLDER, KINDS, in_force, versions
from hearthside.people.credentials.facts import WrongFact
from hearthside.people.credentials.values import day_in
from hearthside.people.models.consents import Signature
from hearthside.people.queries.consents import agreements_of, has_signed, standing_signatures, text_of
from hearthside.people.queries.standing import NotYours
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def alex(house):
    return build.patient(house, "Alex", "Park")


@pytest.fixture
def signed_in(house, alex):
    return build.signs_in(house, alex)


def today(house) -> date:
    return day_in(house.program.zone, clock.now())


@pytest.mark.parametrize("kind", KINDS)
def test_every_agreement_has_versions_whose_texts_can_be_laid_out(kind):
    assert versions(kind)
    for agreement in versions(kind):
        assert re.fullmatch(r"[0-9a-f]{64}", agreement.text_hash)
        assert {shape for shape, _ in agreement.blocks} <= {"heading", "list", "paragraph"}
        assert all(line and not line.startswith(("#", "- ")) for _, lines in agreement.blocks for line in lines)


def test_every_file_of_the_folder_is_an_agreement():
    assert {file.stem.partition("-")[0] for file in FOLDER.iterdir()} == set(KINDS)


def test_what_is_signed_stands_and_shows_its_very_text(house, alex, signed_in):
    signature = build.signs(house, alex, signed_in)

    with scope(signed_in):
        assert has_signed(alex, "program", today(house))
        assert not has_signed(alex, "telehealth", today(house))
        assert text_of(signature).text_hash == signature.text_hash


def test_a_signature_does_not_reach_back(house, alex, signed_in):
    build.signs(house, alex, signed_in)

    with scope(signed_in):
        assert not has_signed(alex, "program", today(house) - timedelta(days=1))


def test_taken_back_looks_like_never_signed_and_the_past_stays(house, alex, signed_in):
    signature = build.signs(house, alex, signed_in)
    with scope(signed_in):
        revoke_agreement(signature=signature, by=signed_in)

        assert not has_signed(alex, "program", today(house))
        assert Signature.objects.filter(pk=signature.pk).exists()
        (now, *_), _ = agreements_of(alex, ["program"], today(house))
        assert (now.signature, now.outdated) == (None, False)
        with pytest.raises(AlreadyRevoked):
            revoke_agreement(signature=signature, by=signed_in)


def test_a_text_that_changed_meanwhile_is_not_signed(house, alex, signed_in):
    with scope(signed_in), pytest.raises(TextChanged):
        sign_agreement(person=alex, kind="program", text_hash="0" * 64, typed_name="Alex Park", by=signed_in)


@pytest.mark.parametrize("name", ["", "Sam Park", "Alex", "x" * 201, "Alex\x00Park"])
def test_another_name_is_no_signature(house, alex, signed_in, name):
    text = in_force("program", today(house))

    with scope(signed_in), pytest.raises(WrongFact) as refused:
        sign_agreement(person=alex, kind="program", text_hash=text.text_hash, typed_name=name, by=signed_in)

    assert refused.value.field == "typed_name"


def test_nobody_signs_for_another_patient(house, alex):
    sam = build.signs_in(house, build.patient(house, "Sam", "Park"))

    with scope(sam), pytest.raises(NotYours):
        build.signs(house, alex, sam)


def test_signatures_are_never_changed(house, alex, signed_in):
    signature = build.signs(house, alex, signed_in)

    with scope(signed_in), pytest.raises(Exception, match=r"permission denied|never changed"), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(typed_name="Somebody")


def test_a_disclosure_says_what_to_whom_and_until_when(house, alex, signed_in):
    text = in_force("disclosure", today(house))
    given = {"person": alex, "kind": "disclosure", "text_hash": text.text_hash, "typed_name": "Alex Park"}
    with scope(signed_in), pytest.raises(NotInCouple):
        sign_agreement(**given, topics=["attendance"], until_on=today(house), by=signed_in)
    couple = build.couple(house, alex, build.patient(house, "Sam"))

    with scope(signed_in):
        for topics, days, field in [([], 1, "topics"), (["diary"], 1, "topics"), (["plan"], 400, "until_on"),
                                    (["plan"], -1, "until_on")]:  # fmt: skip
            until = today(house) + timedelta(days=days)
            with pytest.raises(WrongFact) as refused:
                sign_agreement(**given, couple=couple, topics=topics, until_on=until, by=signed_in)
            assert refused.value.field == field
        until = today(house) + timedelta(days=30)
        sign_agreement(**given, couple=couple, topics=["plan"], until_on=until, by=signed_in)
        assert has_signed(alex, "disclosure", until)
        assert not has_signed(alex, "disclosure", until + timedelta(days=1))


def test_a_disclosure_ends_with_the_couple(house, alex, signed_in):
    couple = build.couple(house, alex, build.patient(house, "Sam"))
    build.signs(
        house, alex, signed_in, "disclosure", couple=couple, topics=["plan"], until_on=today(house) + timedelta(days=9)
    )
    with house.seen_by("intake") as intake:
        part_partners(couple=couple, because="separated", by=intake)

    with scope(signed_in):
        assert not has_signed(alex, "disclosure", today(house))


def test_intake_reads_a_disclosure_and_does_not_sign_it(house, alex, signed_in):
    couple = build.couple(house, alex, build.patient(house, "Sam"))
    more = {"couple": couple, "topics": ["plan"], "until_on": today(house) + timedelta(days=9)}
    build.signs(house, alex, signed_in, "disclosure", **more)

    with house.seen_by("intake") as intake:
        assert Signature.objects.filter(kind="disclosure").count() == 1
        with pytest.raises(NotYours):
            build.signs(house, alex, intake, "disclosure", **more)


def test_the_partner_sees_no_signature_of_the_other(house, alex, signed_in):
    sam = build.patient(house, "Sam")
    build.couple(house, alex, sam)
    build.signs(house, alex, signed_in)

    with scope(build.signs_in(house, sam)):
        assert not Signature.objects.exists()


# When it was signed, and for how many months it stands; the last day on which it does.
LASTING = [
    ("2027-06-15", 12, "2028-06-14"),
    ("2027-03-01", 12, "2028-02-29"),
    ("2028-02-29", 12, "2029-02-28"),  # that year has no February 29: all of February counts
    ("2028-02-29", 48, "2032-02-28"),
    ("2027-01-31", 1, "2027-02-28"),
    ("2027-12-31", 2, "2028-02-29"),
    ("2027-01-01", 12, "2027-12-31"),
    ("2027-12-15", 1, "2028-01-14"),
]


@pytest.mark.parametrize(("signed", "months", "last"), LASTING)
def test_months_end_the_day_before_they_are_over(signed, months, last):
    signed_on, last_on = date.fromisoformat(signed), date.fromisoformat(last)

    assert last_day(signed_on, months) == last_on
    assert first_day_that_counts(last_on, months) <= signed_on
    assert first_day_that_counts(last_on + timedelta(days=1), months) > signed_on


def test_on_every_day_what_counts_is_what_has_not_ended():
    days = [date(2027, 12, 1) + timedelta(days=number) for number in range(120)]

    for months in (1, 3, 12):
        for on in (date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 31), date(2029, 1, 1)):
            counts = [day for day in days if last_day(day, months) >= on]
            assert counts == [day for day in days if day >= first_day_that_counts(on, months)]


# Signed at noon of June 15, 2027, in New York: on this day, with these months decided by the program, does it stand?
TELEHEALTH = [
    ("2027-06-14", None, False),
    ("2027-06-15", None, True),
    ("2028-06-14", None, True),
    ("2028-06-15", None, False),
    ("2027-12-14", "6", True),
    ("2027-12-15", "6", False),
]


@pytest.mark.parametrize(("day", "months", "stands"), TELEHEALTH)
def test_consent_to_video_stands_for_the_months_that_policy_says(house, alex, signed_in, day, months, stands):
    if months:
        build.decided(house, "consent.telehealth.months", months)
    on = date.fromisoformat(day)
    with clock.fixed(datetime(2027, 6, 15, 16, tzinfo=UTC)):
        for kind in ("telehealth", "program"):
            build.signs(house, alex, signed_in, kind)

    with scope(signed_in):
        (video, program), _ = agreements_of(alex, ["telehealth", "program"], on)
        many = {s.kind for s in standing_signatures([alex.pk], ["telehealth", "program"], on, house.program)}

        assert has_signed(alex, "telehealth", on) == stands
        assert has_signed(alex, "program", date(2037, 6, 15))

    ended = date(2027, 12, 14) if months else date(2028, 6, 14)
    assert ("telehealth" in many) == stands
    assert program.until_on is None
    if on >= date(2027, 6, 15):
        assert (video.until_on, video.ended_on) == ((ended, None) if stands else (None, ended))


def test_what_ended_is_signed_again_and_what_ends_soon_may_be(house, alex, signed_in):
    with clock.fixed(datetime(2027, 6, 15, 16, tzinfo=UTC)):
        build.signs(house, alex, signed_in, "telehealth")

    def video(day: date):
        with scope(signed_in):
            return agreements_of(alex, ["telehealth"], day)[0][0]

    assert [video(date(2028, 5, 14)).ends_soon, video(date(2028, 5, 15)).ends_soon] == [False, True]
    with clock.fixed(datetime(2028, 6, 1, 16, tzinfo=UTC)):
        again = build.signs(house, alex, signed_in, "telehealth")
    assert video(date(2028, 6, 20)).signature == again
    assert (video(date(2028, 6, 20)).until_on, video(date(2028, 6, 20)).ended_on) == (date(2029, 5, 31), None)


def test_a_program_may_let_a_disclosure_run_for_less(house, alex, signed_in):
    build.decided(house, "consent.disclosure.months", "3")
    couple = build.couple(house, alex, build.patient(house, "Sam"))

    with clock.fixed(datetime(2027, 6, 15, 16, tzinfo=UTC)):
        until = {"couple": couple, "topics": ["plan"]}
        with pytest.raises(WrongFact, match=r"September 14, 2027 at the latest"):
            build.signs(house, alex, signed_in, "disclosure", **until, until_on=date(2027, 9, 15))
        build.signs(house, alex, signed_in, "disclosure", **until, until_on=date(2027, 9, 14))


def test_who_has_signed_is_one_question_for_many_people(house):
    patients = [build.patient(house, f"Person {number}") for number in range(12)]

    with house.seen_by("intake"), CaptureQueriesContext(connection) as asked:
        list(standing_signatures([p.pk for p in patients], ["program", "telehealth"], today(house), house.program))

    assert len([q for q in asked.captured_queries if "people_signature" in q["sql"]]) == 1
