"""
What whoever leads is shown in the room of how people checked in today: whether each thing stands, and never an answer.

That a clinician talks with somebody first is for all who lead; why, only for whoever treats them.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from hearthside.live.door_words import JOIN
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.door_items import items
from hearthside.live.queries.door_people import AtTheDoor, the_door
from hearthside.live.queries.door_talks import treated_by
from hearthside.live.rules.check_in import CAUSES

Facts = dict[str, Any]


def check_ins(live: LiveSession, account: UUID) -> Mapping[UUID, Facts]:
    """Of everybody who is expected and began to check in: what they who lead are shown. Behind the scenes."""
    door = the_door(live.session, live.program)
    people = {who: each for who, each in door.people.items() if each.check_in is not None}
    treated = treated_by(account, [each.person.patient for each in people.values() if each.person.patient])
    return {who: _facts(each, own=each.person.patient in treated) for who, each in people.items()}


def _facts(each: AtTheDoor, *, own: bool) -> Facts:
    talk = each.talk if each.talk is not None and each.talk.outcome != JOIN else None
    told: Facts = {
        "verdicts": [{"what": item.what, "kind": item.kind} for item in items(each)],
        "talk_first": talk is not None,
        "in_the_way": [{"words": no.sentence, "answered_for": no.may_be_overridden} for no in each.in_the_way],
    }
    if talk is not None and own:
        told["talk_first_because"] = [CAUSES[cause] for cause in talk.causes]
    return told
