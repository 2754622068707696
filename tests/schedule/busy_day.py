"""The contest of REL-P2: two groups near their caps, and everything that happens to them on an ordinary day."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hearthside.base.ids import new_id
from hearthside.caseload.actions.memberships import join_cohort, leave_cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.placement.solver import week as roster
from hearthside.schedule.actions.cover import answer_cover
from hearthside.schedule.actions.ending import transfer
from hearthside.schedule.actions.granting import decide_swap
from hearthside.schedule.actions.staffing import drop_out
from hearthside.schedule.actions.swaps import ask_swap, join_swap
from hearthside.schedule.models.cover import CoverOffer
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.swaps import ASKED, INVITED, Swap
from tests import build
from tests.builders import caseload, groups, schedule
from tests.builders.clinicians import House
from tests.builders.groups import Group, group
from tests.schedule.broken import broken
from tests.schedule.importing import came_before, import_week

# How often each happens, of all that happens: a roster comes in once while thirty other things do.
HAPPENS = {
    "enroll": 6, "enroll_couple": 3, "transfer": 3, "leave": 3, "drop_out": 3, "cover": 3, "ask_swap": 3,
    "grant_swap": 3, "invite_guest": 1, "guest_joins": 2, "import_roster": 1,
}  # fmt: skip
# What may be said to somebody on such a day. Anything else would have been an error on a page.
REFUSALS = {
    "AlreadyInCohort", "GroupFull", "TooFewStaff", "NotThisCohort", "OfferClosed", "Unfit", "NotAhead", "WrongDays",
    "AlreadyBooked", "PartnerLeftOut", "WrongFact", "NotOpenToYou", "WaitsNoMore", "AskedAlready",
}  # fmt: skip
EITHER_GROUP = (9 * 60, 14 * 60)
MEETS_ON = ((0, 2, 4), (1, 3, 4))


class PromiseBroken(Exception):
    """A round left the database with a cap or ratio broken unsaid, half a couple, or somebody in two places."""


@dataclass
class BusyDay:
    """Two groups of one week, people and couples who come and go, and staff who drop out and help out."""

    house: House
    coordinator: Actor
    groups: list[Group]
    singles: list[Patient]
    couples: list[tuple[Patient, Patient]]
    stand_ins: list[Clinician]
    first: date
    # Who began in the groups, each signed in: they visit the other group.
    visitors: list[tuple[Patient, Actor]]

    def prepare(self, number: int, actor: int) -> None:
        """Between two rounds, while nothing happens: what the last one left behind is counted."""
        if actor == 0 and (found := broken(self.house.program)):
            raise PromiseBroken(found)

    def attempt(self, number: int, actor: int) -> None:
        """One thing that happens on an ordinary day, chosen by chance, the same in every run."""
        dice = random.Random(number * 1000 + actor)
        self.coordinator = replace(self.coordinator, request_id=str(new_id()))
        (name,) = dice.choices(list(HAPPENS), list(HAPPENS.values()))
        getattr(self, name)(dice)

    def enroll(self, dice: random.Random) -> None:
        self._join(dice, [dice.choice(self.singles)])

    def enroll_couple(self, dice: random.Random) -> None:
        self._join(dice, list(dice.choice(self.couples)))

    def _join(self, dice: random.Random, patients: list[Patient]) -> None:
        with scope(self.coordinator):
            retrying(join_cohort)(
                cohort=dice.choice(self.groups).cohort, patients=patients, from_on=self.first, by=self.coordinator
            )

    def _places(self, dice: random.Random) -> list[Membership]:
        """The places of somebody, or of a couple, who is in a cohort now."""
        unit = dice.choice([[p] for p in self.singles] + [list(c) for c in self.couples])
        with behind(self.house.program.pk, self.coordinator):
            rows = Membership.objects.filter(patient__in=unit).not_over_by(self.first)
            return list(rows.select_related("patient", "cohort"))

    def transfer(self, dice: random.Random) -> None:
        if places := self._places(dice):
            to = next(g.cohort for g in self.groups if g.cohort.pk != places[0].cohort_id)
            with scope(self.coordinator):
                retrying(transfer)(memberships=places, to=to, from_on=self.first, by=self.coordinator)

    def leave(self, dice: random.Random) -> None:
        if places := self._places(dice):
            # As if they had never come: they may be enrolled again.
            until_on = self.first - timedelta(days=1)
            with scope(self.coordinator):
                retrying(leave_cohort)(memberships=places, until_on=until_on, because="mistake", by=self.coordinator)

    def drop_out(self, dice: random.Random) -> None:
        with behind(self.house.program.pk, self.coordinator):
            cohorts = [g.cohort.pk for g in self.groups]
            rows = Session.objects.filter(status__in=["planned", "short"], cohort__in=cohorts).order_by("pk")
            session = dice.choice(list(rows))
            staff = list(Clinician.objects.filter(staffing__block__session=session, staffing__released_at=None))
        if staff:
            with scope(self.coordinator):
                retrying(drop_out)(
                    clinician=dice.choice(staff), because="ill", sessions=[session.pk], by=self.coordinator
                )

    def cover(self, dice: random.Random) -> None:
        with behind(self.house.program.pk, self.coordinator):
            offers = CoverOffer.objects.filter(answer="open", offered_at__isnull=False).select_related("clinician")
            found = list(offers.order_by("pk"))
        if found:
            with scope(self.coordinator):
                retrying(answer_cover)(offer=dice.choice(found), yes=dice.random() < 0.8, by=self.coordinator)

    def _visit(self, dice: random.Random) -> Session:
        """A session of either group in its first weeks."""
        on = self.first + timedelta(days=dice.choice((0, 2, 4, 7, 9, 11)))
        return dice.choice(self.groups).session(on)

    def ask_swap(self, dice: random.Random) -> None:
        """Somebody asks for a seat in the other group, and signs; it waits until it is granted."""
        (who, by), session = dice.choice(self.visitors), self._visit(dice)
        by = replace(by, request_id=str(new_id()))
        signed = groups.agreed(self.house, who, clock.now())
        with scope(by):
            retrying(ask_swap)(patient=who, session=session, blocks=[1], by=by, **signed)

    def grant_swap(self, dice: random.Random) -> None:
        if swap := self._waiting(dice, ASKED):
            with scope(self.coordinator):
                retrying(decide_swap)(swap=swap, grant=dice.random() < 0.8, by=self.coordinator)

    def invite_guest(self, dice: random.Random) -> None:
        (who, _), session = dice.choice(self.visitors), self._visit(dice)
        with scope(self.coordinator):
            retrying(ask_swap)(patient=who, session=session, blocks=[1], by=self.coordinator)

    def guest_joins(self, dice: random.Random) -> None:
        """Whoever was invited signs, and has the guest seat at once."""
        if swap := self._waiting(dice, INVITED):
            by = replace({w.pk: a for w, a in self.visitors}[swap.patient_id], request_id=str(new_id()))
            signed = groups.agreed(self.house, swap.patient, clock.now())
            with scope(by):
                retrying(join_swap)(swap=swap, by=by, **signed)

    def _waiting(self, dice: random.Random, state: str) -> Swap | None:
        with behind(self.house.program.pk, self.coordinator):
            rows = Swap.objects.filter(state=state).select_related("patient__program", "session").order_by("pk")
            found = list(rows)
        return dice.choice(found) if found else None

    def import_roster(self, dice: random.Random) -> None:
        """A roster brings a small cohort of people who wait, led by somebody who helps out elsewhere."""
        lead, plan = str(dice.choice(self.stand_ins).pk), self.groups[0].cohort.day_plan
        members = sorted(str(p.pk) for p in dice.sample(self.singles, 2))
        cohort = roster.Cohort(
            id=f"c-{dice.randrange(10**9)}", program_id=plan.key, track="mh", language="en", focus="",
            days=dice.choice(MEETS_ON), start=dice.choice(EITHER_GROUP), members=tuple(members),
            staff=tuple(roster.Staff(block, lead, "lead") for block in (1, 3)),
        )  # fmt: skip
        with scope(self.coordinator):
            import_week(self.house.program, self.first, cohorts=[cohort], by=self.coordinator)


def busy_day(singles: int, couples: int, stand_ins: int) -> BusyDay:
    """Two groups of one week, each with a lead and a second, and six people in each to begin with."""
    house = build.program()
    monday = schedule.next_monday(house)
    both = []
    for number, start in enumerate(EITHER_GROUP):
        lead, second = schedule.able(house, f"Kim {number}"), schedule.able(house, f"Lee {number}")
        both.append(
            group(house, caseload.people(house, 6), lead=lead, more_staff=[second], from_on=monday, start=start)
        )
    pairs = []
    for _ in range(couples):
        pair = tuple(caseload.people(house, 2))
        build.couple(house, *pair)
        pairs.append(pair)
    made = BusyDay(
        house, house.actor("coordinator"), both, caseload.people(house, singles), pairs,
        [schedule.able(house, f"Ines {n}") for n in range(stand_ins)], monday,
        [(who, build.signs_in(house, who)) for g in both for who in g.people],
    )  # fmt: skip
    came_before(
        house.program,
        people=[p.pk for p in made.singles],
        clinicians=[c.pk for c in made.stand_ins],
        by=made.coordinator,
    )
    return made
