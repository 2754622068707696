"""Couples work that is over, with a partner who has no chart, and the record of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hearthside.access.models import Account
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.attesting.correcting import Mark, correct_attendance
from hearthside.live.actions.attesting.without_room import record_without_room
from hearthside.people.actions.couples import link_partner_account
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person
from tests import build
from tests.builders import people, schedule
from tests.builders.live import signs_in

CASEY = "Casey Wren"


@dataclass
class CouplesWork:
    """A session of two that is over, and who may sign in."""

    session: Session
    lead: Actor
    casey: Account
    theo: Actor
    over: datetime


def couples_work() -> CouplesWork:
    """Theo and Casey, who has no chart, met Kim; only Casey came, for 50 minutes."""
    at = build.program()
    theo, kim = build.patient(at), schedule.able(at, "Kim Osei")
    people.partner_of(at, theo, CASEY)
    casey = build.account(CASEY)
    with at.seen_by("intake") as intake:
        row = PartnerWithoutChart.objects.get(patient=theo)
        link_partner_account(partner=row, account=casey, by=intake)
    build.actor(at.program, "partner", who=casey)
    lead, monday = signs_in(at, kim), schedule.next_monday(at)
    series = schedule.weekly(at, "couples", kim, theo, Person(partner=row.pk), on=monday, until=monday)
    with scope(at.director):
        session = Session.objects.get(series=series)
    over = session.ends_at + timedelta(minutes=10)
    with clock.fixed(over), scope(lead):
        live = record_without_room(session=session.pk, by=lead)
        room = live.rooms.get()
        until = session.starts_at + timedelta(minutes=50)
        correct_attendance(
            live=live, marks=[Mark(row.pk, room.pk, session.starts_at, until, "present")], reason="By phone.", by=lead
        )
    return CouplesWork(session, lead, casey, people.signs_in(at, theo), over)
