"""The contest of REL-P1: many want one clinician at one time, each through a door of their own."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.placement.solver import week as roster
from hearthside.schedule.actions.changes import end_series
from hearthside.schedule.actions.cover import answer_cover, offer_cover
from hearthside.schedule.actions.moving import reschedule
from hearthside.schedule.actions.series import start_series
from hearthside.schedule.actions.sessions import book
from hearthside.schedule.actions.staffing import drop_out
from hearthside.schedule.models.cover import CoverOffer, Shortage
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Pattern, Person, Staff
from hearthside.schedule.words import WEEKDAYS
from tests import build
from tests.builders import caseload, schedule
from tests.builders.clinicians import House
from tests.schedule.importing import came_before, import_week, series_key

DOORS = ("staff", "series", "reschedule", "self", "cover", "import")
# What losing looks like: a sentence. Anything else would have been an error on a page.
REFUSED = {"AlreadyBooked", "Unfit"}
# A clinician has a 50-minute session and ten minutes after it; rivals begin up to 30 minutes apart, so all overlap.
MINUTES, STEP, OFFSETS = 50, 10, 4
FIRST_SLOT, SLOT, SLOTS_A_DAY = 9 * 60, 120, 5
# Where sessions wait that will be moved, each rival's on a day of their own: further ahead than any series is made.
FAR_DAYS, WAITS_TO_MOVE, WAITS_FOR_COVER = 90, 6 * 60, 9 * 60


@dataclass
class OneClinician:
    """Everybody wants the same clinician at the same time; each round is another time."""

    house: House
    contested: Clinician
    # Whose sessions are short because they dropped out.
    ill: Clinician
    clinician_actor: Actor
    coordinator: Actor
    monday: date
    patients: list[Patient]
    # By rival: what waits to be moved to the contested time, and what waits at it for somebody to help out.
    moving: dict[int, Session] = field(default_factory=dict)
    offers: dict[int, CoverOffer] = field(default_factory=dict)
    # By rival: what an import began, which repeats until it is ended.
    began: dict[int, str] = field(default_factory=dict)

    def slot(self, number: int, rival: int) -> tuple[date, int]:
        """The day of a round, and when this rival would begin."""
        start = FIRST_SLOT + number % SLOTS_A_DAY * SLOT + rival % OFFSETS * STEP
        return self.monday + timedelta(days=number // SLOTS_A_DAY), start

    def door(self, number: int, rival: int) -> str:
        """
        The doors are dealt anew in each round; from six rivals on, all of them are used.

        At most two rosters come in at once, and they take turns: one program has not more coordinators who import.
        """
        dealt = random.Random(number).sample(DOORS, len(DOORS))
        if rival >= 2 * len(DOORS):
            dealt.remove("import")
        return dealt[rival % len(dealt)]

    def prepare(self, number: int, rival: int) -> None:
        """Before a round, and no part of it: what the rival's door needs is there, and what repeats is no more."""
        self._new_request()
        if rival in self.began:
            self._end_imported(self.began.pop(rival), number - 1, rival)
        door = self.door(number, rival)
        if door == "reschedule" and rival not in self.moving:
            self.moving[rival] = self._books(self.contested, rival, self._far(rival), WAITS_TO_MOVE)
        if door == "cover":
            if rival not in self.offers:
                self.offers[rival] = self._offer(self._books(self.ill, rival, self._far(rival), WAITS_FOR_COVER))
            self._wants_cover_at(rival, *self.slot(number, rival))

    def attempt(self, number: int, rival: int) -> None:
        """One try, through the rival's own door, as a request of its own."""
        self._new_request()
        getattr(self, "by_" + self.door(number, rival))(number, rival, *self.slot(number, rival))

    def by_staff(self, number: int, rival: int, on: date, start: int) -> None:
        self._books(self.contested, rival, on, start)

    def by_self(self, number: int, rival: int, on: date, start: int) -> None:
        self._books(self.contested, rival, on, start, by=self.clinician_actor)

    def by_series(self, number: int, rival: int, on: date, start: int) -> None:
        with scope(self.coordinator):
            retrying(start_series)(
                program=self.house.program, staff=[Staff(self.contested.pk)], by=self.coordinator,
                pattern=Pattern("individual", (WEEKDAYS[on.weekday()],), start, on, on, minutes=MINUTES),
                people=[Person(patient=self.patients[rival].pk)],
            )  # fmt: skip

    def by_reschedule(self, number: int, rival: int, on: date, start: int) -> None:
        with scope(self.coordinator):
            retrying(reschedule)(session=self.moving[rival], on_day=on, start_minute=start, by=self.coordinator)
        del self.moving[rival]

    def by_cover(self, number: int, rival: int, on: date, start: int) -> None:
        with scope(self.coordinator):
            retrying(answer_cover)(offer=self.offers[rival], yes=True, by=self.coordinator)
        del self.offers[rival]

    def by_import(self, number: int, rival: int, on: date, start: int) -> None:
        key, monday = f"{number}-{rival}", on - timedelta(days=on.weekday())
        people, clinicians = (str(self.patients[rival].pk),), (str(self.contested.pk),)
        session = roster.Session(key, "individual", on.weekday(), start, MINUTES, clinicians, people)
        with scope(self.coordinator):
            import_week(self.house.program, monday, sessions=[session], by=self.coordinator)
        self.began[rival] = key

    def _new_request(self) -> None:
        self.coordinator = replace(self.coordinator, request_id=str(new_id()))
        self.clinician_actor = replace(self.clinician_actor, request_id=str(new_id()))

    def _far(self, rival: int) -> date:
        return self.monday + timedelta(days=FAR_DAYS + rival)

    def _books(self, whose: Clinician, rival: int, on: date, start: int, by: Actor | None = None) -> Session:
        actor = by or self.coordinator
        with scope(actor):
            return retrying(book)(
                program=self.house.program, kind="individual", on_day=on, start_minute=start, minutes=MINUTES,
                staff=[Staff(whose.pk)], people=[Person(patient=self.patients[rival].pk)], by=actor,
            )  # fmt: skip

    def _wants_cover_at(self, rival: int, on: date, start: int) -> None:
        """The session that lacks its clinician is held at the contested time; the contested one was asked."""
        with scope(self.coordinator):
            with behind(self.house.program.pk, self.coordinator):
                rows = Session.objects.select_related("program", "cohort")
                session = rows.get(shortages__offers=self.offers[rival])
            retrying(reschedule)(session=session, on_day=on, start_minute=start, by=self.coordinator)

    def _offer(self, session: Session) -> CoverOffer:
        with scope(self.coordinator):
            retrying(drop_out)(clinician=self.ill, because="ill", sessions=[session.pk], by=self.coordinator)
            with behind(self.house.program.pk, self.coordinator):
                shortage = Shortage.objects.get(session=session, ended_at=None)
            return retrying(offer_cover)(shortage=shortage, clinician=self.contested, by=self.coordinator)

    def _end_imported(self, key: str, number: int, rival: int) -> None:
        on, _ = self.slot(number, rival)
        with scope(self.coordinator):
            with behind(self.house.program.pk, self.coordinator):
                series = Series.objects.select_related("program").get(program=self.house.program, key=series_key(key))
            retrying(end_series)(series=series, until_on=on, by=self.coordinator)


def one_clinician(rivals: int) -> OneClinician:
    """The house with as many patients as rivals, all of whom the contested clinician may treat."""
    house = build.program()
    account = build.account("Kim Osei")
    contested, ill = schedule.able(house, "Kim Osei", who=account), schedule.able(house, "Ines Varga")
    patients = caseload.people(house, rivals)
    for patient in patients:
        caseload.treats(house, contested, patient, from_at=clock.now())
    made = OneClinician(
        house, contested, ill, build.actor(house.program, "clinician", who=account), house.actor("coordinator"),
        schedule.next_monday(house), patients,
    )  # fmt: skip
    came_before(house.program, people=[p.pk for p in patients], clinicians=[contested.pk], by=made.coordinator)
    return made
