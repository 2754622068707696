"""
What of the door may stand in an address: a session in which Alex has a seat, another that Dana leads, the doors of both
open; and a call that whoever is on call took.
"""

from datetime import timedelta
from uuid import UUID

from hearthside.base.zones import zone
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.check_in import begin_check_in
from hearthside.live.actions.door_talks import ask_for_help
from hearthside.live.actions.observing.asking import ask_to_observe
from hearthside.live.door_words import LINK
from hearthside.live.models.outreach import Outreach
from hearthside.live.queries.check_in import Visitor, visitor
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.safety.actions.duty import start_duty
from hearthside.safety.actions.pages import accept_page
from hearthside.safety.models.pages import Page
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person
from tests.builders import schedule
from tests.whole.authorization.world import World

_OF_A_PERSON = ("let_in", "talk_first", "talked", "not_today", "after_all", "asked_alone", "door_code", "answer_for")
# (name of the door, place) -> what stands there, which is one persona's own.
OWN_OF_LIVE = {
    **{(f"live:{name}", "session"): "open door" for name in (
        "check_in", "waiting", "need_help", "partner_link", "question")},
    ("live:door", "session"): "led door",
    ("live:without_room", "session"): "led door",
    ("live:enter", "session"): "led door",
    ("live:seat_ticket", "session"): "led door",
    **{(f"live:{name}", "check_in"): "led check-in" for name in _OF_A_PERSON},
    ("live:talk_card", "talk"): "taken talk",
    ("live:end_outreach", "outreach"): "missed person",
    ("live:observers", "session"): "observed door",
    ("live:let_observer_in", "ask"): "observer asked for",
    ("live:take_observer_back", "ask"): "observer asked for",
    ("live:observer_question", "ask"): "observer question",
    ("live:observing", "session"): "observed session",
}  # fmt: skip
OTHERS_OF_LIVE = {
    ("live:answer_correction", "correction"): "asked correction",
    ("live:seat_ticket", "seat"): "door seat",
    ("live:ticket_observer_question", "ask"): "observer question",
}
# Who may open it beside them: the director asks for observers in any session.
ALSO_OF_LIVE = {"observed door": frozenset({"director"}), "observer asked for": frozenset({"director"})}
# What the card of a call shows to whoever took the call, beside its own part: how to reach whom it is about.
SHOWN_BY_LIVE = {("on_call", "live:talk_card"): frozenset({"demographics"})}
# Whoever is asked for as an observer is led from the room to where they wait, and its state tells them nothing.
LED_BY_LIVE = frozenset({("dana", "live:room", "alex"), ("dana", "live:state", "alex")})
# What everybody's addresses share.
SHARED_BY_LIVE = ("step", "rule")


def put_live(made: World) -> None:
    """Alex comes to a session with Lee, who has no account; Ravi, whom nobody is who asks, to one that Dana leads."""
    program = made.harbor.program
    alex = Actor(account=made.accounts["alex"].id, program=program.id, roles=frozenset({"patient"}))
    door = system_actor("door", program=program.pk)
    with behind(program.pk, alex):
        ravi = Patient.objects.get(pk=made.places["patient"]["ravi"])
        lee = Clinician.objects.get(program=program, name="Lee Moreau")
        dana = Clinician.objects.get(pk=made.places["clinician"]["dana"])
    own, led = _meets(made, lee, made.patients["alex"]), _meets(made, dana, ravi)
    with behind(program.pk, alex):
        seat = Seat.objects.get(session=led)
        who = visitor(alex, program, own.pk)
    with scope(alex):
        begin_check_in(visitor=who, by=alex)
        talk = ask_for_help(visitor=who, by=alex)
    with scope(door):
        by_link = Visitor(program, led, Person(patient=ravi.pk), ticket_kind=LINK)
        check_in = begin_check_in(visitor=by_link, by=door)
    on_call = Actor(account=made.accounts["on_call"].id, program=program.id, roles=frozenset({"on_call"}))
    with scope(on_call):
        start_duty(program=program.pk, kind="crisis", by=on_call)
        accept_page(page=Page.objects.get(subject_id=talk.pk), by=on_call)
    with behind(program.pk, alex):
        missed = Outreach.objects.create(
            program=program, session_id=led.pk, patient=made.patients["theo"], opened_at=clock.now()
        )
    made.put("missed person", "coordinator", missed.pk)
    made.put("open door", "alex", own.pk)
    made.put("led door", "dana", led.pk)
    made.put("led check-in", "dana", check_in.pk)
    made.put("door seat", "dana", seat.pk)
    made.put("taken talk", "on_call", talk.pk)
    made.put("observed door", "dana", led.pk)
    made.put("observer asked for", "dana", _observes(made, "kim", led))
    made.put("observer question", "alex", _observes(made, "dana", own))
    made.put("observed session", "dana", own.pk)
    made.put("step", "name", "name")
    made.put("rule", "unstaffed", "unstaffed")


def _observes(made: World, who: str, session: Session) -> UUID:
    """The director asks that this clinician may observe it."""
    director = made.harbor.director
    with scope(director):
        ask = ask_to_observe(
            session=session, clinician=made.places["clinician"][who], reason="They learn to lead.", by=director
        )
    return ask.pk


def _meets(made: World, clinician: Clinician, patient: Patient) -> Session:
    """A session of these two that begins in ten minutes."""
    program = made.harbor.program
    begins = (clock.now() + timedelta(minutes=10)).astimezone(zone(program.zone))
    series = schedule.weekly(
        made.harbor, "wellness", clinician, patient, on=begins.date(), start=begins.hour * 60 + begins.minute,
        minutes=30, until=begins.date(),
    )  # fmt: skip
    with behind(program.pk, made.harbor.director):
        return Session.objects.select_related("cohort", "program").get(series=series)
