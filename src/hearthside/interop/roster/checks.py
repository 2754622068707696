"""
What an import asks of a roster beyond the planner: names, addresses and licenses that can be kept.

Every check adds to the reader's one list of complaints, so that everything wrong with a folder is said at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hearthside.base.languages import LANGUAGE_NAMES
from hearthside.caseload.rules.day_plans import POLICY_KEYS, against_policy
from hearthside.interop.roster import rows
from hearthside.people.credentials.facts import EARLIEST, LATEST, WrongFact, kept_email, text
from hearthside.people.particulars import EARLIEST_BIRTH
from hearthside.people.phones import kept_phone
from hearthside.placement.folder.complaints import Complaints
from hearthside.placement.folder.roster import Files
from hearthside.placement.folder.tables import Row, Rows


@dataclass(frozen=True)
class House:
    """What of the program decides whether a roster can be brought in."""

    zone: str
    today: date
    least_years: int
    # Every key in force, as text.
    policy: Mapping[str, str]
    # Compact privileges that count here already: the roster's id of the clinician, and the state.
    privileges: frozenset[tuple[str, str]] = frozenset()


class Checks:
    """Looks at all the rows of one roster."""

    def __init__(self, files: Files, complaints: Complaints, house: House):
        self.files, self.complaints, self.house = files, complaints, house

    def run(self) -> None:
        for row in self.files.people:
            self._person(row)
        for row in self.files.clinicians:
            self._clinician(row)
        for row in self.files.licenses:
            self._license(row)
        self._licenses_apart()
        for row in self.files.programs:
            self._program(row)
        for row in self.files.pets:
            self._pet(row)
        self._zone()

    def _say(self, file: Rows, row: Row, column: str, sentence: str, remedy: str) -> None:
        self.complaints.add(file.file, row.line, column, sentence, remedy)

    def _kept(self, file: Rows, row: Row, column: str, keep: Callable[[], Any], remedy: str) -> None:
        """Complain where a cell cannot be kept, in the words of whoever keeps it."""
        if row.value[column] is None:
            return
        try:
            keep()
        except WrongFact as no:
            self._say(file, row, column, str(no), remedy)

    def _name(self, file: Rows, row: Row) -> None:
        name = row.value["name"]
        self._kept(file, row, "name", lambda: rows.names(name), "Write the name as people read it.")

    def _languages(self, file: Rows, row: Row) -> None:
        for language in row.value["languages"] or ():
            if language not in LANGUAGE_NAMES:
                remedy = "Write a code of ISO 639-1, or of 639-3 where there is none, such as en, es, ase."
                self._say(file, row, "languages", f"Nobody here knows the language {language}.", remedy)

    def _person(self, row: Row) -> None:
        file, value = self.files.people, row.value
        self._name(file, row)
        self._languages(file, row)
        self._kept(file, row, "email", lambda: kept_email("email", value["email"]), "Or leave it empty.")
        self._kept(file, row, "phone", lambda: kept_phone("phone", value["phone"]), "Or leave it empty.")
        self._birth(row)
        since = value["waiting_since"]
        if since is not None and since < EARLIEST_BIRTH:
            self._say(file, row, "waiting_since", f"Nobody waits since {since}.", "Check the year.")

    def _birth(self, row: Row) -> None:
        file, written = self.files.people, row.value["born_on"]
        if not written:
            return
        born_on = rows.day(written)
        if born_on is None or not EARLIEST_BIRTH <= born_on <= self.house.today:
            remedy = "Write year-month-day, for example 1990-04-12, or leave it empty."
            self._say(file, row, "born_on", "This is no birth date.", remedy)
            return
        years = rows.years_old(born_on, self.house.today)
        if years < self.house.least_years:
            sentence = f"{row.value['person_id']} is {years} years old; this program treats people from "
            remedy = "Take the line out, or put the date right."
            self._say(file, row, "born_on", f"{sentence}{self.house.least_years} on.", remedy)

    def _clinician(self, row: Row) -> None:
        file, value = self.files.clinicians, row.value
        self._name(file, row)
        self._languages(file, row)
        self._kept(file, row, "email", lambda: kept_email("email", value["email"]), "Or leave it empty.")
        for column, most in (
            ("group_minutes", rows.WEEK_MINUTES),
            ("individual_minutes", rows.WEEK_MINUTES),
            ("day_minutes", rows.DAY_MINUTES),
        ):
            if value[column] is not None and value[column] > most:
                what = "day" if column == "day_minutes" else "week"
                self._say(file, row, column, f"A {what} has {most:,} minutes.", f"Write {most} or less.")

    def _license(self, row: Row) -> None:
        file, value = self.files.licenses, row.value
        remedy = "Write the number as it stands on the license."
        self._kept(file, row, "number", lambda: text("number", value["number"], most=60), remedy)
        for column in ("from", "to"):
            if value[column] is not None and not EARLIEST <= value[column] <= LATEST:
                self._say(file, row, column, "This day is too far away.", "Write a day between 1900 and 2100.")
        if value["kind"] == "exception" and value["to"] is None and "to" not in row.bad:
            self._say(file, row, "to", "An exception has a last day.", "Write it.")

    def _licenses_apart(self) -> None:
        """Two rows for the same kind of right in one state follow each other; sharing days, one of them is wrong."""
        file = self.files.licenses
        spans: dict[tuple[str, str, str], list[tuple[date, date]]] = {}
        for row in sorted((r for r in file if not r.bad), key=lambda r: (r.value["from"], r.line)):
            value = row.value
            before = spans.setdefault((value["clinician_id"], value["state"], value["kind"]), [])
            last = value["to"] or date.max
            if any(first <= last and value["from"] <= end for first, end in before):
                remedy = "Let one begin the day after the other ends, or remove one."
                self._say(file, row, "from", "It shares days with another line of the same kind and state.", remedy)
            before.append((value["from"], last))

    def _program(self, row: Row) -> None:
        file = self.files.programs
        if row.bad:
            return
        title = row.value["title"]
        self._kept(file, row, "title", lambda: text("title", title, most=200), "Write a shorter title.")
        for column, sentence in against_policy(
            rows.plan(row), {key: int(self.house.policy[key]) for key in POLICY_KEYS}
        ):
            remedy = "Put the day plan right; policy can only be made stricter."
            # The hours of a week are the reader's own complaint, by the folder's policy.
            if column != "blocks":
                self._say(file, row, column, sentence, remedy)

    def _pet(self, row: Row) -> None:
        file, value = self.files.pets, row.value
        keep = lambda: text("name", value["name"], most=60, needed="The animal has no name.")  # noqa: E731
        self._kept(file, row, "name", keep, "Write its name.")
        self._kept(file, row, "species", lambda: text("species", value["species"], most=60), "Write a shorter word.")
        self._kept(file, row, "notes", lambda: text("notes", rows.pet_notes(row), most=300), "Write it shorter.")

    def _zone(self) -> None:
        """The week in current/ is stated on the clocks of the reference zone, which must be the program's."""
        stated = next((r for r in self.files.policy if r.value["key"] == "reference_zone"), None)
        zone = stated.value["value"] if stated else rows.baseline_zone()
        if self.files.current and zone and zone != self.house.zone:
            line = stated.line if stated else 0
            self.complaints.add(
                self.files.policy.file, line, "value",
                f"The week in current/ is stated on the clocks of {zone}, the program's are {self.house.zone}.",
                f"Write reference_zone {self.house.zone} and the times by its clocks.",
            )  # fmt: skip
