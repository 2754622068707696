"""
Checking in: one question after the other, each kept as soon as it is answered, on whatever device somebody goes on.

Whatever asks for a clinician (an answer about safety, somebody who makes it unsafe to talk, a state in which they may
not be treated) is acted on with the very answer, and stays when the answer is changed later.
"""

from collections.abc import Mapping
from typing import Any

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live import check_in_facts as facts
from hearthside.live.actions.check_in_identity import show_who, shown_by_ticket
from hearthside.live.actions.door_talks import raise_talk
from hearthside.live.actions.opening import opened_for
from hearthside.live.door_events import CheckInAnswered, CheckInBegan
from hearthside.live.models.check_in import CheckIn, CheckInAnswer, CheckInPlace, GroupAgreement
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.check_in import (
    CONFIDENTIALITY,
    Visitor,
    answers_of,
    asked_of,
    check_in_of,
    group_of,
    person_of,
    signature_for,
)
from hearthside.live.queries.door_licenses import may_not_treat_in
from hearthside.live.refusals import NoPlaceHere
from hearthside.live.rules import check_in as rules
from hearthside.live.telling import tell_at_door
from hearthside.people.actions.consents import sign_agreement
from hearthside.people.actions.grants import behind
from hearthside.people.agreements.texts import in_force
from hearthside.people.credentials.values import day_in

PLAIN = {
    rules.SCREEN: facts.screen, rules.NAME: facts.name, rules.NUMBER: facts.number, rules.CONTACT: facts.contact,
    rules.SPACE: facts.space, rules.SAFE: facts.safe, rules.FEELING: facts.feeling, rules.DEVICE: facts.device,
}  # fmt: skip


@action
def begin_check_in(*, visitor: Visitor, by: Actor) -> CheckIn:
    """
    Come to the door of a session. Done again it changes nothing: the place is held.

    Raises:
        NoPlaceHere: `by` is not this person.
        DoorsClosed: the doors are not open yet, or no longer.
    """
    _require_own(visitor, by)
    with behind(visitor.program.pk, by):
        live = _opened(visitor, by)
        fresh = CheckIn(
            program_id=visitor.program.pk, session=live, patient_id=visitor.person.patient,
            partner_id=visitor.person.partner, began_at=clock.now(),
        )  # fmt: skip
        CheckIn.objects.bulk_create([fresh], ignore_conflicts=True)
        row = check_in_of(live.pk, visitor.person)
        assert row is not None
        if row.pk == fresh.pk and shown_by_ticket(visitor):
            _keep(row, rules.IDENTITY, {"factor": rules.TICKET})
    if row.pk == fresh.pk:
        who = visitor.person
        record(CheckInBegan(check_in=row.pk, session=live.pk, patient=who.patient, partner=who.partner), by=by)
        tell_at_door(live.pk, row.pk)
    return row


@action
def answer_question(*, visitor: Visitor, step: str, given: Mapping[str, Any], by: Actor) -> CheckIn:
    """
    Keep the answer to one question.

    Raises:
        NoPlaceHere: `by` is not this person. DoorsClosed: the doors are closed.
        WrongFact, NotWhoTheySay: what was typed cannot be kept; `field` says where.
    """
    check_in = begin_check_in(visitor=visitor, by=by)
    with behind(visitor.program.pk, by):
        row: CheckIn = CheckIn.objects.select_for_update(of=("self",)).select_related("session").get(pk=check_in.pk)
        asked, answers = asked_of(visitor), answers_of(row)
        if step not in rules.steps(asked, answers, on_ticket_here=visitor.on_ticket_here):
            raise NoPlaceHere
        causes: frozenset[str] = frozenset()
        if step == rules.IDENTITY:
            kept = show_who(visitor, row, given)
        elif step == rules.WHERE:
            kept, causes = {}, _say_where(visitor, row, given)
        elif step == rules.AGREEMENT:
            kept = agree(visitor, given, by)
        elif step == rules.SAFETY:
            kept = facts.safety(given, asks_about_use=asked.asks_about_use)
        else:
            kept = PLAIN[step](given)
        _keep(row, step, kept)
        causes |= rules.causes({step: kept})
        row.draft.pop(step, None)
        _ready(row, visitor, asked, {**answers, step: kept})
        if causes:
            raise_talk(row, causes, by)
    record(CheckInAnswered(check_in=row.pk, patient=row.patient_id, step=step), by=by)
    tell_at_door(row.session_id, row.pk)
    return row


@action
def keep_draft(*, visitor: Visitor, step: str, typed: Mapping[str, str], by: Actor) -> None:
    """
    Keep what was typed and not sent: going back loses nothing. What shows who somebody is, is never kept.

    Raises:
        NoPlaceHere, DoorsClosed: as for an answer.
    """
    check_in = begin_check_in(visitor=visitor, by=by)
    if step not in rules.STEPS or step in (rules.IDENTITY, rules.AGREEMENT):
        return
    with behind(visitor.program.pk, by):
        row = CheckIn.objects.select_for_update(of=("self",)).get(pk=check_in.pk)
        row.draft[step] = {key: value[:400] for key, value in list(typed.items())[:20]}
        row.save(update_fields=["draft"])


def _require_own(visitor: Visitor, by: Actor) -> None:
    """Go on only for the person, or for the door itself, which has asked for a ticket."""
    at_the_door = by.system == "door" and bool(visitor.ticket_kind)
    own = by.account is not None and by.account == visitor.account
    if by.program != visitor.program.pk or not (own or at_the_door):
        raise NoPlaceHere


def _opened(visitor: Visitor, by: Actor) -> LiveSession:
    """The session as it is held. Whoever comes first opens it, if it is time."""
    return opened_for(visitor.session, visitor.program, by, not_yet="You can check in from {when}, our time.")


def _keep(row: CheckIn, step: str, kept: dict[str, Any]) -> None:
    if step != rules.WHERE:
        CheckInAnswer.objects.create(
            program_id=row.program_id, check_in=row, step=step, facts=kept, at=clock.now()
        )  # fmt: skip


def _say_where(visitor: Visitor, row: CheckIn, given: Mapping[str, Any]) -> frozenset[str]:
    """Where they are now; and whether somebody who leads may not treat them there."""
    place = CheckInPlace.objects.create(
        program_id=row.program_id, check_in=row, said_at=clock.now(), **facts.place(given)
    )
    refused = may_not_treat_in(visitor.program, visitor.session, place.state)
    return frozenset({rules.STATE}) if refused else frozenset()


def agree(visitor: Visitor, given: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    """The agreement, signed for this group; once signed it is only read again. Behind the scenes."""
    group, person = group_of(visitor.session, visitor.person), person_of(visitor)
    assert group is not None
    text = in_force(CONFIDENTIALITY, day_in(visitor.program.zone, clock.now()))
    signed = signature_for(group, visitor.person, text.version)
    if signed is None:
        with behind(visitor.program.pk, by) as behind_them:
            signed = sign_agreement(
                person=person, kind=CONFIDENTIALITY, text_hash=str(given.get("text_hash", "")),
                typed_name=str(given.get("typed_name", "")), by=behind_them if by.is_system else by,
            )  # fmt: skip
        GroupAgreement.objects.create(
            program_id=visitor.program.pk, patient_id=visitor.person.patient, partner_id=visitor.person.partner,
            group=group, signature=signed, at=clock.now(),
        )  # fmt: skip
    return {"signature": str(signed.pk)}


def _ready(row: CheckIn, visitor: Visitor, asked: rules.Asked, answers: Mapping[str, Mapping[str, Any]]) -> None:
    """Once everything is answered they wait; where they must answer again, they do not."""
    wanted = rules.steps(asked, answers, on_ticket_here=visitor.on_ticket_here)
    is_ready = rules.first_open(wanted, answers) is None
    row.ready_at = (row.ready_at or clock.now()) if is_ready else None
    row.save(update_fields=["draft", "ready_at"])
