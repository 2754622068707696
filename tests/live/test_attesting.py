"""Attesting to who was there, correcting it, and asking for a correction: who may, once, and never by changing."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.live.actions.attesting.asking import answer_correction, ask_correction
from hearthside.live.actions.attesting.attesting import attest
from hearthside.live.actions.attesting.correcting import Mark, correct_attendance, foreseen
from hearthside.live.actions.attesting.reminding import remind_to_attest
from hearthside.live.actions.attesting.without_room import record_without_room
from hearthside.live.attested_refusals import (
    AnotherVersion,
    AnsweredAlready,
    AskedAlready,
    NotYetJudged,
    NotYoursToAttest,
    WrongMark,
)
from hearthside.live.attested_words import ON_THE_EVIDENCE, WAS_THERE
from hearthside.live.models.attested import Amendment, AttendanceVersion, Attestation
from hearthside.live.models.attesting import CorrectionAsked
from hearthside.live.queries.attended import Minutes
from hearthside.live.refusals import NotInThisSession
from hearthside.notify.models import Notice
from tests.builders.live import instant, opened, patient_named
from tests.kept import begins_with
from tests.live.ended import END, held, judged, minutes_of, record


def judged_day():
    there, _ = held()
    judged(there)
    return there


pytestmark = begins_with(judged_day)


@pytest.fixture
def there(kept):
    return kept


def attests(there, by, number=1) -> Attestation:
    with clock.fixed(instant(there, END + 600)), scope(by):
        return attest(live=there.live, number=number, by=by)


def mark(there, name, since, until, effect="present") -> Mark:
    return Mark(
        patient_named(there, name).pk, there.room.pk, instant(there, since * 60), instant(there, until * 60), effect
    )


def corrects(there, *marks, by=None, reason="She was on my phone.", at=END + 900):
    by = by or there.lead
    with clock.fixed(instant(there, at)), scope(by):
        return correct_attendance(live=there.live, marks=marks, reason=reason, by=by)


def test_whoever_was_there_attests_and_the_words_they_read_are_kept(there):
    word = attests(there, there.co)

    assert (word.words, word.by_id) == (WAS_THERE, there.co.account)
    assert record(there).is_attested
    # Said again, the first word stands.
    assert attests(there, there.lead).by_id == there.co.account


def test_compliance_attests_by_the_evidence(there):
    assert attests(there, there.at.actor("compliance")).words == ON_THE_EVIDENCE


@pytest.mark.parametrize("who", ["coordinator", "director", "p1"])
def test_nobody_else_attests_or_corrects(there, who):
    by = there.actors["p1"] if who == "p1" else there.at.actor(who)

    with pytest.raises(NotYoursToAttest):
        attests(there, by)
    with pytest.raises(NotYoursToAttest):
        corrects(there, mark(there, "p1", 0, 10, "absent"), by=by)


def test_a_version_that_is_not_in_force_is_not_attested_to(there):
    corrects(there, mark(there, "p3", 0, 60))

    with pytest.raises(AnotherVersion):
        attests(there, there.lead, number=1)
    first = record(there).version
    with scope(there.watch):
        older = AttendanceVersion.objects.get(session=first.session, n=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            Attestation.objects.create(
                version=older, program=older.program, words="x", by_id=there.lead.account, at=older.computed_at
            )


def test_a_correction_makes_another_version_that_asks_again_and_keeps_what_was(there):
    attests(there, there.lead)

    frozen = corrects(there, mark(there, "p3", 30, 75))

    assert (frozen.before.n, frozen.after.n) == (1, 2)
    assert minutes_of(there, "p3") == Minutes(45, 45, 45)
    assert not record(there).is_attested
    with scope(there.watch):
        row = Amendment.objects.get()
        assert (row.before, row.after, row.by_id) == (frozen.before, frozen.after, there.lead.account)
        assert Attestation.objects.get().version == frozen.before
        assert Entry.objects.filter(kind="AttendanceCorrected").count() == 1


def test_what_a_correction_would_change_is_shown_before_it_is_made(there):
    with clock.fixed(instant(there, END + 900)), scope(there.lead):
        answer = foreseen(there.live, [mark(there, "p1", 0, 20, "absent")], "I saw her come late.", there.lead)

    assert answer["people"][str(patient_named(there, "p1").pk)]["attended_minutes"] == 170
    assert minutes_of(there, "p1").attended == 190


def test_a_correction_of_seconds_is_kept_and_makes_no_version(there):
    short = Mark(patient_named(there, "p3").pk, there.room.pk, instant(there, 60), instant(there, 90), "present")

    frozen = corrects(there, short)

    assert frozen.before == frozen.after
    with scope(there.watch):
        assert Amendment.objects.count() == 1


def test_a_therapist_whom_no_machine_saw_makes_minutes_supervised(there):
    clinician = there.group.lead
    corrects(there, Mark(clinician.pk, there.room.pk, instant(there, 0), instant(there, 3600), "absent"))

    # Lee was there too: nothing of anybody's changes but Kim's own time, and the room's ratio stays.
    assert minutes_of(there, "p1") == Minutes(190, 190, 180)
    assert record(there).answer["people"][str(clinician.pk)]["attended_minutes"] == 130


@pytest.mark.parametrize(
    ("since", "until", "reason", "field"),
    [(10, 10, "So it was.", "until"), (-5, 10, "So it was.", "since"), (180, 191, "So it was.", "until"),
     (0, 10, "  ", "reason"), (0, 10, "x" * 501, "reason")],
)  # fmt: skip
def test_a_correction_that_cannot_be_so_is_refused_at_its_field(there, since, until, reason, field):
    with pytest.raises(WrongMark) as refused:
        corrects(there, mark(there, "p3", since, until), reason=reason)

    assert refused.value.field == field
    with scope(there.watch):
        assert not Amendment.objects.exists()


def test_a_correction_is_never_changed_or_removed(there):
    corrects(there, mark(there, "p3", 0, 60))

    with scope(there.watch):
        for change in (lambda: Amendment.objects.update(reason="Other."), lambda: Amendment.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


def test_whoever_came_or_was_expected_asks_once_and_is_answered_once(there):
    # p3 was expected, and is the one with something to say.
    who = there.actors["p3"]
    with clock.fixed(instant(there, END + 900)), scope(who):
        row = ask_correction(live=there.live, words="I was there by phone.", by=who)
        with pytest.raises(AskedAlready):
            ask_correction(live=there.live, words="Again.", by=who)
    with clock.fixed(instant(there, END + 1000)), scope(there.co):
        answer_correction(correction=row, outcome="stands", words="We were all on video.", by=there.co)
        with pytest.raises(AnsweredAlready):
            answer_correction(correction=row, outcome="corrected", words="Yes.", by=there.co)

    with scope(there.watch):
        row.refresh_from_db()
        assert (row.outcome, row.answer, row.answered_by_id) == ("stands", "We were all on video.", there.co.account)
        with pytest.raises(IntegrityError), transaction.atomic():
            CorrectionAsked.objects.update(answer="Something else.")


def test_nobody_asks_for_somebody_else_or_before_there_are_minutes(there):
    outsider = there.at.actor("coordinator")
    with scope(outsider), pytest.raises(NotInThisSession):
        ask_correction(live=there.live, words="Hers are wrong.", by=outsider)
    other = there.group.session(there.session.on_day + timedelta(days=2))
    live = opened(there.at, other)
    with scope(there.actors["p1"]), pytest.raises(NotYetJudged):
        ask_correction(live=live, words="Already wrong.", by=there.actors["p1"])


def reminds(there, hours):
    with clock.fixed(instant(there, END + 120 + hours * 3600)), scope(there.watch):
        return [row.whom for row in remind_to_attest(program=there.at.program.pk, by=there.watch)]


def test_whoever_led_is_reminded_after_a_day_and_compliance_told_after_two_once_each(there):
    compliance = there.at.actor("compliance")

    assert reminds(there, 23) == []
    assert reminds(there, 24) == ["lead"]
    assert reminds(there, 25) == []
    assert reminds(there, 48) == ["compliance"]
    assert reminds(there, 60) == []
    with scope(there.watch):
        told = dict(Notice.objects.filter(kind__startswith="attendance").values_list("kind", "account"))
    assert told == {"attendance_open": there.lead.account, "attendance_overdue": compliance.account}


def test_of_what_was_attested_nobody_is_reminded_until_it_changes(there):
    attests(there, there.lead)
    assert reminds(there, 72) == []

    corrects(there, mark(there, "p3", 0, 60), at=END + 120 + 72 * 3600)

    assert reminds(there, 72 + 24) == ["lead"]


def test_a_session_whose_door_never_opened_gets_a_record_from_whoever_was_to_lead_it(there):
    other = there.group.session(there.session.on_day + timedelta(days=2))
    with scope(there.lead), pytest.raises(NotYetJudged):
        record_without_room(session=other.pk, by=there.lead)
    with clock.fixed(other.ends_at + timedelta(minutes=5)):
        with scope(there.at.actor("compliance")), pytest.raises(NotYoursToAttest):
            record_without_room(session=other.pk, by=there.at.actor("compliance"))
        with scope(there.lead):
            live = record_without_room(session=other.pk, by=there.lead)
            assert record_without_room(session=other.pk, by=there.lead) == live
    with scope(there.watch):
        version = AttendanceVersion.objects.get(session=live)
        room = live.rooms.get()
    said = Mark(
        patient_named(there, "p1").pk, room.pk, other.starts_at, other.starts_at + timedelta(hours=1), "present"
    )

    with clock.fixed(other.ends_at + timedelta(minutes=10)), scope(there.lead):
        frozen = correct_attendance(live=live, marks=[said], reason="We met by phone.", by=there.lead)

    assert (version.n, frozen.after.n) == (1, 2)
    with scope(there.watch):
        other.refresh_from_db()
    assert other.status == "held"
    assert frozen.after.answer["people"][str(said.who)]["attended_minutes"] == 60
