"""
What of the schedule may stand in an address: sessions, seats, days away, asks and offers.

An address of one's own has no subject, since everybody's is another: what stands in it belongs to one persona, by whose
name it is put here, and opens to nobody else.
"""

from datetime import date, timedelta

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.schedule.actions.availability import record_exception
from hearthside.schedule.actions.calendars import make_calendar_address
from hearthside.schedule.actions.closures import close_clinic
from hearthside.schedule.actions.cover import offer_cover
from hearthside.schedule.actions.excusing import excuse
from hearthside.schedule.actions.staffing import drop_out
from hearthside.schedule.actions.swaps import ask_swap
from hearthside.schedule.models.cover import Shortage
from hearthside.schedule.models.questions import Question
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.windows import DatedException
from tests.builders import caseload, groups, schedule
from tests.whole.authorization.world import World

# (name of the door, place) -> what stands there, which is one persona's own.
OWN = {
    ("schedule:cannot_come", "session"): "own session",
    ("schedule:come_after_all", "seat"): "own seat",
    ("schedule:take_back_days", "exception"): "own days",
    ("schedule:cannot_lead", "session"): "led session",
    ("schedule:take_offer", "offer"): "offer",
    ("schedule:decline_offer", "offer"): "offer",
    ("schedule:ask_swap", "session"): "open session",
    ("schedule:join_swap", "swap"): "swap invitation",
    ("schedule:take_back_swap", "swap"): "own swap",
    ("import_review", "upload"): "own upload",
}
OTHERS = {
    ("schedule:person_days_back", "exception"): "days",
    ("schedule:clinician_days_back", "exception"): "clinician days",
    ("schedule:excuse_seat", "seat"): "held seat",
    ("schedule:seat_again", "session"): "excused session",
    ("schedule:seat_again", "seat"): "own seat",
    ("schedule:ask_for_cover", "clinician"): "helper",
}


def put_schedule(made: World) -> None:
    """Alex meets Lee, who has no account; Dana leads a session of Ravi's, whom nobody who asks is."""
    harbor = made.harbor
    lee = schedule.able(harbor, "Lee Moreau")
    first = schedule.next_monday(harbor, 2)
    _of_alex(made, lee, first)
    _of_clinicians(made, lee, first)
    _of_theo(made, schedule.next_monday(harbor))
    with scope(harbor.director):
        days = first + timedelta(days=200)
        closed = close_clinic(program=harbor.program, from_on=days, until_on=days, title="Closed", by=harbor.director)
    made.put("closure", "ours", closed.pk)
    with behind(harbor.program.pk, harbor.director):
        asked = Question.objects.create(
            program=harbor.program, kind="doubled_time", series=Session.objects.get(
                pk=made.places["session"]["alex"]).series, on_day=date(2027, 11, 7), asked_at=clock.now(),
        )  # fmt: skip
    made.put("question", "ours", asked.pk)


def _of_alex(made: World, lee: Clinician, first: date) -> None:
    harbor, alex = made.harbor, made.patients["alex"]
    series = schedule.weekly(harbor, "individual", lee, alex, on=first)
    with behind(harbor.program.pk, harbor.director):
        one, other = Session.objects.filter(series=series).order_by("starts_at")[:2]
        seat = Seat.objects.get(session=other, patient=alex)
        held = Seat.objects.get(session=one, patient=alex)
    me = Actor(account=made.accounts["alex"].id, program=harbor.program.id, roles=frozenset({"patient"}))
    away = DatedException("away", one.on_day + timedelta(days=300), one.on_day + timedelta(days=301))
    with scope(me):
        excuse(person=alex, sessions=[other.pk], by=me)
        exception = record_exception(whose=alex, exception=away, by=me)
        made.put("secret", "alex", make_calendar_address(by=me).secret)
    made.put("session", "alex", one.pk)
    made.put("excused session", "alex", other.pk)
    made.put("held seat", "alex", held.pk)
    made.put("helper", "alex", made.places["clinician"]["kim"])
    made.put("seat", "alex", seat.pk)
    made.put("days", "alex", exception.pk)
    for kind, value in (("own session", one), ("own seat", seat), ("own days", exception)):
        made.put(kind, "alex", value.pk)


def _of_theo(made: World, monday: date) -> None:
    """Theo is in a group with people who do not sign in, and asks to visit another one."""
    harbor, theo = made.harbor, made.patients["theo"]
    groups.group(harbor, [theo, *caseload.people(harbor, 3)], from_on=monday, called="Evening A")
    other = groups.group(
        harbor, from_on=monday, weekdays=("tue", "thu", "fri"), start=9 * 60, name="Ines Varga", called="Morning B"
    )
    asked, offered, open_one = (other.session(monday + timedelta(days=n)) for n in (1, 3, 4))
    me = Actor(account=made.accounts["theo"].id, program=harbor.program.id, roles=frozenset({"patient"}))
    own = groups.asks(harbor, theo, me, asked, clock.now())
    with harbor.seen_by("coordinator") as coordinator:
        invitation = ask_swap(patient=theo, session=offered, by=coordinator)
    made.put("swap", "theo", own.pk)
    for kind, thing in (("own swap", own), ("swap invitation", invitation), ("open session", open_one)):
        made.put(kind, "theo", thing.pk)


def _of_clinicians(made: World, lee: Clinician, first: date) -> None:
    harbor = made.harbor
    with harbor.seen_by("intake"):
        ravi = Patient.objects.get(pk=made.places["patient"]["ravi"])
    with scope(harbor.director):
        dana = Clinician.objects.get(pk=made.places["clinician"]["dana"])
    led = schedule.weekly(harbor, "wellness", dana, ravi, on=first, start=9 * 60)
    short = schedule.weekly(harbor, "wellness", lee, ravi, on=first, start=12 * 60)
    away = DatedException("away", first + timedelta(days=300), first + timedelta(days=301))
    with behind(harbor.program.pk, harbor.director):
        made.put("led session", "dana", Session.objects.filter(series=led).order_by("starts_at").first().pk)
        lacking = Session.objects.filter(series=short).order_by("starts_at").first()
    with harbor.seen_by("coordinator") as coordinator:
        drop_out(clinician=lee, because="ill", sessions=[lacking.pk], by=coordinator)
        made.put("clinician days", "dana", record_exception(whose=dana, exception=away, by=coordinator).pk)
        shortage = Shortage.objects.get(session=lacking)
        made.put("offer", "dana", offer_cover(shortage=shortage, clinician=dana, by=coordinator).pk)
