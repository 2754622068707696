"""What whoever leads sees beside the group: who needs them, what can be done about each, and the course."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from hearthside.live.room_words import DANGER
from hearthside.live.web.room.people_forms import BringBackForm, CalledForm, FlagForm, NoteForm, RemoveForm
from hearthside.live.web.room.shown import said

# Act, the words that open it, the words of its button, its look.
FORMS: tuple[tuple[str, str, str, str, type[forms.Form]], ...] = (
    ("flag", "Flag", "Set the flag", "plain", FlagForm),
    ("note", "A line for whoever leads", "Keep the line", "plain", NoteForm),
    ("called", "Took part by telephone", "Note the minutes", "plain", CalledForm),
    ("remove", "Remove from the room", "Remove now", "danger", RemoveForm),
)
# Of whoever stepped away, where a rule says no and staff may answer for it.
BRING_BACK = ("bring-back", "Answer for it", "I answer for it: bring them back", "danger", BringBackForm)


@dataclass(frozen=True)
class Need:
    """Somebody who needs staff now: how urgent, in a word, and the way to do something about it."""

    kind: str
    word: str
    name: str
    more: str = ""
    help: str = ""
    card: str = ""
    # What they asked or are flagged for: its card says how to reach them.
    raised: str = ""


@dataclass(frozen=True)
class Offered:
    """A form about one person."""

    key: str
    title: str
    press: str
    tone: str
    action: str
    form: forms.Form


@dataclass(frozen=True)
class Somebody:
    """One person, for whoever leads."""

    sitter: str
    seat: str
    name: str
    words: tuple[str, ...]
    note: str
    pet_fears: str
    # Why a clinician talks with them first, for whoever treats them; and what of their check-in does not stand.
    because: tuple[str, ...]
    check_in: str
    is_away: bool
    # Why they may not come back, of whoever stepped away.
    in_the_way: tuple[str, ...]
    is_held: bool
    shares: bool
    forms: tuple[Offered, ...] = field(default=())


def needs(state: Mapping[str, Any], zone: str) -> list[Need]:
    """Everybody who needs staff, the most urgent first: help, lost, flag, telephone, hands, quiet, leaving."""
    people = state.get("people", ())
    found = [need for one in people for need in _needs_of(one, zone)]
    hands = [row for row in state.get("tiles", ()) if row.get("hand")]
    found += [
        Need("info", "Hand up", row["name"], f"number {row['hand']}")
        for row in sorted(hands, key=lambda row: row["hand"])
    ]
    room = state.get("room", {})
    for key, word in (("missed", "Missed"), ("late", "Late")):
        if count := room.get(key):
            found.append(Need("warn", word, f"{count} {'person' if count == 1 else 'people'}", "look at the door"))
    order = {"danger": 0, "warn": 1, "info": 2}
    return sorted(found, key=lambda need: order[need.kind])


def _needs_of(one: Mapping[str, Any], zone: str) -> Iterator[Need]:
    name, asked, flag, call = one.get("name", ""), one.get("help"), one.get("flag"), one.get("call_me")
    if asked and not asked.get("seen_by"):
        yield Need("danger", "Asks for help", name, asked["words"], help=str(asked["id"]), raised=str(asked["id"]))
    if one.get("missing"):
        yield Need("danger", "Lost", name, "nothing was heard from them", card=str(one["missing"]))
    if flag:
        yield Need("danger" if flag["level"] == DANGER else "warn", "Flag", name, flag["words"], raised=str(flag["id"]))
    if one.get("waits_since"):
        yield Need("warn", "Back", name, "waits to be brought back")
    if call:
        yield Need("warn", "Telephone", name, "asks to be called", raised=str(call["id"]))
    if one.get("silent_minutes"):
        yield Need("info", "Quiet", name, f"not heard for {one['silent_minutes']} minutes")
    if one.get("leaves_at"):
        yield Need("info", "Leaves", name, f"at {said(one['leaves_at'], zone)}")


def persons(state: Mapping[str, Any], acts: Mapping[str, str]) -> list[Somebody]:
    """Everybody who is treated, with what can be done about each."""
    people = [one for one in state.get("people", ()) if one.get("sitter")]
    seats = [one["seat"] for one in people]
    return [_somebody(one, seats.count(one["seat"]) > 1, acts) for one in people]


def _somebody(one: Mapping[str, Any], shares: bool, acts: Mapping[str, str]) -> Somebody:
    fears = one.get("pet_fears") or ""
    return Somebody(
        sitter=str(one["sitter"]),
        seat=str(one["seat"]),
        name=one.get("name", ""),
        words=tuple(_words(one)),
        note=one.get("note") or "",
        pet_fears=f"Afraid of: {fears if isinstance(fears, str) else ', '.join(fears)}" if fears else "",
        because=tuple(one.get("talk_first_because", ())),
        check_in=_check_in(one.get("verdicts", ())),
        is_away=bool(one.get("away_since")),
        in_the_way=tuple(each["words"] for each in one.get("in_the_way", ())) if one.get("away_since") else (),
        is_held=bool(one.get("held")),
        shares=shares,
        forms=tuple(_offered(one, acts)),
    )


def _check_in(verdicts: Collection[Mapping[str, str]]) -> str:
    """Of the items of a check-in those that do not stand: that they do not, and nothing of the answer."""
    wrong = [each["what"] for each in verdicts if each["kind"] in ("warn", "danger")]
    if not verdicts:
        return ""
    return f"Look at the door again: {', '.join(wrong)}." if wrong else "Their check-in stands."


def _words(one: Mapping[str, Any]) -> Iterator[str]:
    if one.get("away_since"):
        yield "waits to be brought back" if one.get("waits_since") else "stepped away"
    if one.get("held"):
        yield f"held by {one['held_by']}" if one.get("held_by") else "held"
    if one.get("talk_first"):
        yield "talk first"
    if one.get("flag"):
        yield "flag"


def _offered(one: Mapping[str, Any], acts: Mapping[str, str]) -> Iterator[Offered]:
    initial = {"sitter": one["sitter"], "words": one.get("note") or ""}
    if flag := one.get("flag"):
        initial["level"] = flag["level"]
    no = one.get("in_the_way") if one.get("away_since") else ()
    answers = (BRING_BACK,) if no and all(each["answered_for"] for each in no) else ()
    for key, title, press, tone, kind in (*answers, *FORMS):
        if action := acts.get(key.replace("-", "_")):
            made = kind(initial=initial, auto_id=f"{key}-{one['sitter']}-%s")
            yield Offered(key, title, press, tone, action, made)
