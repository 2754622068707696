"""
One change to a roster, as a value: five verbs and no others, so that every "what if" can be read, printed and tried.

Applying a change to a problem gives exactly the problem that reading the changed folder would give.
"""

from dataclasses import dataclass, fields, replace

from hearthside.base.localtime import clock
from hearthside.base.refusal import Refusal
from hearthside.base.spans import DAY_MINUTES
from hearthside.base.words import DAYS
from hearthside.placement.solver.problem import (
    Authority,
    Clinician,
    LocalWindow,
    Person,
    Problem,
    spans_in_week,
)


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


def _with_windows(who: Person | Clinician, days: tuple[int, ...], start: int, end: int) -> tuple[LocalWindow, ...]:
    rows = {(w.day, w.start, w.end) for w in who.weekly} | {(d, start, end) for d in days}
    return tuple(LocalWindow(*row) for row in sorted(rows))


def freer_person(problem: Problem, person: Person, days: tuple[int, ...], start: int, end: int) -> Person:
    """This person with one more window on each of these days of their own zone."""
    weekly = _with_windows(person, days, start, end)
    free = spans_in_week(problem.week, person.zone, weekly, person.exceptions)
    return replace(person, weekly=weekly, free=free)


def freer_clinician(problem: Problem, clinician: Clinician, days: tuple[int, ...], start: int, end: int) -> Clinician:
    """This clinician with one more window on each of these days of their own zone."""
    weekly = _with_windows(clinician, days, start, end)
    free = spans_in_week(problem.week, clinician.zone, weekly, clinician.exceptions)
    return replace(clinician, weekly=weekly, free=free)


def licensed_too(clinician: Clinician, state: str) -> Clinician:
    """This clinician with open-ended leave to treat people in one more state."""
    more = Authority(state, "license")
    held = dict.fromkeys((*clinician.authorities, more))
    ordered = sorted(held, key=lambda a: (a.state, a.kind, str(a.first_day or ""), str(a.last_day or "9999")))
    return replace(clinician, authorities=tuple(ordered), states=clinician.states | {state})


def new_clinician(problem: Problem, change: AddClinician) -> Clinician:
    """The clinician that `add_clinician` adds, under the first free of the ids new1, new2 ..."""
    zone = change.zone or problem.policy.reference_zone
    weekly = tuple(LocalWindow(d, change.start, change.end) for d in sorted(set(change.day)))
    taken = problem.person.keys() | problem.clinician.keys()
    number = next(n for n in range(1, len(taken) + 2) if f"new{n}" not in taken)
    return Clinician(
        id=f"new{number}",
        name="New clinician",
        zone=zone,
        authorities=tuple(Authority(state, "license") for state in sorted(set(change.states))),
        states=frozenset(change.states),
        roles=tuple(sorted(set(change.roles))),
        tracks=tuple(sorted(set(change.tracks))),
        languages=tuple(sorted(set(change.languages))),
        gender="other",
        group_minutes=change.minutes,
        individual_minutes=change.minutes,
        day_minutes=min(change.minutes, DAY_MINUTES),
        free=spans_in_week(problem.week, zone, weekly),
        weekly=weekly,
    )


def _more_people(problem: Problem, change: AddPeople) -> Problem:
    like = problem.person[change.like]
    taken = problem.person.keys() | problem.clinician.keys()
    ids = [i for n in range(1, len(taken) + change.count + 1) if (i := f"{like.id}-{n}") not in taken]
    copies = [replace(like, id=i, partner_id="", together=False, keep_apart=frozenset()) for i in ids[: change.count]]
    return replace(problem, people=tuple(sorted((*problem.people, *copies), key=lambda p: p.id)))


def _clinicians(problem: Problem, changed: Clinician) -> Problem:
    others = (c for c in problem.clinicians if c.id != changed.id)
    return replace(problem, clinicians=tuple(sorted((*others, changed), key=lambda c: c.id)))


def _people(problem: Problem, changed: Person) -> Problem:
    return replace(problem, people=tuple(changed if p.id == changed.id else p for p in problem.people))


def apply(problem: Problem, change: Change) -> Problem:
    """
    The problem that reading the changed folder would give.

    Raises:
        NotAChange: the change names somebody this roster does not have.
    """
    named = [getattr(change, "clinician", None), getattr(change, "like", None), *getattr(change, "who", ())]
    for who in named:
        if who is not None and who not in problem.person and who not in problem.clinician:
            raise NotAChange(str(change), f"the roster has nobody with the id {who}.")
    match change:
        case AddAvailability(who, day, start, end):
            for i in who:
                if i in problem.person:
                    problem = _people(problem, freer_person(problem, problem.person[i], day, start, end))
                else:
                    problem = _clinicians(problem, freer_clinician(problem, problem.clinician[i], day, start, end))
            return problem
        case AddAuthority(clinician, state):
            return _clinicians(problem, licensed_too(problem.clinician[clinician], state))
        case AddClinician():
            return _clinicians(problem, new_clinician(problem, change))
        case AddGroupMinutes(clinician, minutes):
            held = problem.clinician[clinician]
            return _clinicians(problem, replace(held, group_minutes=held.group_minutes + minutes))
        case AddIndividualMinutes(clinician, minutes):
            held = problem.clinician[clinician]
            return _clinicians(problem, replace(held, individual_minutes=held.individual_minutes + minutes))
        case AddPeople():
            return _more_people(problem, change)
