"""What somebody is asked at the door, one line each: whether it stands, red, amber or green, and never an answer."""

from dataclasses import dataclass
from typing import Any

from hearthside.live.queries.door_people import AtTheDoor
from hearthside.live.rules import check_in as asked

OK, WARN, DANGER, PLAIN = "ok", "warn", "danger", "plain"


@dataclass(frozen=True)
class Item:
    """One line of a card."""

    kind: str
    word: str
    what: str


def items(each: AtTheDoor) -> list[Item]:
    """One line for each thing that is asked, in the order of the questions."""
    candidate, answers = each.candidate, each.answers
    space = answers.get(asked.SPACE, {}).get("place")
    found = [
        _item("Who they are", asked.IDENTITY in answers, "Known", "Not shown yet"),
        _item("Where they are", candidate.is_located, "Said today", "Not said today"),
        _item(
            "Licenses there", not candidate.may_not_treat, "Everybody who leads may treat them there",
            f"{' and '.join(candidate.may_not_treat)} may not", known=candidate.is_located,
        ),
        _item("Call-back number", asked.NUMBER in answers, "There", "Missing"),
        _item("Emergency contact", asked.CONTACT in answers, "Confirmed today", "Missing"),
        _space(space),
    ]  # fmt: skip
    if each.group is not None:
        found.append(_item("Agreement", each.has_signed, "Signed for this group", "Not signed for this group"))
    if each.answers_here:
        found.append(_item("Asked alone", asked.SAFE in answers, "Done", "Ask them alone whether it is safe to talk"))
    found.append(_device(answers.get(asked.DEVICE)))
    return found


def _item(what: str, is_so: bool, yes: str, no: str, *, known: bool = True) -> Item:
    if not known:
        return Item(PLAIN, "Not known yet", what)
    return Item(OK, yes, what) if is_so else Item(DANGER, no, what)


def _space(place: str | None) -> Item:
    words = {"alone": (OK, "Private"), "nearby": (WARN, "Somebody is nearby"), "not_private": (WARN, "Not private")}
    kind, word = words.get(place or "", (PLAIN, "Not said yet"))
    return Item(kind, word, "Their place")


def _device(said: dict[str, Any] | None) -> Item:
    if said is None:
        return Item(PLAIN, "Not tested yet", "Picture and sound")
    wrong = [f"{what} {code}" for what, code in said.items() if code and code != "OK"]
    if wrong:
        return Item(WARN, ", ".join(wrong), "Picture and sound")
    return (
        Item(OK, "Work", "Picture and sound") if any(said.values()) else Item(WARN, "Not tested", "Picture and sound")
    )
