"""What is typed at the door, checked and as it is kept: each refusal names the field that it belongs to."""

import re
from collections.abc import Mapping
from typing import Any

from hearthside.base.states import STATE_NAMES
from hearthside.live.rules import check_in as rules
from hearthside.people.credentials.facts import WrongFact, text
from hearthside.people.particulars import POSTAL_CODE, one_of
from hearthside.people.phones import kept_phone

Given = Mapping[str, Any]
RESULT = re.compile(r"[A-Z]{1,3}[0-9]{0,2}")
DEVICES = ("camera", "microphone", "sound")


def screen(given: Given) -> dict[str, Any]:
    """How they join whose partner comes too."""
    return {"how": one_of("how", given.get("how", ""), rules.SCREENS, "Choose one.")}


def name(given: Given) -> dict[str, Any]:
    """What the group sees on their tile."""
    return {
        "shown_name": text("shown_name", given.get("shown_name", ""), most=40, needed="Type the name to be shown."),
        "pronouns": text("pronouns", given.get("pronouns", ""), most=40),
        "pet": text("pet", given.get("pet", ""), most=60),
    }


def place(given: Given) -> dict[str, Any]:
    """Where they are now."""
    found = {
        "street": text("street", given.get("street", ""), most=200, needed="Type the street and the number."),
        "unit": text("unit", given.get("unit", ""), most=100),
        "entry": text("entry", given.get("entry", ""), most=200),
        "city": text("city", given.get("city", ""), most=100, needed="Type the city or town."),
        "state": one_of("state", given.get("state", ""), STATE_NAMES, "Choose the state you are in now."),
        "postal_code": text("postal_code", given.get("postal_code", ""), most=10),
        "local_emergency": kept_phone("local_emergency", given.get("local_emergency", "")),
    }
    if found["postal_code"] and not POSTAL_CODE.fullmatch(found["postal_code"]):
        raise WrongFact("postal_code", "A ZIP code has five digits, such as 19103.")
    return found


def number(given: Given) -> dict[str, Any]:
    """Where we call them if we lose them."""
    return {"phone": kept_phone("phone", given.get("phone", ""), needed=True)}


def contact(given: Given) -> dict[str, Any]:
    """Whom we may call for them today."""
    return {
        "name": text("name", given.get("name", ""), most=200, needed="Type the name."),
        "relationship": text(
            "relationship", given.get("relationship", ""), most=60, needed="Type who this is, such as sister."
        ),
        "phone": kept_phone("phone", given.get("phone", ""), needed=True),
    }


def space(given: Given) -> dict[str, Any]:
    """Whether they can talk where they are."""
    return {
        "place": one_of("place", given.get("place", ""), rules.PLACES, "Choose one."),
        "headphones": bool(given.get("headphones")),
    }


def safe(given: Given) -> dict[str, Any]:
    """Whether somebody there makes it unsafe to talk."""
    return {"unsafe": one_of("unsafe", given.get("unsafe", ""), (rules.NO, rules.YES), "Choose one.") == rules.YES}


def feeling(given: Given) -> dict[str, Any]:
    """Mood and urge, each from 0 to 10."""
    return {field: _scale(field, given.get(field)) for field in ("mood", "urge")}


def safety(given: Given, *, asks_about_use: bool) -> dict[str, Any]:
    """Today's questions about safety."""
    found = {"safe_now": one_of("safe_now", given.get("safe_now", ""), (rules.YES, rules.NO), "Choose one.")}
    for field in ("hurt_self", "hurt_other", *(("used",) if asks_about_use else ())):
        found[field] = one_of(field, given.get(field, ""), rules.RATHER_TALK, "Choose one.")
    return found


def device(given: Given) -> dict[str, Any]:
    """What the test of camera, microphone and sound found, by its codes; nothing where it was not made."""
    found = {field: str(given.get(field, "")) for field in DEVICES}
    for field, code in found.items():
        if code and not RESULT.fullmatch(code):
            raise WrongFact(field, "This is no result of the test.")
    return found


def _scale(field: str, typed: Any) -> int:
    if not isinstance(typed, int) and not (isinstance(typed, str) and typed.isascii() and typed.isdecimal()):
        raise WrongFact(field, "Choose a number from 0 to 10.")
    found = int(typed)
    if not rules.LEAST <= found <= rules.MOST:
        raise WrongFact(field, "Choose a number from 0 to 10.")
    return found
