"""From what the watch decided to what happens: pages, leads, holds, cards, and a room's standing for whoever looks."""

from datetime import UTC, datetime
from uuid import UUID

from hearthside.ledger.actors import Actor
from hearthside.live.actions import missing, watching
from hearthside.live.models.missing import MissingCard
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.states import RoomState
from hearthside.live.queries.missing_ladder import MISSING
from hearthside.live.queries.titles import title
from hearthside.live.watch import decisions as d
from hearthside.live.watch.facts import NEXT_BLOCK
from hearthside.live.watch.machine import Seen
from hearthside.live.watching.reading import Open
from hearthside.live.words import SUBJECT_CARD, SUBJECT_ROOM
from hearthside.people.actions.grants import behind
from hearthside.safety.actions.pages import Subject, raise_page, resolve_page, withdraw_page

LADDER = "floaters"
TITLES = {NEXT_BLOCK: "The next block of {what} will need another facilitator"}
TITLE = "{what} needs a facilitator"


def carry_out(one: Open, seen: Seen, now: datetime, *, by: Actor) -> list[str]:
    """
    Everything that was decided for one session; gives the rooms that a hold began or ended in, by name, for whoever
    tells the media server.
    """
    changed = []
    for decision in seen.decisions:
        match decision:
            case d.Hold(room=name):
                changed += [name] if watching.hold_group(room=one.rooms[name], by=by) else []
            case d.Lift(room=name):
                changed += [name] if watching.lift_hold(room=one.rooms[name], by=by) else []
            case _:
                _one(decision, one, by)
    _keep(one, seen, now, by)
    return changed


def _one(decision: d.Decision, one: Open, by: Actor) -> None:
    match decision:
        case d.StateChanged(room=name):
            watching.note_state(room=one.rooms[name], change=decision, by=by)
        case d.SizeChanged(room=name):
            watching.note_size(room=one.rooms[name], change=decision, by=by)
        case d.RaisePage():
            _raise(decision, one, by)
        case d.WithdrawPage(room=name, cause=cause, flap=flap):
            withdraw_page(page=one.pages[name, cause], by=by)
            if flap:
                watching.note_flap(room=one.rooms[name], cause=cause, by=by)
        case d.ResolvePage(room=name, cause=cause):
            resolve_page(page=one.pages[name, cause], by=by)
        case d.TakeLead(clinician=clinician, because=because):
            lost = UUID(one.facts.lead) if one.facts.lead else None
            watching.take_lead(live=one.live, clinician=UUID(clinician), because=because, instead_of=lost, by=by)
        case d.OpenCard(identity=identity, person=person, lost_at=lost_at):
            since = datetime.fromtimestamp(lost_at / 1000, UTC)
            missing.open_card(seat=one.seats[identity], person=UUID(person), lost_at=since, by=by)
        case d.CallForCard(identity=identity, person=person):
            _call_for(one.cards[identity, person], one, by)
        case d.CloseCard(identity=identity, person=person):
            missing.note_back(card=one.cards[identity, person], by=by)


def _raise(page: d.RaisePage, one: Open, by: Actor) -> None:
    what = title(one.live)
    raise_page(
        program=one.live.program_id,
        cause=page.cause,
        ladder=LADDER,
        subject=Subject(SUBJECT_ROOM, one.rooms[page.room].pk),
        title=TITLES.get(page.cause, TITLE).format(what=what),
        counts={"patients": page.patients, "staff": page.staff, "needed": page.needed},
        by=by,
    )


def _call_for(card: MissingCard, one: Open, by: Actor) -> None:
    raise_page(
        program=one.live.program_id, cause=MISSING, ladder=MISSING, subject=Subject(SUBJECT_CARD, card.pk),
        title=f"Somebody is missing from {title(one.live)}", by=by,
    )  # fmt: skip


def changes(one: Open, seen: Seen) -> bool:
    """Whether anything of this second has to be written down at all: in a quiet room nothing has."""
    return (
        bool(seen.decisions)
        or seen.memory.as_json() != one.live.memory
        or any(_differs(one.states[name], _values(one, seen, name)) for name in one.rooms)
    )


def _keep(one: Open, seen: Seen, now: datetime, by: Actor) -> None:
    """Write down how each room stands and what is remembered, where either has changed."""
    with behind(one.live.program_id, by):
        for name, state in one.states.items():
            values = _values(one, seen, name)
            if _differs(state, values):
                since = now if state.state != values["state"] else state.since
                RoomState.objects.filter(pk=state.pk).update(since=since, seen_at=now, **values)
        memory = seen.memory.as_json()
        if memory != one.live.memory:
            LiveSession.objects.filter(pk=one.live.pk).update(memory=memory)


def _values(one: Open, seen: Seen, name: str) -> dict[str, object]:
    standing, over = seen.standing[name], seen.memory.room(name).over_size_since
    return {
        "state": standing.state,
        "patients": standing.patients,
        "staff": standing.staff,
        "needed": standing.needed,
        "unit": standing.unit,
        "block": one.facts.block + 1,
        "cap": standing.cap,
        "over_size_since": datetime.fromtimestamp(over / 1000, UTC) if over is not None else None,
    }


def _differs(state: RoomState, values: dict[str, object]) -> bool:
    return any(getattr(state, field) != value for field, value in values.items())
