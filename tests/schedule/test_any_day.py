"""
Whatever happens in whatever order, a small model and the database agree, and no promise is broken on the way.

The model knows one group of one week: who is in it, who is excused from its only session, and who staffs it.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from hearthside.base.refusal import Refusal
from hearthside.caseload.actions.memberships import join_cohort, leave_cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.rules.day_plans import Plan
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.excusing import come_after_all, excuse
from hearthside.schedule.actions.staffing import change_staff, drop_out
from hearthside.schedule.models.cover import Shortage
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.plain import Staff
from tests import build
from tests.builders import caseload, schedule
from tests.builders.groups import group
from tests.lanes import LANE
from tests.schedule.broken import broken

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CAP, RATIO = 10, 6
# One program day a week with one process block keeps a step short.
ONE_BLOCK = Plan(3, ("mon", "tue", "wed"), 8, (("process", 180),))
PLACES, CLINICIANS = st.integers(0, 9), st.integers(0, 3)


class Model:
    """Thirty lines of what is promised: who is in, who comes, who staffs, and whether that is enough."""

    def __init__(self, members, staff):
        self.members, self.excused, self.waiting, self.staff = set(members), set(), set(), set(staff)

    @property
    def coming(self):
        return self.members - self.excused - self.waiting

    @staticmethod
    def needed(people):
        return -(-people // RATIO)

    @property
    def short(self):
        return self.needed(len(self.coming)) > len(self.staff)

    def may_join(self, unit):
        if self.members & set(unit) or len(self.members) + len(unit) > CAP:
            return False
        return self.short or self.needed(len(self.coming) + len(unit)) <= len(self.staff)

    def join(self, unit):
        (self.waiting if self.short else set()).update(unit)
        self.members |= set(unit)

    def may_come(self, person):
        return self.needed(len(self.coming) + 1) <= len(self.staff) and person in self.excused


class AnyDay(RuleBasedStateMachine):
    """The same steps through the program's own actions and through the model."""

    house = monday = made = units = clinicians = None

    def __init__(self):
        super().__init__()
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        self.by = self.house.actor("coordinator")
        self.session = self.made.session(self.monday)
        self.model = Model([p.pk for p in self.made.people], [self.clinicians[0].pk, self.clinicians[1].pk])

    def teardown(self):
        transaction.set_rollback(True)
        self.rolled_back.__exit__(None, None, None)

    def tries(self, allowed, act):
        """Do it; the program refuses exactly where the model does."""
        refused = None
        with scope(self.by):
            try:
                with transaction.atomic():
                    act()
            except Refusal as refusal:
                refused = refusal
        assert (refused is None) == allowed, refused
        return refused is None

    def read(self, query):
        with behind(self.house.program.pk, self.by):
            return list(query)

    @rule(which=PLACES)
    def joins(self, which):
        unit = self.units[which % len(self.units)]
        ids = [p.pk for p in unit]
        allowed = self.model.may_join(ids)
        if self.tries(
            allowed,
            lambda: join_cohort(
                cohort=self.made.cohort, patients=unit, from_on=self.monday, until_on=self.monday, by=self.by
            ),
        ):
            self.model.join(ids)

    @rule(which=PLACES)
    def leaves(self, which):
        unit = self.units[which % len(self.units)]
        ids = {p.pk for p in unit}
        places = self.read(
            Membership.objects.filter(patient__in=ids).not_over_by(self.monday).select_related("patient")
        )
        assert {m.patient_id for m in places} == ids & self.model.members
        if places:
            before = self.monday - timedelta(days=1)
            self.tries(True, lambda: leave_cohort(memberships=places, until_on=before, because="mistake", by=self.by))
            for left in (self.model.members, self.model.excused, self.model.waiting):
                left -= ids
            self._settled()

    @rule(which=PLACES)
    def cannot_come(self, which):
        person = self.units[which % len(self.units)][0]
        if self.tries(
            person.pk in self.model.coming,
            lambda: excuse(person=person, sessions=[self.session.pk], by=self.by),
        ):
            self.model.excused.add(person.pk)
            self._settled()

    @rule(which=PLACES)
    def comes_after_all(self, which):
        person = self.units[which % len(self.units)][0]
        seats = self.read(Seat.objects.filter(session=self.session, patient=person, state="excused"))
        if seats and self.tries(self.model.may_come(person.pk), lambda: come_after_all(seat=seats[0], by=self.by)):
            self.model.excused.discard(person.pk)

    @rule(which=CLINICIANS)
    def drops_out(self, which):
        clinician = self.clinicians[which]
        with scope(self.by):
            drop_out(clinician=clinician, because="ill", sessions=[self.session.pk], by=self.by)
        self.model.staff.discard(clinician.pk)

    @rule(which=CLINICIANS)
    def staffs(self, which):
        wanted = self.model.staff | {self.clinicians[which].pk}
        self.tries(
            True, lambda: change_staff(session=self._now(), staff=[Staff(c, 1) for c in sorted(wanted)], by=self.by)
        )
        self.model.staff = wanted
        self._settled()

    def _settled(self):
        """Whoever waited because it was short is seated as soon as it is not, while there is staff for them."""
        if self.model.short or not self.model.waiting:
            return
        seats = self.read(Seat.objects.filter(session=self.session, state="held").values_list("patient", flat=True))
        self.model.waiting -= set(seats)

    def _now(self):
        return self.read(Session.objects.filter(pk=self.session.pk).select_related("program", "cohort"))[0]

    @invariant()
    def nobody_is_above_cap_or_below_ratio_unsaid(self):
        with behind(self.house.program.pk, self.by):
            held = Seat.objects.filter(session=self.session, state="held")
            staffed = Staffing.objects.filter(block__session=self.session, released_at=None)
            seats, staff = set(held.values_list("patient", flat=True)), set(staffed.values_list("clinician", flat=True))
            status = Session.objects.values_list("status", flat=True).get(pk=self.session.pk)
            shortages = Shortage.objects.filter(session=self.session, ended_at=None).count()
        assert (seats, staff) == (self.model.coming, self.model.staff)
        assert (status == "short", shortages) == (self.model.short, self.model.short)
        assert not broken(self.house.program)


def run(runs, steps):
    house = build.program()
    AnyDay.house, AnyDay.monday = house, schedule.next_monday(house)
    AnyDay.clinicians = [schedule.able(house, f"Kim {n}") for n in range(4)]
    lead, second = AnyDay.clinicians[:2]
    couples = [tuple(caseload.people(house, 2)) for _ in range(2)]
    for pair in couples:
        build.couple(house, *pair)
    singles = [(person,) for person in caseload.people(house, 8)]
    AnyDay.units = [*couples, *singles]
    members = [single[0] for single in singles[:4]]
    AnyDay.made = group(
        house, members, lead=lead, more_staff=[second], from_on=AnyDay.monday, plan=ONE_BLOCK,
        weekdays=("mon", "tue", "wed"), open=False,
    )  # fmt: skip
    run_state_machine_as_test(
        AnyDay,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_happens_the_model_and_the_database_agree():
    run(3 if LANE == "fast" else 6, 15)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_whatever_happens_in_two_hundred_long_days():
    run(200, 50)
