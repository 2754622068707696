"""A live session of a made-up program, as the program's own actions make it: its door is open, its people are in."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hearthside.access.models import Account
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.opening import open_live
from hearthside.live.actions.seating import Sitter, admit_seat, take_seat
from hearthside.live.models.beats import LastBeat
from hearthside.live.models.check_in import CheckIn
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import Seat
from hearthside.live.queries.check_in import Visitor
from hearthside.live.words import FACILITATOR, PATIENT
from hearthside.people.actions.clinicians import link_account
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.policy.queries import in_force
from hearthside.project.demo.lived.answered import has_answered
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person
from tests.builders import clinicians, groups, people
from tests.builders.clinicians import House
from tests.builders.schedule import able, next_monday

# The connection by which pages of staff are alive while somebody is let in, whatever else is received of them.
AT_THE_DOOR = "at-the-door"


@dataclass
class Live:
    """A group whose door is open."""

    at: House
    group: groups.Group
    session: Session
    live: LiveSession
    room: LiveRoom
    lead: Actor
    co: Actor
    seats: dict[str, Seat] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def watch(self) -> Actor:
        return watch(self.at)

    def seat(self, who: str) -> Seat:
        return self.seats[who]


def watch(at: House) -> Actor:
    """What watches the rooms of this program."""
    return system_actor("live", program=at.program.pk)


def group_that_meets(at: House, on: date) -> tuple[groups.Group, Actor, Actor]:
    """Four people with Kim, who leads, and Lee, who helps; both sign in."""
    kim, lee = able(at, "Kim Osei"), able(at, "Lee Moreau")
    made = groups.group(at, lead=kim, more_staff=[lee], from_on=on)
    return made, signs_in(at, kim), signs_in(at, lee)


def signs_in(at: House, who: Clinician) -> Actor:
    """A clinician with an account."""
    own = clinicians.account(who.name)
    with scope(at.director):
        link_account(clinician=who, account=own, by=at.director)
    return clinicians.actor(at.program, "clinician", who=own)


def opened(at: House, session: Session) -> LiveSession:
    with scope(watch(at)):
        version = in_force(session.on_day, at.program.pk).version
        return open_live(session=session.pk, policy_version=version, by=watch(at))


def live(at: House, on: date | None = None) -> Live:
    """Everybody has come and was let in: p1 to p4, and both clinicians."""
    on = on or next_monday(at)
    group, lead, co = group_that_meets(at, on)
    session = group.session(on)
    made = opened(at, session)
    with scope(watch(at)):
        room = LiveRoom.objects.get(session=made)
        clinicians_of = {"kim": group.lead, "lee": Clinician.objects.get(account=co.account)}
    there = Live(at, group, session, made, room, lead, co, actors={"kim": lead, "lee": co})
    for name, clinician in clinicians_of.items():
        there.seats[name] = comes(there, Sitter(FACILITATOR, clinician=clinician.pk))
    for n, patient in enumerate(group.people, start=1):
        there.actors[f"p{n}"] = people.signs_in(at, patient)
        there.seats[f"p{n}"] = comes(there, Sitter(PATIENT, patient=patient.pk))
    return there


def comes(there: Live, *sitters: Sitter, admitted: bool = True) -> Seat:
    """A seat for these people, who have checked in, let in unless told otherwise."""
    people = [Person(sitter.patient, sitter.partner) for sitter in sitters if sitter.clinician is None]
    for person in people if admitted else []:
        checked_in(there.at, there.session, person)
    with scope(there.watch):
        seat = take_seat(live=there.live, sitters=sitters, by=there.watch)
        if not admitted:
            return seat
        with staff_there(there) if people else nullcontext():
            return admit_seat(seat=seat, by=there.watch)


def checked_in(at: House, session: Session, person: Person) -> None:
    """This person has answered everything at the door of this session; once."""
    door = system_actor("door", program=at.program.pk)
    with behind(at.program.pk, door):
        row, is_new = CheckIn.objects.get_or_create(
            program_id=at.program.pk, session_id=session.pk, patient_id=person.patient, partner_id=person.partner,
            defaults={"began_at": clock.now()},
        )  # fmt: skip
        if is_new:
            has_answered(row, Visitor(at.program, session, person), door)


@contextmanager
def staff_there(there: Live) -> Iterator[None]:
    """The pages of whoever leads are alive meanwhile, as they are when somebody is let in, and then long silent."""
    now, leading = clock.now(), [seat for name, seat in there.seats.items() if name in ("kim", "lee")]
    for at in (now, now - timedelta(days=1)):
        with behind(there.at.program.pk, there.watch):
            LastBeat.objects.bulk_create(
                [
                    LastBeat(
                        program_id=there.at.program.pk, seat=seat, sid=AT_THE_DOOR, room=there.room.name, at=at,
                        first_at=at,
                    )
                    for seat in leading
                ],
                update_conflicts=True, unique_fields=["seat", "sid"], update_fields=["at", "first_at"],
            )  # fmt: skip
        if at == now:
            yield


def account_of(who: Actor) -> Account:
    return Account.objects.get(pk=who.account)


def patient_named(there: Live, name: str) -> Patient:
    return there.group.people[int(name[1:]) - 1]


def instant(there: Live, seconds: float) -> datetime:
    """So many seconds from the session's beginning."""
    return there.session.starts_at + timedelta(seconds=seconds)
