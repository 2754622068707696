"""
Whoever comes has answered every question of the door, as somebody who is well and at home: all of it kept at once.

Answer by answer, a clinic's month would take minutes to tell.
"""

from typing import Any

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.live import check_in_facts as facts
from hearthside.live.actions.check_in import PLAIN, agree
from hearthside.live.models.check_in import CheckIn, CheckInAnswer, CheckInPlace
from hearthside.live.queries.check_in import Visitor, asked_of, person_of
from hearthside.live.rules import check_in as asking
from hearthside.people.actions.grants import behind
from hearthside.people.models.patients import Patient
from hearthside.project.demo.group.guests import usual_answers


def has_answered(row: CheckIn, visitor: Visitor, by: Actor) -> None:
    """Keep every answer to the questions that this person is asked, and sign what they are to sign, for `row`."""
    now = clock.now()
    with behind(row.program_id, by):
        asked = asked_of(visitor)
        given = _given(visitor)
        place = facts.place(given[asking.WHERE])
        CheckInPlace.objects.create(program_id=row.program_id, check_in=row, said_at=now, **place)
        CheckInAnswer.objects.bulk_create(
            CheckInAnswer(
                program_id=row.program_id, check_in=row, step=step, at=now,
                facts=_kept(step, visitor, given[step], by, asks_about_use=asked.asks_about_use),
            )
            for step in asking.steps(asked, {}) if step != asking.WHERE
        )  # fmt: skip
        row.ready_at = now
        row.save(update_fields=["ready_at"])


def _given(visitor: Visitor) -> dict[str, dict[str, Any]]:
    who = person_of(visitor)
    if isinstance(who, Patient):
        return usual_answers(who)
    own = Patient.objects.select_related("details", "program").get(pk=who.patient_id)
    return usual_answers(own, signs=who.name) | {asking.NAME: {"shown_name": who.name, "pronouns": who.pronouns}}


def _kept(step: str, visitor: Visitor, given: dict[str, Any], by: Actor, *, asks_about_use: bool) -> dict[str, Any]:
    if step == asking.IDENTITY:
        return {"factor": asking.BIRTH_DATE}
    if step == asking.AGREEMENT:
        return agree(visitor, given, by)
    if step == asking.SAFETY:
        return facts.safety(given, asks_about_use=asks_about_use)
    return PLAIN[step](given)
