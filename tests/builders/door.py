"""A door that is open: a group that meets in ten minutes, who checks in to it, and staff who are really there."""

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.check_in import answer_question
from hearthside.live.actions.opening import open_live
from hearthside.live.actions.seating import Sitter, admit_seat, take_seat
from hearthside.live.models.beats import LastBeat
from hearthside.live.models.check_in import CheckIn
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.check_in import Visitor, asked_of, check_in_of, person_of, visitor
from hearthside.live.rules.check_in import AGREEMENT, IDENTITY, steps
from hearthside.live.words import FACILITATOR
from hearthside.people.actions.grants import behind
from hearthside.people.agreements.texts import in_force
from hearthside.people.credentials.values import day_in
from hearthside.policy.queries import in_force as policy_in_force
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person
from tests.builders import own_days
from tests.builders.own_days import Day
from tests.builders.people import BORN

SOON = timedelta(minutes=10)
# What somebody answers who is well, in private and at home.
USUAL: dict[str, dict[str, Any]] = {
    "screen": {"how": "alone"},
    "name": {"shown_name": "Alex", "pronouns": "they/them", "pet": "Biscuit"},
    "where": {"street": "12 Example Street", "unit": "4 B", "entry": "The blue door", "city": "Philadelphia",
              "state": "PA", "postal_code": "19103", "local_emergency": "215-555-0111"},
    "number": {"phone": "215-555-0134"},
    "contact": {"name": "Robin Park", "relationship": "sister", "phone": "215-555-0135"},
    "space": {"place": "alone", "headphones": True},
    "safe": {"unsafe": "no"},
    "feeling": {"mood": "6", "urge": "2"},
    "safety": {"safe_now": "yes", "hurt_self": "no", "hurt_other": "no"},
    "device": {"camera": "OK", "microphone": "OK", "sound": "OK"},
}  # fmt: skip


@dataclass
class DoorDay:
    """The day, and the session whose doors are open."""

    day: Day
    session: Session

    @property
    def program(self) -> Any:
        return self.day.house.program

    def live(self) -> LiveSession:
        """The session as it is held; opened, as the watch does, if nobody came yet."""
        watch = system_actor("live", program=self.program.pk)
        with scope(watch):
            version = policy_in_force(self.session.on_day, self.program.pk).version
            return open_live(session=self.session.pk, policy_version=version, by=watch)

    def visitor(self, name: str) -> Visitor:
        by = self.day.actors[name]
        with behind(self.program.pk, by):
            found = visitor(by, self.program, self.session.pk)
        assert found is not None
        return found

    def answers(self, name: str, step: str, /, **given: Any) -> CheckIn:
        """Somebody answers one question: as usual, but for what is given."""
        by, who = self.day.actors[name], self.visitor(name)
        with scope(by):
            return answer_question(visitor=who, step=step, given=self.usual(who, step) | given, by=by)

    def usual(self, who: Visitor, step: str) -> dict[str, Any]:
        if step == IDENTITY:
            return {"born_on": BORN}
        if step == AGREEMENT:
            text = in_force("confidentiality", day_in(self.program.zone, clock.now()))
            with behind(self.program.pk, self.day.house.director):
                person = person_of(who)
            name = person.details.full_name if who.person.patient else person.name
            return {"text_hash": text.text_hash, "typed_name": name}
        if step == "name":
            with behind(self.program.pk, self.day.house.director):
                person = person_of(who)
            return USUAL[step] | {"shown_name": person.chosen_name if who.person.patient else person.name}
        return USUAL[step]

    def checks_in(self, name: str, /, *, but: tuple[str, ...] = (), **unusual: dict[str, Any]) -> CheckIn:
        """Somebody answers every question that they are asked, without some (`but`)."""
        by, who = self.day.actors[name], self.visitor(name)
        with behind(self.program.pk, by):
            asked = asked_of(who)
        row = None
        for step in steps(asked, {"screen": unusual.get("screen", {})}):
            if step not in but:
                row = self.answers(name, step, **unusual.get(step, {}))
        assert row is not None
        return row

    def check_in(self, name: str) -> CheckIn:
        with behind(self.program.pk, self.day.house.director):
            found = check_in_of(self.session.pk, Person(patient=self.day.patients[name].pk))
        assert found is not None
        return found

    def comes(self, *names: str) -> None:
        """Staff enter the room, and their pages are alive."""
        live = self.live()
        for name in names:
            by, whose = self.day.actors[name], self.day.clinicians[name]
            with scope(by):
                seat = take_seat(live=live, sitters=[Sitter(FACILITATOR, clinician=whose.pk)], by=by)
                admit_seat(seat=seat, by=by)
            with behind(self.program.pk, by):
                LastBeat.objects.create(
                    program_id=self.program.pk, seat=seat, sid=str(new_id()), room="r", first_at=clock.now(),
                    at=clock.now(),
                )  # fmt: skip

    def actor(self, name: str) -> Actor:
        return self.day.actors[name]


def open_door() -> DoorDay:
    """Alex and Sam are a couple; Dana leads and Kim helps. Nobody is there yet."""
    day = own_days.ordinary_day(SOON)
    session = day.group.session(day.begins.date())
    # A kept world is copied for each test, and the rules of a zone cannot be.
    day.begins = day.begins.astimezone(UTC)
    return DoorDay(day, session)
