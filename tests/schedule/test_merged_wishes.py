"""When two records become one, what was said of their time goes to the one that is kept, or is refused; and back."""

from datetime import timedelta

import pytest

from hearthside.caseload.models.day_plans import PatientDayPlan
from hearthside.caseload.refusals import CareOverlaps
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.actions.merges import merge_patients, undo_merge
from hearthside.policy.queries import today
from hearthside.schedule.actions.excusing import excuse
from hearthside.schedule.models.availability import AvailabilityException, AvailabilityWindow
from hearthside.schedule.models.minimums import OwnMinimum
from hearthside.schedule.models.questions import Question
from hearthside.schedule.models.seats import SeatReason
from hearthside.schedule.models.swaps import Swap
from tests import build
from tests.builders import availability, groups
from tests.builders.harbor import harbor
from tests.kept import begins_with
from tests.schedule.planning import made

__all__ = ["made"]

pytestmark = begins_with(harbor)
MODELS = (
    AvailabilityWindow, AvailabilityException, OwnMinimum, PatientDayPlan, Question, SeatReason, Swap,
)  # fmt: skip


@pytest.fixture
def gone(made):
    """Grace comes to the evening group; the record is one of two."""
    return made.patients["Grace"]


@pytest.fixture
def kept(made):
    return build.patient(made.house, "Grace", "Oyelaran")


@pytest.fixture
def said(made, gone):
    """Everything that can be said of somebody's time is said of the record that goes."""
    house, day = made.house, today(made.house.program)
    availability.free(house, gone, mon="16:00-21:00", wed="16:00-21:00")
    availability.away(house, gone, day + timedelta(days=60))
    own = build.signs_in(house, gone)
    wednesday = made.evening.session(made.monday + timedelta(days=2))
    with scope(own):
        excuse(person=gone, sessions=[wednesday.pk], words="A court date.", by=own)
    groups.asks(
        house, gone, own, made.morning.session(made.monday + timedelta(days=1)), clock.now(),
        instead_of=made.evening.seat(gone, made.monday),
    )  # fmt: skip
    with behind(house.program.pk, house.director):
        OwnMinimum.objects.create(program=house.program, patient=gone, minutes=600, from_on=day, said_at=clock.now())
        PatientDayPlan.objects.create(program=house.program, patient=gone, key="evenings")
        Question.objects.create(
            program=house.program, kind="outside_windows", series=made.evening.series, on_day=made.monday,
            patient=gone, asked_at=clock.now(),
        )  # fmt: skip


def merges(made, kept, gone):
    with made.house.seen_by("intake") as intake:
        return merge_patients(kept=kept, gone=gone, by=intake)


def rows_of(made, patient) -> dict[str, int]:
    with behind(made.house.program.pk, made.house.director):
        return {m.__name__: m.objects.filter(patient=patient).count() for m in MODELS}


def test_all_that_was_said_moves_and_goes_back(made, kept, gone, said):
    had = rows_of(made, gone)

    merge = merges(made, kept, gone)
    merged = rows_of(made, kept), rows_of(made, gone)
    with made.house.seen_by("intake") as intake:
        undo_merge(merge=merge, by=intake)

    assert min(had.values()) >= 1
    assert merged == (had, dict.fromkeys(had, 0))
    assert (rows_of(made, gone), rows_of(made, kept)) == (had, dict.fromkeys(had, 0))


def test_what_the_kept_record_says_whole_stands(made, kept, gone, said):
    availability.free(made.house, kept, tue="9:00-12:00")
    with behind(made.house.program.pk, made.house.director):
        PatientDayPlan.objects.create(program=made.house.program, patient=kept, key="mornings")

    merges(made, kept, gone)

    with behind(made.house.program.pk, made.house.director):
        assert [w.weekday for w in AvailabilityWindow.objects.filter(patient=kept)] == [1]
        assert [p.key for p in PatientDayPlan.objects.filter(patient=kept)] == ["mornings"]
        assert AvailabilityException.objects.filter(patient=kept).count() == 1
        assert AvailabilityWindow.objects.filter(patient=gone).count() == 2


def test_minimums_that_differ_are_refused_and_nothing_moves(made, kept, gone, said):
    with behind(made.house.program.pk, made.house.director):
        OwnMinimum.objects.create(
            program=made.house.program, patient=kept, minutes=720, from_on=today(made.house.program),
            said_at=clock.now(),
        )  # fmt: skip
    before = rows_of(made, kept), rows_of(made, gone)

    with pytest.raises(CareOverlaps, match="different minimums"):
        merges(made, kept, gone)

    assert (rows_of(made, kept), rows_of(made, gone)) == before


def test_two_asks_for_one_session_are_refused(made, kept, gone, said):
    with behind(made.house.program.pk, made.house.director):
        asked = Swap.objects.get(patient=gone)
        Swap.objects.create(
            program=asked.program, patient=kept, session=asked.session, state="invited", proposed=True,
            asked_at=clock.now(),
        )  # fmt: skip

    with pytest.raises(CareOverlaps, match="ask for a seat in the same session"):
        merges(made, kept, gone)
