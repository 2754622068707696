"""The people who wait or hold a place: what a row may say about partners, limits and dates, and what it becomes."""

from datetime import date

from hearthside.placement.folder.complaints import Complaints
from hearthside.placement.folder.ids import Known
from hearthside.placement.folder.tables import Row, Rows
from hearthside.placement.folder.times import Exceptions, Windows
from hearthside.placement.solver.problem import Person, Policy, spans_in_week

MOST_WAITING_DAYS = 60


class PeopleChecks:
    """Everything about `people.csv` that one cell alone cannot show."""

    def __init__(self, rows: Rows, complaints: Complaints, *, people: Known, programs: Known, clinicians: Known):
        self.rows, self.complaints = rows, complaints
        self.people, self.programs, self.clinicians = people, programs, clinicians
        self.partner_of = {r.value["person_id"]: r.value["partner_id"] for r in reversed(rows.rows)}

    def run(self, week: date, policy: Policy) -> None:
        """Complain about every row that does not hold together."""
        if self.rows.whole and not self.rows.rows and not self.rows.ragged:
            self.complaints.add(self.rows.file, 0, "", "There are no people.", "Add one row for each person.")
        for row in self.rows:
            for program in row.value["programs"] or ():
                self.programs.require(self.rows, row.line, "programs", program, self.complaints)
            self._partner(row)
            self._keep_apart(row)
            self._limits(row, week, policy)

    def _say(self, row: Row, column: str, sentence: str, remedy: str) -> None:
        self.complaints.add(self.rows.file, row.line, column, sentence, remedy)

    def _person(self, row: Row, column: str, other: str) -> bool:
        if other in self.clinicians.first and other not in self.people.first:
            self._say(row, column, f"{other} is a clinician.", "Write the id of a person, or remove it.")
            return False
        return self.people.require(self.rows, row.line, column, other, self.complaints)

    def _partner(self, row: Row) -> None:
        me, other, together = (row.value[c] for c in ("person_id", "partner_id", "together"))
        if "partner_id" in row.bad:
            return
        if not other:
            if together == "yes":
                self._say(row, "together", "There is no partner to be with.", "Write partner_id, or leave it empty.")
            return
        if together == "":
            self._say(row, "together", f"It is not said whether they stay with {other}.", "Write yes or no.")
        if other == me:
            self._say(row, "partner_id", f"{me} is written as their own partner.", "Write the partner's id.")
        elif self._person(row, "partner_id", other) and other in self.partner_of:
            theirs = self.partner_of[other]
            if theirs is not None and me is not None and theirs != me:
                names = f"names {theirs}" if theirs else "names nobody"
                sentence = f"{other} does not name {me} as partner, but {names}."
                self._say(row, "partner_id", sentence, f"Write {me} as partner_id of {other}, or remove it here.")

    def _keep_apart(self, row: Row) -> None:
        for other in row.value["keep_apart"] or ():
            if other == row.value["person_id"]:
                self._say(row, "keep_apart", f"{other} is to be kept apart from themselves.", "Remove their own id.")
            else:
                self._person(row, "keep_apart", other)

    def _limits(self, row: Row, week: date, policy: Policy) -> None:
        since, minimum = row.value["waiting_since"], row.value["minimum_minutes"]
        if since is not None and since > week:
            sentence = f"They wait since {since}, which is after the week of {week}."
            self._say(row, "waiting_since", sentence, "Write the date on which they began to wait.")
        if minimum is not None and minimum < policy.week_minimum_minutes:
            sentence = f"A minimum of {minimum} minutes is below the policy's {policy.week_minimum_minutes}."
            self._say(row, "minimum_minutes", sentence, "Leave it empty, or write a higher number.")
        if minimum is not None and minimum > policy.week_maximum_minutes:
            sentence = f"A minimum of {minimum} minutes is above the policy's maximum of {policy.week_maximum_minutes}."
            self._say(row, "minimum_minutes", sentence, "Leave it empty, or write a lower number.")


def person(row: Row, week: date, policy: Policy, windows: Windows, exceptions: Exceptions) -> Person:
    """The person of a row nobody complained about."""
    value = row.value
    who, zone = value["person_id"], value["zone"]
    weekly, dated = windows.get(who, ()), exceptions.get(who, ())
    return Person(
        id=who,
        name=value["name"],
        state=value["state"],
        zone=zone,
        languages=tuple(sorted(value["languages"])),
        track=value["track"],
        programs=tuple(sorted(value["programs"])),
        acuity=value["acuity"],
        waiting_days=min(MOST_WAITING_DAYS, (week - value["waiting_since"]).days),
        minimum_minutes=value["minimum_minutes"] or policy.week_minimum_minutes,
        free=spans_in_week(week, zone, weekly, dated),
        weekly=weekly,
        exceptions=dated,
        focus=tuple(sorted(value["focus"])),
        size_wish=value["size_wish"],
        time_wish=value["time_wish"],
        gender_wish=value["gender_wish"],
        partner_id=value["partner_id"],
        together=value["together"] == "yes",
        keep_apart=frozenset(value["keep_apart"]),
    )
