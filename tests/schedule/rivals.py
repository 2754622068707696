"""The contests of REL-P1 and REL-P2: who competes for what, by which door, and what must be true afterwards."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db import connection, transaction

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.caseload.actions.memberships import join_cohort, leave_cohort
from hearthside.caseload.locks import retrying
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.schedule.actions.cover import answer_cover, offer_cover
from hearthside.schedule.actions.ending import transfer
from hearthside.schedule.actions.moving import reschedule
from hearthside.schedule.actions.series import start_series
from hearthside.schedule.actions.sessions import book
from hearthside.schedule.actions.staffing import drop_out
from hearthside.schedule.models.cover import CoverOffer, Shortage
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Pattern, Person, Staff
from hearthside.schedule.words import WEEKDAYS
from tests import build
from tests.builders import caseload, schedule
from tests.builders.clinicians import House
from tests.builders.groups import Group, group

DOORS = ("staff", "series", "reschedule", "self", "cover")
# A clinician has a 50-minute session and ten minutes after it; rivals begin up to 30 minutes apart, so all overlap.
MINUTES, STEP, OFFSETS = 50, 10, 4
FIRST_SLOT, SLOT, SLOTS_A_DAY = 9 * 60, 120, 5
FAR_SLOTS = 8


@dataclass
class OneClinician:
    """Everybody wants the same clinician at the same time; each round is another time."""

    house: House
    contested: Clinician
    clinician_actor: Actor
    coordinator: Actor
    monday: date
    patients: list[Patient] = field(default_factory=list)
    # By (round, rival): what a rival who moves or covers has booked before.
    moving: dict[tuple[int, int], Session] = field(default_factory=dict)
    offers: dict[tuple[int, int], CoverOffer] = field(default_factory=dict)

    def slot(self, number: int) -> tuple[date, int]:
        """The day and start of a round."""
        return self.monday + timedelta(days=number // SLOTS_A_DAY), FIRST_SLOT + number % SLOTS_A_DAY * SLOT

    def attempt(self, number: int, rival: int) -> None:
        """One try, through the rival's own door, as a request of its own."""
        self.coordinator = replace(self.coordinator, request_id=str(new_id()))
        self.clinician_actor = replace(self.clinician_actor, request_id=str(new_id()))
        on, start = self.slot(number)
        start += rival % OFFSETS * STEP
        getattr(self, "by_" + DOORS[rival % len(DOORS)])(number, rival, on, start)

    def by_staff(self, number: int, rival: int, on: date, start: int, by: Actor | None = None) -> None:
        actor = by or self.coordinator
        with scope(actor):
            retrying(book)(
                program=self.house.program, kind="individual", on_day=on, start_minute=start, minutes=MINUTES,
                staff=[Staff(self.contested.pk)], people=[Person(patient=self.patients[rival].pk)], by=actor,
            )  # fmt: skip

    def by_self(self, number: int, rival: int, on: date, start: int) -> None:
        self.by_staff(number, rival, on, start, by=self.clinician_actor)

    def by_series(self, number: int, rival: int, on: date, start: int) -> None:
        with scope(self.coordinator):
            retrying(start_series)(
                program=self.house.program, staff=[Staff(self.contested.pk)], by=self.coordinator,
                pattern=Pattern("individual", (WEEKDAYS[on.weekday()],), start, on, on, minutes=MINUTES),
                people=[Person(patient=self.patients[rival].pk)],
            )  # fmt: skip

    def by_reschedule(self, number: int, rival: int, on: date, start: int) -> None:
        with scope(self.coordinator):
            retrying(reschedule)(session=self.moving[number, rival], on_day=on, start_minute=start, by=self.coordinator)

    def by_cover(self, number: int, rival: int, on: date, start: int) -> None:
        with scope(self.coordinator):
            retrying(answer_cover)(offer=self.offers[number, rival], yes=True, by=self.coordinator)


def one_clinician(rivals: int, rounds: int) -> OneClinician:
    """The house with as many patients as rivals, and what those who move or cover need in each round."""
    house = build.program()
    account = build.account("Kim Osei")
    contested = schedule.able(house, "Kim Osei", who=account)
    made = OneClinician(
        house, contested, build.actor(house.program, "clinician", who=account), house.actor("coordinator"),
        schedule.next_monday(house),
    )  # fmt: skip
    made.patients = caseload.people(house, rivals)
    for rival, patient in enumerate(made.patients):
        door = DOORS[rival % len(DOORS)]
        if door == "self":
            caseload.treats(house, contested, patient, from_at=clock.now())
        elif door == "reschedule":
            _book_to_move(made, rival, rounds)
        elif door == "cover":
            _short_sessions(made, rival, rounds)
    return made


def _book_to_move(made: OneClinician, rival: int, rounds: int) -> None:
    """A session with the contested clinician far away from every contest, for each round."""
    far, days = made.monday + timedelta(days=90), rounds // FAR_SLOTS + 1
    for number in range(rounds):
        # Rivals who move have days of their own; by day, when no clock changes.
        on = far + timedelta(days=number // FAR_SLOTS + rival // len(DOORS) * days)
        start = 6 * 60 + 60 * 2 * (number % FAR_SLOTS)
        with scope(made.coordinator):
            made.moving[number, rival] = book(
                program=made.house.program, kind="individual", on_day=on, start_minute=start, minutes=MINUTES,
                staff=[Staff(made.contested.pk)], people=[Person(patient=made.patients[rival].pk)],
                by=made.coordinator,
            )  # fmt: skip


def _short_sessions(made: OneClinician, rival: int, rounds: int) -> None:
    """A session at each contest's time whose own clinician has dropped out, and which asks the contested one."""
    ines = schedule.able(made.house, "Ines Varga")
    for number in range(rounds):
        on, start = made.slot(number)
        with scope(made.coordinator):
            session = book(
                program=made.house.program, kind="individual", on_day=on, minutes=MINUTES, staff=[Staff(ines.pk)],
                start_minute=start + rival % OFFSETS * STEP, people=[Person(patient=made.patients[rival].pk)],
                by=made.coordinator,
            )  # fmt: skip
            drop_out(clinician=ines, because="ill", sessions=[session.pk], by=made.coordinator)
            with behind(made.house.program.pk, made.coordinator):
                shortage = Shortage.objects.get(session=session)
            made.offers[number, rival] = offer_cover(shortage=shortage, clinician=made.contested, by=made.coordinator)


def overlaps(program: Program) -> int:
    """How often somebody is in two places, counted from sessions, staffing and seats, not from the projection."""
    query = """
        WITH stays AS (
            SELECT f.clinician_id AS who, s.id, min(b.starts_at) AS a, max(b.ends_at) AS z
              FROM schedule_session s JOIN schedule_block b ON b.session_id = s.id
              JOIN schedule_staffing f ON f.block_id = b.id AND f.released_at IS NULL
             WHERE s.status <> 'canceled' AND s.program_id = %(program)s GROUP BY 1, 2
            UNION ALL
            SELECT coalesce(t.patient_id, t.partner_id), s.id, s.starts_at, s.ends_at
              FROM schedule_session s JOIN schedule_seat t ON t.session_id = s.id AND t.state = 'held'
             WHERE s.status <> 'canceled' AND s.program_id = %(program)s
        )
        SELECT count(*) FROM stays x JOIN stays y ON x.who = y.who AND x.id < y.id AND x.a < y.z AND y.a < x.z
    """
    return _number(program, query)


def breaches(program: Program) -> int:
    """Blocks above their cap, and blocks that lack staff in a session that does not say so with an open shortage."""
    query = """
        SELECT count(*) FROM schedule_session s
          CROSS JOIN LATERAL schedule_fill(ARRAY[s.id]) f
         WHERE s.program_id = %(program)s AND s.status <> 'canceled'
           AND (f.people > f.cap OR (f.needed > f.staff AND NOT (
                s.status = 'short' AND EXISTS (
                    SELECT 1 FROM schedule_shortage h WHERE h.session_id = s.id AND h.ended_at IS NULL))))
    """
    return _number(program, query)


def halves(program: Program) -> int:
    """Days on which one partner is in a cohort and the other is not."""
    query = """
        SELECT count(*) FROM people_couple_member one
          JOIN people_couple_member other ON other.couple_id = one.couple_id AND other.id <> one.id
          JOIN caseload_membership m ON m.patient_id = one.patient_id
                                    AND (m.until_on IS NULL OR m.until_on >= m.from_on)
         WHERE one.program_id = %(program)s AND one.until_at IS NULL AND other.patient_id IS NOT NULL
           AND NOT EXISTS (
               SELECT 1 FROM caseload_membership n WHERE n.patient_id = other.patient_id
                  AND n.cohort_id = m.cohort_id AND n.from_on = m.from_on
                  AND n.until_on IS NOT DISTINCT FROM m.until_on)
    """
    return _number(program, query)


def _number(program: Program, query: str) -> int:
    with transaction.atomic(), behind(program.pk, _command(program)), connection.cursor() as cursor:
        cursor.execute(query, {"program": program.pk})
        return int(cursor.fetchone()[0])


def _command(program: Program) -> Actor:
    return Actor(system="command_line", program=program.pk)


@dataclass
class TwoCohorts:
    """Two groups near their caps, people and couples who come and go between them, and staff who drop out and help."""

    house: House
    coordinator: Actor
    groups: list[Group]
    singles: list[Patient]
    couples: list[tuple[Patient, Patient]]
    stand_ins: list[Clinician]
    first: date

    def attempt(self, number: int, actor: int) -> None:
        """One thing that happens on an ordinary day, chosen by chance, the same in every run."""
        dice = random.Random(number * 1000 + actor)
        self.coordinator = replace(self.coordinator, request_id=str(new_id()))
        name = dice.choice(["enroll", "enroll", "enroll_couple", "transfer", "leave", "drop_out", "cover"])
        with scope(self.coordinator):
            retrying(getattr(self, name))(dice)

    def enroll(self, dice: random.Random) -> None:
        self._join(dice, [dice.choice(self.singles)])

    def enroll_couple(self, dice: random.Random) -> None:
        self._join(dice, list(dice.choice(self.couples)))

    def _join(self, dice: random.Random, patients: list[Patient]) -> None:
        join_cohort(cohort=dice.choice(self.groups).cohort, patients=patients, from_on=self.first, by=self.coordinator)

    def _places(self, dice: random.Random) -> list[Membership]:
        """The places of somebody, or of a couple, who is in a cohort now."""
        unit = dice.choice([[p] for p in self.singles] + [list(c) for c in self.couples])
        with behind(self.house.program.pk, self.coordinator):
            rows = Membership.objects.filter(patient__in=unit).not_over_by(self.first).select_related("patient")
            return list(rows)

    def transfer(self, dice: random.Random) -> None:
        if places := self._places(dice):
            to = next(g.cohort for g in self.groups if g.cohort.pk != places[0].cohort_id)
            transfer(memberships=places, to=to, from_on=self.first, by=self.coordinator)

    def leave(self, dice: random.Random) -> None:
        if places := self._places(dice):
            # As if they had never come: they may be enrolled again.
            until_on = self.first - timedelta(days=1)
            leave_cohort(memberships=places, until_on=until_on, because="mistake", by=self.coordinator)

    def drop_out(self, dice: random.Random) -> None:
        with behind(self.house.program.pk, self.coordinator):
            session = dice.choice(list(Session.objects.filter(status__in=["planned", "short"]).order_by("pk")))
            staff = list(Clinician.objects.filter(staffing__block__session=session, staffing__released_at=None))
        if staff:
            drop_out(clinician=dice.choice(staff), because="ill", sessions=[session.pk], by=self.coordinator)

    def cover(self, dice: random.Random) -> None:
        with behind(self.house.program.pk, self.coordinator):
            offers = CoverOffer.objects.filter(answer="open", offered_at__isnull=False).select_related("clinician")
            found = list(offers.order_by("pk"))
        if found:
            answer_cover(offer=dice.choice(found), yes=dice.random() < 0.8, by=self.coordinator)


def two_cohorts(singles: int, couples: int, stand_ins: int) -> TwoCohorts:
    """Two evening groups of one week, each with a lead and a second, and six people in each to begin with."""
    house = build.program()
    monday = schedule.next_monday(house)
    groups = []
    for number, start in enumerate((9 * 60, 14 * 60)):
        lead, second = schedule.able(house, f"Kim {number}"), schedule.able(house, f"Lee {number}")
        groups.append(
            group(house, caseload.people(house, 6), lead=lead, more_staff=[second], from_on=monday, start=start)
        )
    pairs = []
    for _ in range(couples):
        pair = tuple(caseload.people(house, 2))
        build.couple(house, *pair)
        pairs.append(pair)
    return TwoCohorts(
        house, house.actor("coordinator"), groups, caseload.people(house, singles), pairs,
        [schedule.able(house, f"Ines {n}") for n in range(stand_ins)], monday,
    )  # fmt: skip
