"""
The roster of the demonstration's other people, as a clinic that begins would bring it: clinicians and people who wait.

The same people every time, from the names in `data/names.csv`, by a seed. Nobody of them exists, and nobody of them
signs in; the people who do stand in `cast`.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from random import Random
from typing import TypeVar

SEED = 11
# Weekdays alone: it is no hospital.
DAYS = ("mon", "tue", "wed", "thu", "fri")
ZONE = "America/New_York"
DAY_PLANS = (
    ("iop-3", "Three days a week", 3, ";".join(DAYS), "process:90 break:10 psychoeducation:90", 12),
    ("iop-4", "Four shorter days, with the pets", 4, ";".join(DAYS), "process:75 pet:15 break:5 skills:60", 12),
)
STATES = {"PA": 60, "NJ": 25, "MA": 15}
AREA_CODES = {"PA": "267", "NJ": "201", "MA": "413"}
FOCUS = {"trauma": 0.2, "young_adult": 0.1, "lgbtq": 0.1}
# When somebody is free whose days are taken, or whose evenings are.
EVENINGS, BY_DAY, AT_DAWN = ("17:00", "21:30"), ("09:00", "16:30"), ("05:00", "07:00")
ONE_DAY_IS_TAKEN = 0.25

T = TypeVar("T")
Row = Sequence[object]


@dataclass(frozen=True)
class Lot:
    """So many people who would fit into one kind of group."""

    people: int
    track: str
    language: str
    free: tuple[str, str]
    plans: str = "iop-3;iop-4"
    # Two by two from the first on; of the last pair one would rather be without the other.
    couples: int = 0
    apart: int = 0


LOTS = (
    Lot(14, "mh", "en", EVENINGS, couples=1, apart=1),
    Lot(8, "mh", "en", BY_DAY),
    Lot(6, "mh", "es", BY_DAY, plans="iop-3"),
    Lot(7, "sud", "en", EVENINGS, plans="iop-3", couples=1),
    Lot(7, "sud", "en", BY_DAY),
    Lot(8, "dual", "en", BY_DAY, couples=1),
)


PETS = (
    ("Button", "dog", "sleeps under the desk"),
    ("Marble", "cat", "walks over the keyboard"),
    ("Pepper", "dog", "barks at parcels"),
    ("Hopscotch", "rabbit", ""),
    ("Captain", "parrot", "says hello before anybody else"),
    ("Velvet", "cat", ""),
    ("Domino", "dog", "needs a walk at the break"),
)
LICENSED_FROM, LICENSED_FOR = timedelta(days=300), timedelta(days=900)


class Draw:
    """Choices that come out alike on every Python: they all go through `Random.random`."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def one(self, choices: Sequence[T]) -> T:
        return choices[int(self._random.random() * len(choices))]

    def weighted(self, weights: dict[T, int]) -> T:
        left = self._random.random() * sum(weights.values())
        last = next(reversed(weights))
        for choice, weight in weights.items():
            left -= weight
            if left < 0:
                return choice
        return last

    def in_any_order(self, things: Iterable[T]) -> list[T]:
        return [thing for _, thing in sorted(((self._random.random(), t) for t in things), key=lambda pair: pair[0])]


def table(name: str) -> list[dict[str, str]]:
    """The rows of a data file of the demonstration, without what it says of itself."""
    text = files("hearthside.project.demo").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def roster(monday: date) -> dict[str, str]:
    """Every file of the roster by name: who waits for a group that begins on this Monday, and who would lead it."""
    draw = Draw(SEED)
    names = _names(draw)
    staff = table("colleagues.csv")
    people = _people(draw, names[len(staff) :], monday)
    free = [(row.pop("free"), row["person_id"]) for row in people]
    return {
        "people.csv": _text(people[0], [tuple(row.values()) for row in people]),
        "availability.csv": _text(("who", "day", "from", "to"), [*_windows(draw, free), *_hours(staff)]),
        "clinicians.csv": _text(CLINICIAN, [_clinician(row, name) for row, name in zip(staff, names, strict=False)]),
        "licenses.csv": _text(LICENSE, _licenses(staff, monday)),
        "programs.csv": _text(("program_id", "title", "days_per_week", "days_allowed", "blocks", "weeks"), DAY_PLANS),
        "policy.csv": _text(("key", "value"), [("reference_zone", ZONE)]),
        "pets.csv": _text(("person_id", "name", "species", "notes"), _pets(draw, [p["person_id"] for p in people])),
    }


CLINICIAN = (
    "clinician_id", "name", "zone", "authorities", "roles", "tracks", "languages", "gender", "group_minutes",
    "individual_minutes", "day_minutes", "email",
)  # fmt: skip
LICENSE = ("clinician_id", "state", "kind", "number", "from", "to")


def _names(draw: Draw) -> list[tuple[str, str]]:
    """First and last names, no two alike in either while there are enough."""
    rows = table("names.csv")
    firsts, lasts = draw.in_any_order(r["first"] for r in rows), draw.in_any_order(r["last"] for r in rows)
    again = zip(firsts, [*lasts[7:], *lasts[:7]], strict=True)
    return [*zip(firsts, lasts, strict=True), *again]


def professions() -> dict[str, str]:
    """What each of the colleagues is, by name: a roster does not say it."""
    pairs = zip(table("colleagues.csv"), _names(Draw(SEED)), strict=False)
    return {" ".join(name): row["profession"] for row, name in pairs}


def who_comes_later(place: int) -> tuple[str, str]:
    """The name of somebody who comes when all of these have begun."""
    everybody = len(table("colleagues.csv")) + sum(lot.people for lot in LOTS)
    return _names(Draw(SEED))[everybody + place]


def address(name: tuple[str, str]) -> str:
    return f"{name[0]}.{name[1]}@example.org".lower()


def _people(draw: Draw, names: Sequence[tuple[str, str]], monday: date) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for lot in LOTS:
        pairs = lot.couples + lot.apart
        for place in range(lot.people):
            rows.append(_person(draw, len(rows) + 1, names[len(rows)], lot, monday))
            if place < 2 * pairs and place % 2:
                _link(rows[-2], rows[-1], together=place < 2 * lot.couples)
    return rows


def _person(draw: Draw, number: int, name: tuple[str, str], lot: Lot, monday: date) -> dict[str, object]:
    state = draw.weighted(STATES)
    born = date(1964, 1, 1) + timedelta(days=draw.one(range(14_000)))
    return {
        "person_id": f"p{number}",
        "name": " ".join(name),
        "state": state,
        "zone": ZONE,
        "languages": lot.language,
        "track": lot.track,
        "programs": lot.plans,
        "acuity": draw.weighted({1: 50, 2: 35, 3: 15}),
        "waiting_since": monday - timedelta(days=7 + draw.one(range(40))),
        "focus": ";".join(word for word, share in FOCUS.items() if draw.chance(share)),
        "size_wish": draw.weighted({"": 50, "small": 30, "moderate": 20}),
        "time_wish": draw.weighted({"": 6, "evening" if lot.free == EVENINGS else "morning": 4}),
        "gender_wish": draw.weighted({"": 75, "woman": 18, "man": 7}),
        "partner_id": "",
        "together": "",
        "keep_apart": "",
        "minimum_minutes": "",
        "email": address(name),
        "phone": f"{AREA_CODES[state]}-555-01{number:02d}",
        "born_on": born,
        "free": lot.free,
    }


def _link(one: dict[str, object], other: dict[str, object], *, together: bool) -> None:
    """Two who live together: one address, one state; what they are treated for is each one's own."""
    for column in ("state", "programs"):
        other[column] = one[column]
    one["partner_id"], other["partner_id"] = other["person_id"], one["person_id"]
    one["together"] = "yes"
    other["together"] = "yes" if together else "no"


def _windows(draw: Draw, free: Iterable[tuple[object, object]]) -> Iterable[Row]:
    for span, who in free:
        taken = draw.one(DAYS) if draw.chance(ONE_DAY_IS_TAKEN) else ""
        yield from ((who, day, *span) for day in DAYS if day != taken)  # type: ignore[misc] # a span is two times


def _hours(staff: Iterable[dict[str, str]]) -> Iterable[Row]:
    for row in staff:
        for day in row["days"].split(";"):
            for span in row["hours"].split(";"):
                yield (row["clinician_id"], day, *span.split("-"))


def _clinician(row: dict[str, str], name: tuple[str, str]) -> Row:
    kept = {**row, "name": " ".join(name), "zone": ZONE, "authorities": row["states"], "email": address(name)}
    return tuple(kept[column] for column in CLINICIAN)


def _licenses(staff: Iterable[dict[str, str]], monday: date) -> Iterable[Row]:
    for number, row in enumerate(staff, start=1):
        for state in row["states"].split(";"):
            first = monday - LICENSED_FROM
            yield row["clinician_id"], state, "license", f"{state}-EXAMPLE-{number:02d}", first, first + LICENSED_FOR


def _pets(draw: Draw, people: Sequence[object]) -> Iterable[Row]:
    return [(who, *pet) for who, pet in zip(draw.in_any_order(people), PETS, strict=False)]


def _text(columns: Iterable[str], rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()
