"""
How many questions each change of two groups asks the database while it holds their locks.

Whoever changes a group holds it until the change is committed, and everybody else who changes it waits as long. So each
question counts: this is counted in a small world, and held to ceilings by a test.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from hearthside.caseload.actions.memberships import join_cohort, leave_cohort
from hearthside.caseload.actions.treatment_endings import end_treatment
from hearthside.caseload.actions.treatments import assign_treatment
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.schedule.actions.cover import answer_cover
from hearthside.schedule.actions.ending import end_care, transfer
from hearthside.schedule.actions.excusing import excuse
from hearthside.schedule.actions.granting import decide_swap
from hearthside.schedule.actions.moving import reschedule
from hearthside.schedule.actions.sessions import book
from hearthside.schedule.actions.staffing import drop_out
from hearthside.schedule.actions.swaps import ask_swap
from hearthside.schedule.models.cover import CoverOffer
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.swaps import Swap
from hearthside.schedule.plain import Person, Staff
from tests import build
from tests.builders import caseload, groups, schedule
from tests.builders.clinicians import House
from tests.builders.groups import Group, group
from tests.queries import counting

# An action with everything it is told, `by` among it.
Change = partial[Any]
WEEK = timedelta(days=7)


@dataclass
class TwoGroups:
    """Two groups of eight who meet on the same days, everybody signed in; a couple and somebody else wait."""

    house: House
    coordinator: Actor
    morning: Group
    evening: Group
    single: Patient
    couple: list[Patient]
    second: Clinician
    first: date
    visitor: tuple[Patient, Actor]

    def asked(self) -> Iterator[tuple[str, list[str]]]:
        """What each change asked, with its name; one follows the other."""
        changes = (
            ("join", self.joins), ("join, a couple", self.joins_whole), ("transfer", self.moves),
            ("transfer, a couple", self.moves_whole), ("leave", self.leaves), ("finish", self.finishes),
            ("assign a treatment", self.assigns), ("end a treatment", self.ends), ("book", self.books),
            ("reschedule", self.reschedules), ("excuse", self.excuses), ("ask for a swap", self.asks_swap),
            ("grant a swap", self.grants_swap), ("drop out", self.drops_out), ("cover", self.covers),
        )  # fmt: skip
        for name, prepare in changes:
            yield name, _asked(prepare())

    def joins(self) -> Change:
        return self._joins([self.single])

    def joins_whole(self) -> Change:
        return self._joins(self.couple)

    def _joins(self, patients: list[Patient]) -> Change:
        return partial(
            join_cohort, cohort=self.morning.cohort, patients=patients, from_on=self.first, by=self.coordinator
        )

    def moves(self) -> Change:
        return self._moves([self.single])

    def moves_whole(self) -> Change:
        return self._moves(self.couple)

    def _moves(self, patients: list[Patient]) -> Change:
        return partial(
            transfer, memberships=self._places(patients), to=self.evening.cohort, from_on=self.first + WEEK,
            by=self.coordinator,
        )  # fmt: skip

    def leaves(self) -> Change:
        return partial(
            leave_cohort, memberships=self._places([self.single]), until_on=self.first + 2 * WEEK, because="left",
            by=self.coordinator,
        )  # fmt: skip

    def finishes(self) -> Change:
        """Somebody who is in a group and has a therapist goes home."""
        patient = self.evening.people[-1]
        caseload.treats(self.house, self.second, patient, from_at=clock.now())
        today = day_in(self.house.program.zone, clock.now())
        return partial(end_care, patient=patient, last_on=today, reason="completed", by=self.house.actor("intake"))

    def assigns(self) -> Change:
        return partial(
            assign_treatment, clinician=self.second, modality="individual", from_at=clock.now(),
            patient=self.morning.people[0], by=self.coordinator,
        )  # fmt: skip

    def ends(self) -> Change:
        with behind(self.house.program.pk, self.coordinator):
            treatment = Treatment.objects.get(patient=self.morning.people[0])
        return partial(end_treatment, treatment=treatment, until_at=clock.now(), because="changed", by=self.coordinator)

    def books(self) -> Change:
        return partial(
            book, program=self.house.program, kind="individual", on_day=self.first, start_minute=18 * 60, minutes=50,
            staff=[Staff(self.second.pk)], people=[Person(patient=self.morning.people[1].pk)], by=self.coordinator,
        )  # fmt: skip

    def reschedules(self) -> Change:
        with behind(self.house.program.pk, self.coordinator):
            booked = Session.objects.select_related("program", "cohort").get(kind="individual")
        return partial(reschedule, session=booked, on_day=self.first, start_minute=19 * 60, by=self.coordinator)

    def excuses(self) -> Change:
        who, by = self.visitor
        return partial(excuse, person=who, sessions=[self.morning.session(self.first).pk], by=by)

    def asks_swap(self) -> Change:
        who, by = self.visitor
        return partial(
            ask_swap, patient=who, session=self.evening.session(self.first), blocks=[1], by=by,
            **groups.agreed(self.house, who, clock.now()),
        )  # fmt: skip

    def grants_swap(self) -> Change:
        with behind(self.house.program.pk, self.coordinator):
            swap = Swap.objects.select_related("patient__program", "session").get()
        return partial(decide_swap, swap=swap, grant=True, by=self.coordinator)

    def drops_out(self) -> Change:
        return partial(
            drop_out, clinician=self.morning.lead, because="ill", sessions=[self.morning.session(self.first).pk],
            by=self.coordinator,
        )  # fmt: skip

    def covers(self) -> Change:
        with behind(self.house.program.pk, self.coordinator):
            offers = CoverOffer.objects.filter(offered_at__isnull=False, answer="open")
            offer = offers.select_related("clinician").get()
        return partial(answer_cover, offer=offer, yes=True, by=self.coordinator)

    def _places(self, patients: list[Patient]) -> list[Membership]:
        """The places in which these stay longest."""
        with behind(self.house.program.pk, self.coordinator):
            rows = Membership.objects.filter(patient__in=patients).not_over_by(self.first + 2 * WEEK)
            return list(rows.select_related("patient", "cohort"))


def _asked(change: Change) -> list[str]:
    with scope(change.keywords["by"]), counting() as asked:
        change()
    return asked


def two_groups() -> TwoGroups:
    """The world in which it is counted: each group is led by two, and somebody else could help out."""
    house = build.program()
    monday = schedule.next_monday(house)
    pairs = [[schedule.able(house, f"{name} {n}", who=build.account(name)) for name in ("Kim", "Lee")] for n in (1, 2)]
    morning, evening = (
        group(house, caseload.people(house, 6), lead=lead, more_staff=[other], from_on=monday, start=start)
        for (lead, other), start in zip(pairs, (9 * 60, 14 * 60), strict=True)
    )
    single, *couple = caseload.people(house, 3)
    build.couple(house, *couple)
    actors = {who.pk: build.signs_in(house, who) for who in (*morning.people, *evening.people, single, *couple)}
    stand_in = schedule.able(house, "Ines Varga", who=build.account("Ines Varga"))
    visitor = morning.people[2]
    return TwoGroups(
        house, house.actor("coordinator"), morning, evening, single, couple, stand_in, monday,
        (visitor, actors[visitor.pk]),
    )  # fmt: skip
