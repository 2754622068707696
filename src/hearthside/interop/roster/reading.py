"""
A roster folder as it is to be brought in, or every complaint about it.

The planner's reader reads it and checks its week; the program's own policy, which may be stricter, and its rule of
licenses are asked once more, so that nothing comes in that the database would then refuse.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from hearthside.interop.roster import rows
from hearthside.interop.roster.checks import Checks, House
from hearthside.interop.roster.incoming import (
    Animal,
    Incoming,
    IncomingClinician,
    IncomingPerson,
    IncomingPlan,
    Times,
)
from hearthside.people.credentials.facts import Card, Limits, Papers, kept_email, text
from hearthside.people.particulars import Details, Wishes
from hearthside.people.phones import kept_phone
from hearthside.placement.folder import current, policy
from hearthside.placement.folder.complaints import Complaints
from hearthside.placement.folder.roster import Files, Roster, read_files
from hearthside.placement.folder.tables import Row
from hearthside.placement.solver.problem import Clinician, Person, Problem
from hearthside.placement.solver.week import Week
from hearthside.schedule.windows import DatedException, Window

PRESCRIBER = "prescriber"
PRIVILEGE = "compact_privilege"


def read_folder(folder: Path, *, week: date, house: House) -> Incoming:
    """
    Everything in `folder`, for the week that begins on Monday `week`.

    Raises:
        BadRoster: something is not right; it carries every complaint.
    """
    roster, files = read_files(folder, week=week, look=lambda files, complaints: Checks(files, complaints, house).run())
    _check_by_our_policy(roster, files, house)
    return _Building(roster, files, week, house).incoming()


def _check_by_our_policy(roster: Roster, files: Files, house: House) -> None:
    """The week in current/ once more: by the policy in force here, and without rights that do not count yet."""
    if files.current is None:
        return
    complaints = Complaints()
    counting = tuple(
        replace(c, authorities=held, states=frozenset(a.state for a in held if a.valid_all_week(roster.problem.week)))
        for c in roster.problem.clinicians
        for held in [tuple(a for a in c.authorities if a.kind != PRIVILEGE or (c.id, a.state) in house.privileges)]
    )
    ours = policy.of_texts(house.policy)
    problem: Problem = replace(roster.problem, clinicians=counting, policy=ours, current=None)
    current.refuse_broken(files.current, problem, files.known, complaints)
    complaints.refuse()


class _Building:
    """Puts together what the files say of each person and clinician."""

    def __init__(self, roster: Roster, files: Files, week: date, house: House):
        self.roster, self.files, self.week, self.house = roster, files, week, house
        self.notes: list[str] = []
        self.times = self._times()
        self.pets = self._grouped(files.pets, "person_id")
        self.licenses = self._grouped(files.licenses, "clinician_id")

    def incoming(self) -> Incoming:
        problem = self.roster.problem
        whole = problem.current or Week()
        self._policy_notes()
        people = tuple(self._person(row) for row in sorted(self.files.people, key=lambda r: r.value["person_id"]))
        clinicians = sorted(self.files.clinicians, key=lambda r: r.value["clinician_id"])
        return Incoming(
            week=self.week,
            people=people,
            clinicians=tuple(self._clinician(row) for row in clinicians),
            plans=tuple(self._plan(row) for row in sorted(self.files.programs, key=lambda r: r.value["program_id"])),
            cohorts=whole.cohorts,
            open_cohorts=problem.open_cohorts,
            sessions=whole.sessions,
            notes=tuple(self.notes),
            has_week=self.files.current is not None,
        )

    @staticmethod
    def _grouped(file: Iterable[Row], column: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in file:
            found[row.value[column]].append(row)
        return found

    def _times(self) -> dict[str, Times]:
        found: dict[str, Times] = {}
        over = 0
        everybody: list[Person | Clinician] = [*self.roster.problem.people, *self.roster.problem.clinicians]
        for who in everybody:
            dated = [e for e in who.exceptions if e.on >= self.house.today]
            over += len(who.exceptions) - len(dated)
            found[who.id] = Times(
                tuple(Window(w.day, w.start, w.end) for w in who.weekly),
                tuple(DatedException(e.kind, e.on, e.on, e.start, e.end) for e in dated),
            )
        if over:
            self.notes.append(f"exceptions.csv: {_counted(over, 'line')} of days that are over")
        return found

    def _policy_notes(self) -> None:
        for row in self.files.policy:
            key, value = row.value["key"], row.value["value"]
            ours = self.house.policy.get(key, "")
            if key != "reference_zone" and value != ours:
                self.notes.append(f"policy.csv: {key} {value}, which is {ours} here; policy has a page of its own")

    def _person(self, row: Row) -> IncomingPerson:
        value, key = row.value, row.value["person_id"]
        first, last = rows.names(value["name"])
        details = Details(
            first_name=first,
            last_name=last,
            born_on=rows.day(value["born_on"]) if value["born_on"] else None,
            state=value["state"],
            zone=value["zone"],
            languages=value["languages"],
            email=kept_email("email", value["email"]),
            phone=kept_phone("phone", value["phone"]),
        )
        wishes = Wishes(
            value["track"],
            value["acuity"],
            value["focus"],
            value["size_wish"],
            value["time_wish"],
            value["gender_wish"],
        )
        pets = tuple(
            Animal(text("name", p.value["name"], most=60), rows.species(p.value["species"]), rows.pet_notes(p))
            for p in self.pets.get(key, ())
        )
        return IncomingPerson(
            key=key,
            details=details,
            wishes=wishes.checked(),
            waiting_since=value["waiting_since"],
            day_plans=tuple(sorted(value["programs"])),
            minimum_minutes=value["minimum_minutes"],
            partner=value["partner_id"],
            together=value["together"] == "yes",
            apart=frozenset(value["keep_apart"]),
            times=self.times[key],
            pets=pets,
        )

    def _clinician(self, row: Row) -> IncomingClinician:
        value, key = row.value, row.value["clinician_id"]
        if PRESCRIBER in value["roles"]:
            self.notes.append(f"clinicians.csv: {key} prescribes, which waits until their profession is recorded")
        if self.files.licenses.present:
            rights = rows.rights(self.licenses.get(key, ()))
        else:
            rights = rows.rights_in(value["authorities"])
        pending = [right.state for right in rights if right.status == "pending"]
        if pending:
            self.notes.append(
                f"licenses.csv: {key} holds compact privileges ({', '.join(pending)}), which count once their compact "
                "and home state are recorded and confirmed"
            )
        return IncomingClinician(
            key=key,
            card=Card(
                name=text("name", value["name"], most=200),
                languages=value["languages"],
                zone=value["zone"],
                gender=value["gender"],
                roles=tuple(role for role in value["roles"] if role != PRESCRIBER),
                tracks=value["tracks"],
            ).checked(),
            papers=Papers(email=kept_email("email", value["email"])),
            limits=Limits(value["group_minutes"], value["individual_minutes"], value["day_minutes"]),
            rights=rights,
            times=self.times[key],
        )

    def _plan(self, row: Row) -> IncomingPlan:
        return IncomingPlan(row.value["program_id"], text("title", row.value["title"], most=200), rows.plan(row))


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"
