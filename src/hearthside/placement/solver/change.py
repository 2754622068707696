"""
One change to a roster, as a value: five verbs and no others, so that every "what if" can be read, printed and tried.
"""

from dataclasses import dataclass, fields

from hearthside.base.localtime import clock
from hearthside.base.refusal import Refusal
from hearthside.base.spans import DAY_MINUTES
from hearthside.base.words import DAYS


class NotAChange(Refusal):
    """A text that is none of the five changes, or a change that names somebody the roster does not have."""

    def __init__(self, text: str, why: str):
        self.text = text
        super().__init__(f"{text!r} is not a change we can apply: {why}")


@dataclass(frozen=True)
class AddAvailability:
    """A window on each of these days for everybody in `who` (people or clinicians), in each one's own zone."""

    who: tuple[str, ...]
    day: tuple[int, ...]
    start: int
    end: int

    def __str__(self) -> str:
        return f"add_availability who={';'.join(self.who)} {_window(self)}"


@dataclass(frozen=True)
class AddAuthority:
    """Leave for a clinician to treat people in one more state, open-ended."""

    clinician: str
    state: str

    def __str__(self) -> str:
        return f"add_authority clinician={self.clinician} state={self.state}"


@dataclass(frozen=True)
class AddClinician:
    """One more clinician; `minutes` limits their group week, their individual week and, up to 24 hours, their day."""

    roles: tuple[str, ...]
    states: tuple[str, ...]
    tracks: tuple[str, ...]
    languages: tuple[str, ...]
    day: tuple[int, ...]
    start: int
    end: int
    minutes: int
    zone: str = ""

    def __str__(self) -> str:
        lists = (f"{f}={';'.join(getattr(self, f))}" for f in ("roles", "states", "tracks", "languages"))
        zone = f" zone={self.zone}" if self.zone else ""
        return f"add_clinician {' '.join(lists)} {_window(self, 'days')} minutes={self.minutes}{zone}"


@dataclass(frozen=True)
class AddGroupMinutes:
    """More group minutes a week for a clinician."""

    clinician: str
    minutes: int

    def __str__(self) -> str:
        return f"add_group_minutes clinician={self.clinician} minutes={self.minutes}"


@dataclass(frozen=True)
class AddIndividualMinutes:
    """More individual minutes a week for a clinician."""

    clinician: str
    minutes: int

    def __str__(self) -> str:
        return f"add_individual_minutes clinician={self.clinician} minutes={self.minutes}"


@dataclass(frozen=True)
class AddPeople:
    """So many more people like somebody: same columns and windows, no partner, nobody to be kept apart from."""

    count: int
    like: str

    def __str__(self) -> str:
        return f"add_people {self.count} like={self.like}"


Change = AddAvailability | AddAuthority | AddClinician | AddGroupMinutes | AddIndividualMinutes | AddPeople


def _window(change: "AddAvailability | AddClinician", key: str = "day") -> str:
    days = ";".join(DAYS[d] for d in change.day)
    return f"{key}={days} from={clock(change.start)} to={clock(change.end)}"


# Each verb with its value and its keys, in the order in which they are written; a key in brackets may be left out.
_VERBS: dict[str, tuple[type[Change], str]] = {
    "add_availability": (AddAvailability, "who day from to"),
    "add_authority": (AddAuthority, "clinician state"),
    "add_clinician": (AddClinician, "roles states tracks languages days from to minutes (zone)"),
    "add_group_minutes": (AddGroupMinutes, "clinician minutes"),
    "add_individual_minutes": (AddIndividualMinutes, "clinician minutes"),
    "add_people": (AddPeople, "count like"),
}
_FIELD = {"from": "start", "to": "end", "days": "day"}
_LISTS = {"who", "day", "days", "roles", "states", "tracks", "languages"}


def _minute(text: str) -> int:
    hours, colon, minutes = text.partition(":")
    if not (colon and len(hours) == len(minutes) == 2 and (hours + minutes).isdigit() and int(minutes) < 60):
        raise ValueError(f"{text} is not a time like 17:00")
    if int(hours) * 60 + int(minutes) > DAY_MINUTES:
        raise ValueError(f"{text} is after 24:00")
    return int(hours) * 60 + int(minutes)


def _value(key: str, text: str) -> object:
    if not text:
        raise ValueError(f"{key} is empty")
    if key in ("from", "to"):
        return _minute(text)
    if key in ("minutes", "count"):
        if not (text.isascii() and text.isdigit() and int(text)):
            raise ValueError(f"{key} is a whole number from 1")
        return int(text)
    words = tuple(text.split(";"))
    if key in ("day", "days"):
        if not set(words) <= set(DAYS):
            raise ValueError(f"days are {', '.join(DAYS)}")
        return tuple(sorted({DAYS.index(w) for w in words}))
    return words if key in _LISTS else text


def parse(text: str) -> Change:
    """
    The change written in this text, the form that `str(change)` gives.

    Raises:
        NotAChange: an unknown verb, a missing, doubled or unknown key, or a value that is none.
    """
    verb, *words = text.split() or [""]
    if verb not in _VERBS:
        raise NotAChange(text, f"the verbs are {', '.join(_VERBS)}.")
    kind, keys = _VERBS[verb]
    if verb == "add_people" and words:
        words[0] = f"count={words[0]}"
    pairs = [w.partition("=")[::2] for w in words]
    given = dict(pairs)
    wanted = [k.strip("()") for k in keys.split()]
    missing = [k for k in keys.split() if not k.startswith("(") and k not in given]
    if len(given) < len(pairs) or missing or set(given) - set(wanted):
        raise NotAChange(text, f"{verb} takes each of these once: {keys}.")
    try:
        values = {_FIELD.get(k, k): _value(k, v) for k, v in given.items()}
    except ValueError as wrong:
        raise NotAChange(text, f"{wrong}.") from None
    if "end" in values and not values["start"] < values["end"]:  # type: ignore[operator]  # both are minutes
        raise NotAChange(text, "the end is not after the start.")
    assert set(values) <= {f.name for f in fields(kind)}
    return kind(**values)  # type: ignore[arg-type]  # each value was read for its own key
