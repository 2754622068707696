"""
Makes the roster in this folder: 60 people and 18 clinicians of a made-up clinic, for the week of 4 January 2027.

    python examples/clinic-60/recipe.py [FOLDER]

The same bytes every time. Where people live comes from a public table of ZIP codes, when they are free from public
figures on working hours (both in tables/, see README.md); everybody is made up. The clinicians, who are few, are
written down in tables/clinicians.csv.
"""

import csv
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar

from clinicians import authorities, clinicians, working_hours

HERE = Path(__file__).parent
WEEK = date(2027, 1, 4)
SEED = 17
PEOPLE = 60

T = TypeVar("T")
Row = Sequence[object]
Window = tuple[str, str, str]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")

FIRST_NAMES = (
    "Abel Amara Anselm Asha Beatriz Bodhi Calla Camilo Celia Dara Desmond Dov Elena Emeka Esme Ewan Farah Felix Freya "
    "Gael Greta Hana Harlan Ilse Imani Ines Ivo Jonah Josefa Juniper Kaito Keala Kwame Laila Leif Lucia Magnus Mara "
    "Mateo Mika Nadia Nils Noor Odette Orson Paloma Pilar Priya Quentin Rafael Rosa Ruth Saul Selma Tavi Thea Ulises "
    "Vera Wendell Yara"
).split()
LAST_NAMES = (
    "Abbott Alvarez Banerjee Bell Brightwater Cardoso Castillo Chen Delgado Duarte Ellery Farrow Flores Garza Hale "
    "Hollis Ibarra Jansen Kahale Kim Larkin Lindgren Lowell Luna Marsh Medina Moreno Nakoa Navarro Novak Okafor Ortega "
    "Park Quist Ramos Reyes Rivers Rosen Salas Sato Serrano Soto Thorne Vance Vega Whitlock Winter Yazzie Young Zamora"
).split()
PETS = (
    ("Biscuit", "dog", "barks at the doorbell"),
    ("Miso", "cat", "sits on the keyboard"),
    ("Clover", "rabbit", ""),
    ("Juno", "dog", "support animal, stays at the feet"),
    ("Pancho", "parrot", "says good morning at any hour"),
    ("Olive", "cat", ""),
    ("Tank", "tortoise", "shy of cameras"),
    ("Waffles", "dog", "needs a walk at the break"),
)


class Draw:
    """Choices that come out alike on every Python: they all go through `Random.random`, which never changed."""

    def __init__(self, seed: int):
        self._random = Random(seed)

    def chance(self, share: float) -> bool:
        """True in `share` of all draws."""
        return self._random.random() < share

    def one(self, choices: Sequence[T]) -> T:
        """Any of these, all alike likely."""
        return choices[int(self._random.random() * len(choices))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One of the keys, as likely as its weight."""
        left = self._random.random() * sum(weights.values())
        for choice, weight in weights.items():
            left -= weight
            if left < 0:
                return choice
        return choice


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this recipe."""
    with (HERE / "tables" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def homes() -> dict[str, list[str]]:
    """By state, the zone of each ZIP code of the table: a zone with more ZIP codes is drawn more often."""
    found: dict[str, list[str]] = {}
    for row in table("zip-state-zone.csv"):
        found.setdefault(row["state"], []).append(row["timezone"])
    return found


def shifts() -> tuple[float, dict[str, float]]:
    """The share of employed adults who work other than by day, and how those divide into kinds of shift."""
    values = {row["measure"]: float(row["value"]) for row in table("work-schedules-bls.csv")}
    other = values["full-time wage and salary workers usually working a shift other than daytime, May 2001"] / 100
    kinds = ("evening shift", "night shift", "rotating shift", "split shift")
    return other, {kind: values[f"of which {kind}"] for kind in kinds}


def flexible() -> float:
    """The share of employed adults who may move their start and end."""
    measure = "wage and salary workers able to vary start and stop times, 2017-18"
    return next(float(row["value"]) for row in table("work-schedules-bls.csv") if row["measure"] == measure) / 100


def life(draw: Draw) -> str:
    """
    What fills somebody's days. People in treatment are less often at work than others, so this share is assumed: 55 in
    100 work, 15 study, 23 are on leave, 7 look after somebody. How those who work work is from the table.
    """
    kind = draw.weighted({"work": 55, "study": 15, "leave": 23, "care": 7})
    if kind != "work":
        return kind
    other, kinds = shifts()
    return draw.weighted(kinds) if draw.chance(other) else "day work"


def free(draw: Draw, kind: str) -> list[Window]:
    """When somebody with such days is free, in their own zone."""
    if kind == "day work":
        start = draw.one(("16:30", "17:00", "17:00", "17:00", "17:30"))
        evenings = [(day, start, draw.one(("21:30", "22:00"))) for day in WEEKDAYS]
        if draw.chance(0.3):
            evenings.remove(draw.one(evenings))
        if draw.chance(flexible()):
            evenings += [(day, "11:30", "13:30") for day in WEEKDAYS if draw.chance(0.5)]
        return evenings + ([("sat", "08:30", "14:00")] if draw.chance(0.25) else [])
    if kind in ("evening shift", "rotating shift"):
        return [(day, "08:30", draw.one(("12:30", "13:30"))) for day in WEEKDAYS]
    if kind == "night shift":
        return [(day, "14:00", "20:30") for day in WEEKDAYS]
    if kind == "split shift":
        return [(day, start, end) for day in WEEKDAYS for start, end in (("10:30", "15:00"), ("19:30", "22:00"))]
    if kind == "study":
        return [(day, draw.one(("12:30", "14:00", "15:00")), "21:00") for day in WEEKDAYS]
    if kind == "care":
        return [(day, "09:00", "14:30") for day in WEEKDAYS]
    return [(day, "09:00", draw.one(("17:00", "18:00", "20:00"))) for day in WEEKDAYS]


def person(draw: Draw, number: int, zones: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """One row of people.csv, partners and keep-apart pairs still open."""
    state = draw.weighted({"AZ": 26, "CA": 12, "TX": 10, "CO": 9, "HI": 3})
    name = f"{FIRST_NAMES[number - 1]} {draw.one(LAST_NAMES)}"
    born = date(1962, 1, 1) + timedelta(days=int(draw.one(range(16000))))
    young = born >= date(2001, 1, 1)
    languages = draw.weighted({"en": 78, "en;es": 12, "es": 10})
    # The clinic's Spanish-speaking program is mostly one for mental health.
    tracks = {"mh": 80, "sud": 12, "dual": 8} if "es" in languages else {"mh": 46, "sud": 36, "dual": 18}
    focus = {"trauma": 0.25, "young_adult": 0.6 if young else 0.0, "lgbtq": 0.12}
    return {
        "person_id": f"p{number}",
        "name": name,
        "state": state,
        "zone": draw.one(zones[state]),
        "languages": languages,
        "track": draw.weighted(tracks),
        "programs": draw.weighted({"iop-3": 40, "iop-3;iop-4": 27, "iop-4": 12, "iop-3;iop-4;iop-5": 13, "iop-5": 8}),
        "acuity": draw.weighted({"1": 55, "2": 30, "3": 15}),
        "waiting_since": str(WEEK - timedelta(days=1 + int(draw.one(range(7)) * draw.one(range(9))))),
        "focus": ";".join(word for word, share in focus.items() if draw.chance(share)),
        "size_wish": draw.weighted({"": 50, "small": 30, "moderate": 20}),
        "time_wish": draw.weighted({"": 55, "morning": 10, "afternoon": 10, "evening": 25}),
        "gender_wish": draw.weighted({"": 75, "woman": 18, "man": 7}),
        "partner_id": "",
        "together": "",
        "keep_apart": "",
        "minimum_minutes": "",
        "email": f"{name.lower().replace(' ', '.')}@example.org",
        "phone": f"480-555-01{number:02d}",
        "born_on": str(born),
    }


# The second of each couple lives with the first, and comes to the same day plans; the last couple wants to be apart.
COUPLES = (("p7", "p8"), ("p19", "p20"), ("p33", "p34"), ("p45", "p46"), ("p53", "p54"))
APART = ("p53", "p54")
TWO_TRACKS = ("p33", "p34")
KEPT_APART = (("p3", "p28"), ("p14", "p41"), ("p22", "p57"))
# Ordered by their insurers: more than the 9 hours of everybody.
MINIMUMS = {"p5": 570, "p12": 580, "p26": 570, "p38": 580}


def people(draw: Draw) -> dict[str, dict[str, str]]:
    """The rows of people.csv by id."""
    zones = homes()
    rows = {f"p{number}": person(draw, number, zones) for number in range(1, PEOPLE + 1)}
    for first, second in COUPLES:
        for column in ("state", "zone", "languages", "programs", "track"):
            rows[second][column] = rows[first][column]
        for one, other in ((first, second), (second, first)):
            rows[one] |= {"partner_id": other, "together": "yes"}
    rows[TWO_TRACKS[0]]["track"], rows[TWO_TRACKS[1]]["track"] = "mh", "sud"
    # One of two is enough, and nobody is told whose wish it was.
    rows[APART[0]]["together"] = "no"
    for first, second in KEPT_APART:
        rows[first]["keep_apart"] = second
    for who, minutes in MINIMUMS.items():
        rows[who]["minimum_minutes"] = str(minutes)
    return rows


def availability(draw: Draw, who: Mapping[str, Mapping[str, str]]) -> list[Row]:
    """The rows of availability.csv. Partners are free alike: they plan their week together."""
    windows = {person_id: free(draw, life(draw)) for person_id in who}
    for first, second in COUPLES:
        windows[second] = windows[first]
    rows: list[Row] = [(person_id, *window) for person_id in who for window in windows[person_id]]
    return rows + list(working_hours())


DAY_PLANS: tuple[Row, ...] = (
    ("iop-3", "Three days a week", 3, "mon;tue;wed;thu;fri;sat", "process:90 break:10 psychoeducation:90", 8),
    ("iop-4", "Four shorter days, with the pets", 4, "mon;tue;wed;thu;fri", "process:75 pet:15 break:5 skills:60", 8),
    ("iop-5", "Every working day", 5, "mon;tue;wed;thu;fri", "process:60 break:5 psychoeducation:50 wellness:15", 12),
)
POLICY: tuple[Row, ...] = (
    ("reference_zone", "America/Denver"),
    ("cohort.cap", 10),
    ("cohort.min", 4),
    ("buffer.minutes", 10),
    ("grid.minutes", 30),
)
EXCEPTIONS: tuple[Row, ...] = (
    ("c6", "2027-01-08", "", "", "away"),
    ("p9", "2027-01-06", "08:00", "09:30", "away"),
    ("p16", "2027-01-09", "09:00", "13:00", "extra"),
    ("c2", "2027-02-15", "", "", "away"),
    ("p30", "2027-01-18", "", "", "away"),
)


def pets(draw: Draw, ids: Sequence[str]) -> list[Row]:
    """The rows of pets.csv: each pet has a person of its own."""
    left = list(ids)
    rows: list[Row] = []
    for pet in PETS:
        owner = draw.one(left)
        left.remove(owner)
        rows.append((owner, *pet))
    return rows


def text(header: str, rows: Iterable[Row]) -> str:
    """A CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return out.getvalue()


def roster() -> dict[str, str]:
    """Every file of the roster, by name."""
    draw = Draw(SEED)
    who = people(draw)
    columns = "clinician_id,name,zone,authorities,roles,tracks,languages,gender,group_minutes,individual_minutes"
    return {
        "people.csv": text(",".join(next(iter(who.values()))), [tuple(row.values()) for row in who.values()]),
        "availability.csv": text("who,day,from,to", availability(draw, who)),
        "clinicians.csv": text(f"{columns},day_minutes,email", clinicians()),
        "programs.csv": text("program_id,title,days_per_week,days_allowed,blocks,weeks", DAY_PLANS),
        "policy.csv": text("key,value", POLICY),
        "licenses.csv": text("clinician_id,state,kind,number,from,to", authorities()),
        "exceptions.csv": text("who,date,from,to,kind", EXCEPTIONS),
        "pets.csv": text("person_id,name,species,notes", pets(draw, list(who))),
    }


def main(arguments: Sequence[str]) -> None:
    """Writes the roster into a folder, as a rule into this one."""
    folder = Path(arguments[0]) if arguments else HERE
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in roster().items():
        (folder / name).write_text(content, encoding="utf-8", newline="")


if __name__ == "__main__":
    main(sys.argv[1:])
