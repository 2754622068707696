"""
What staff of a session read of somebody at the door: a verdict for each thing that is asked, red, amber or green, and
why. Never an answer; and why a clinician talks first only for whoever treats them.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hearthside.live.door_words import JOIN, TALK_OUTCOMES, TURNED_AWAY_BECAUSE
from hearthside.live.queries.door_items import DANGER, OK, PLAIN, WARN, Item, items
from hearthside.live.queries.door_people import AtTheDoor, Door
from hearthside.live.rules import check_in as asking
from hearthside.live.rules import door as rules
from hearthside.live.words import OVERRIDES
from hearthside.people.models.couples import PartnerWithoutChart


@dataclass
class Card:
    """Somebody as a card shows them."""

    id: UUID | None
    name: str
    pronouns: str
    state: str
    kind: str
    word: str
    is_ready: bool
    late: str
    items: list[Item] = field(default_factory=list)
    objections: tuple[rules.Objection, ...] = ()
    causes: list[str] = field(default_factory=list)
    talk: UUID | None = None
    may_end_talk: bool = False
    asks_alone: bool = False
    needs_code: bool = False
    turned_away: str = ""
    seat: UUID | None = None
    has_partner: bool = False

    @property
    def may_come_in(self) -> bool:
        return self.is_ready and not self.objections and self.state not in ("in", "not_today")

    @property
    def overrides(self) -> list[dict[str, str]]:
        """What somebody may answer for, where nothing else stands in the way."""
        if not all(objection.may_be_overridden for objection in self.objections):
            return []
        return [{"code": each.code, "name": OVERRIDES[each.code]} for each in self.objections]


# The order of the page: whoever needs somebody first, then whoever may come in.
ORDER = ("talk_first", "ready", "blocked", "answering", "expected", "in", "not_today")


def cards(door: Door, treated: Collection[UUID], enter_minutes: int, last_minutes: int) -> list[Card]:
    """A card for each, those who need somebody first."""
    made = [_card(each, door, treated, enter_minutes, last_minutes) for each in door.people.values()]
    return sorted(made, key=lambda card: (ORDER.index(card.state), card.name))


def _first_name(partner: PartnerWithoutChart | None) -> str:
    return partner.name.partition(" ")[0] if partner else ""


def _card(each: AtTheDoor, door: Door, treated: Collection[UUID], enter: int, last: int) -> Card:
    name = each.answers.get(asking.NAME, {})
    usual = each.seat.patient.chosen_name if each.seat.patient else _first_name(each.seat.partner)
    objections = () if each.is_in else each.objections
    talks = each.talk is not None and each.talk.outcome != JOIN
    is_ready = each.check_in is not None and (
        each.check_in.ready_at is not None or all(objection.may_be_overridden for objection in objections)
    )
    state = _state(each, talks=talks, is_ready=is_ready, objections=objections)
    kind, word = STATES[state]
    own = each.person.patient in treated
    return Card(
        id=each.check_in.pk if each.check_in else None,
        name=str(name.get("shown_name", "")) or usual,
        pronouns=str(name.get("pronouns", "")),
        state=state,
        kind=kind,
        word=word,
        is_ready=is_ready,
        late=_late(each, door, enter, last),
        items=items(each) if each.check_in else [],
        objections=objections,
        causes=[asking.CAUSES[cause] for cause in each.talk.causes] if each.talk and talks and own else [],
        talk=each.talk.pk if each.talk and talks else None,
        may_end_talk=bool(each.talk and talks and not each.talk.outcome and _is_ours(each)),
        asks_alone=each.answers_here and asking.SAFE not in each.answers,
        needs_code=each.check_in is not None and asking.IDENTITY not in each.answers,
        turned_away=_turned_away(each),
        seat=each.seat.pk,
        has_partner=each.partner_here,
    )


STATES = {
    "talk_first": (DANGER, "Talk first"),
    "ready": (OK, "Ready"),
    "blocked": (WARN, "Not yet"),
    "answering": (PLAIN, "Answering"),
    "expected": (PLAIN, "Not here yet"),
    "in": (OK, "In the room"),
    "not_today": (PLAIN, "Not today"),
}


def _state(each: AtTheDoor, *, talks: bool, is_ready: bool, objections: Collection[rules.Objection]) -> str:
    if each.is_in:
        return "in"
    if each.check_in is None:
        return "expected"
    if each.check_in.turned_away_at is not None:
        return "not_today"
    if talks:
        return "talk_first"
    if not is_ready:
        return "answering"
    return "blocked" if objections else "ready"


def _is_ours(each: AtTheDoor) -> bool:
    """Whether whoever leads may write down how the talk ended: nobody else was called."""
    return each.talk is not None and not asking.CALLS_CRISIS & set(each.talk.causes)


def _turned_away(each: AtTheDoor) -> str:
    if each.check_in is not None and each.check_in.turned_away_because:
        return TURNED_AWAY_BECAUSE[each.check_in.turned_away_because]
    if each.talk is not None and each.talk.outcome not in ("", JOIN):
        return TALK_OUTCOMES[each.talk.outcome]
    return ""


def _late(each: AtTheDoor, door: Door, enter: int, last: int) -> str:
    """Whoever is not in after the minutes of policy is late; who is not even there after the last is reached out to."""
    begins: datetime = door.session.starts_at
    ready = each.check_in.ready_at if each.check_in else None
    minutes = int(((ready or door.at) - begins).total_seconds() // 60)
    if each.is_in or minutes < enter:
        return ""
    if ready or minutes < last:
        return f"Late: {minutes} minutes. You decide whether it helps to come in now."
    return f"Late: {minutes} minutes. Somebody reaches out to them."
