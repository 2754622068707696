"""Attendance for the record: frozen once, made anew for a changed minute, and never changed by anybody."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.actions.attesting.freezing import judge_attendance
from hearthside.live.jobs import attendance
from hearthside.live.models.attested import AttendanceVersion, AttendedBlock
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.attended import Minutes
from hearthside.live.queries.attested_due import sessions_to_judge
from hearthside.live.refusals import NotInThisSession
from tests.builders.live import instant, patient_named
from tests.kept import begins_with
from tests.live.ended import END, held, judged, minutes_of

pytestmark = begins_with(held)


@pytest.fixture
def there(kept):
    return kept[0]


@pytest.fixture
def received(kept):
    return kept[1]


def test_it_is_frozen_once_the_room_is_empty_and_the_last_evidence_is_as_old_as_policy_says(there):
    assert judged(there, END + 59) is None

    first = judged(there)

    assert first.n == 1
    assert minutes_of(there, "p1") == Minutes(190, 190, 180)
    assert minutes_of(there, "p2") == Minutes(60, 60, 60)
    assert minutes_of(there, "p3") == Minutes(0, 0, 0)


def test_a_row_says_of_each_block_what_it_was_by_the_plan(there):
    judged(there)

    with scope(there.watch):
        rows = AttendedBlock.objects.filter(patient=patient_named(there, "p2")).order_by("number")
        found = [(row.planned, row.kind, row.attended // 60_000, row.countable // 60_000) for row in rows]

    assert found == [(1, "process", 60, 60), (2, "break", 0, 0), (3, "psychoeducation", 0, 0)]


def test_judged_again_with_nothing_new_it_stays_the_same_version(there):
    first = judged(there)

    assert judged(there, END + 600) == first
    with scope(there.watch):
        assert AttendanceVersion.objects.count() == 1
        assert sessions_to_judge(there.at.program.pk, instant(there, END + 700)) == []


def test_evidence_that_comes_late_makes_another_version_and_keeps_the_first(there, received):
    judged(there)
    received.joins("p3", at=600)
    received.event("participant_left", "p3", 1800, reason="CLIENT_INITIATED", stored=END + 3600)

    assert judged(there, END + 3700).n == 2
    assert minutes_of(there, "p3") == Minutes(20, 20, 20)
    with scope(there.watch):
        assert [v.n for v in AttendanceVersion.objects.order_by("n")] == [1, 2]


def test_a_late_word_of_the_media_server_is_found_by_when_it_was_stored(there, received):
    judged(there)
    received.sids["p3"] = "PA_late"
    received.event("participant_joined", "p3", 600, stored=END + 3600)
    now = instant(there, END + 3700)

    with scope(there.watch):
        assert sessions_to_judge(there.at.program.pk, now) == [there.live]
        assert sessions_to_judge(there.at.program.pk, instant(there, END + 3500)) == []
        assert sessions_to_judge(there.at.program.pk, now + timedelta(days=91)) == []


def test_less_than_a_minute_more_changes_nothing(there, received):
    first = judged(there)
    received.sids["p2"] = "PA_again"
    received.event("participant_joined", "p2", 4000)
    received.event("participant_left", "p2", 4050, reason="CLIENT_INITIATED")

    assert judged(there, END + 700) == first


def test_the_job_judges_every_session_that_is_due_and_is_done_again_for_nothing(there):
    for seconds in (END + 30, END + 120, END + 180):
        with clock.fixed(instant(there, seconds)):
            attendance(timestamp=0)

    with scope(there.watch):
        assert [(v.n, v.session_id) for v in AttendanceVersion.objects.all()] == [(1, there.session.pk)]


def test_a_session_that_still_goes_on_is_not_judged(there):
    with scope(there.watch):
        LiveSession.objects.filter(pk=there.live.pk).update(ended_at=None)

    assert judged(there) is None


def test_nobody_but_the_watch_judges(there):
    with clock.fixed(instant(there, END + 120)), scope(there.lead), pytest.raises(NotInThisSession):
        judge_attendance(live=there.live, by=there.lead)


def test_the_database_takes_no_change_no_gap_and_no_late_row(there):
    first = judged(there)
    with scope(there.watch):
        row = AttendedBlock.objects.filter(version=first).first()
        refused = (
            lambda: AttendanceVersion.objects.filter(pk=first.pk).update(n=2),
            lambda: AttendedBlock.objects.filter(pk=row.pk).update(attended=row.attended + 60_000),
            lambda: row.delete(),
            lambda: another(first, n=1),
            lambda: another(first, n=3),
        )
        for change in refused:
            with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
                change()
        another(first, n=2)
        row.pk, row._state.adding, row.number = None, True, 99
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def another(version, *, n: int) -> AttendanceVersion:
    return AttendanceVersion.objects.create(
        program=version.program, session=version.session, n=n, computed_at=version.computed_at,
        evidence_sha256=version.evidence_sha256, answer={},
    )  # fmt: skip
