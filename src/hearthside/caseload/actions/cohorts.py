"""Cohorts are opened, change, and end. Who is in them stands in `memberships`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.ids import new_id
from hearthside.base.languages import LANGUAGE_NAMES
from hearthside.base.words import FOCUSES, SIZE_WISHES, TRACKS
from hearthside.caseload import locks
from hearthside.caseload.actions.memberships import end_places
from hearthside.caseload.actions.placing import place
from hearthside.caseload.events import CohortChanged, CohortClosed, CohortOpened
from hearthside.caseload.models.cohorts import ENDINGS, Cohort
from hearthside.caseload.models.day_plans import DayPlan
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.queries import persons
from hearthside.caseload.queries.keys import kept_key
from hearthside.caseload.queries.limits import numbers
from hearthside.caseload.refusals import CohortOver, TooFewToBegin, WrongDays, does_not_fit
from hearthside.caseload.rules.cohorts import enough_to_begin
from hearthside.caseload.rules.spans import Days
from hearthside.caseload.words import day_words
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people import following
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.credentials.facts import EARLIEST, LATEST, WrongFact, text
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import one_of
from hearthside.policy.queries import in_force

DAY = timedelta(days=1)
CHOOSE = "Choose one from the list."


class KeyTaken(WrongFact):
    """Another cohort of the program has this key."""

    def __init__(self) -> None:
        super().__init__("key", "Another cohort has this key. Choose another, or leave it out.")


@dataclass(frozen=True)
class About:
    """What may be said of a cohort, and changed while it runs."""

    name: str = ""
    # How the group works, by its name: "CBT skills for mood".
    modality: str = ""
    focus: str = ""
    size_wish: str = ""

    def checked(self) -> "About":
        """The same, cleaned. Raises WrongFact."""
        one_of("focus", self.focus, ("", *FOCUSES), CHOOSE)
        one_of("size_wish", self.size_wish, ("", *SIZE_WISHES), CHOOSE)
        return replace(self, name=text("name", self.name, most=100), modality=text("modality", self.modality, most=120))


@action
def open_cohort(
    *,
    program: Program,
    day_plan: DayPlan,
    track: str,
    language: str,
    from_on: date,
    open: bool,
    patients: Sequence[Patient],
    about: About | None = None,
    key: str = "",
    began_elsewhere: bool = False,
    lasts: Mapping[UUID, date] | None = None,
    by: Actor,
) -> Cohort:
    """
    Open a cohort with the people who begin it. An open one has no end; a closed one runs its day plan's weeks.

    One that ran before it came into this program (`began_elsewhere`) is taken as it is: how many it began with was
    asked there. Whose last day stands in `lasts` comes from another cohort, and stays no longer than they would there.

    Raises:
        NotAllowed: `by` may not form cohorts in this program.
        WrongFact: something typed is missing or cannot be; KeyTaken among them.
        TooFewToBegin: fewer people than policy asks for.
        And whatever `join_cohort` refuses.

    Rules: docs/rules/cohort-size.md, docs/rules/who-fits-a-cohort.md
    """
    require(by, Permission.FORM_COHORTS, within=program.id)
    said = (about or About()).checked()
    one_of("track", track, TRACKS, CHOOSE)
    one_of("language", language, LANGUAGE_NAMES, CHOOSE)
    if not EARLIEST <= from_on <= LATEST:
        raise WrongDays("from_on", "Check the year of the first day.")
    if day_plan.program_id != program.id:
        raise WrongFact("day_plan", CHOOSE)
    minimum = numbers(program.id, "cohort.min").on(from_on)
    if not began_elsewhere and not enough_to_begin(len({p.id for p in patients}), minimum):
        raise TooFewToBegin(len(patients), minimum)
    cohort = Cohort(
        program=program,
        name=said.name or f"Cohort {Cohort.objects.filter(program=program).count() + 1}",
        open=open,
        modality=said.modality,
        track=track,
        language=language,
        focus=said.focus,
        size_wish=said.size_wish,
        day_plan=day_plan,
        from_on=from_on,
        until_on=None if open else from_on + day_plan.weeks * 7 * DAY - DAY,
        began_elsewhere=began_elsewhere,
        policy_version=in_force(from_on, program.id).version,
    )
    cohort.key = kept_key("key", key) if key else f"c-{new_id().hex[-8:]}"
    with refusing({"cohort_key_once": KeyTaken()}):
        cohort.save(force_insert=True)
    for last, group in _by_last_day(cohort, patients, lasts or {}).items():
        place(cohort, group, Days(from_on, last), by=by)
    _record_opened(cohort, patients, by=by)
    following.follow("cohort", cohort=cohort, by=by)
    return cohort


def _by_last_day(cohort: Cohort, patients: Sequence[Patient], lasts: Mapping[UUID, date]) -> dict[date, list[Patient]]:
    """Who stays until when: their own weeks, or what is left of them."""
    whole = last_day_of_stay(cohort, cohort.from_on)
    groups: dict[date, list[Patient]] = {}
    for patient in patients:
        last = min(whole, lasts[patient.pk]) if patient.pk in lasts else whole
        groups.setdefault(max(last, cohort.from_on), []).append(patient)
    return groups


def _record_opened(cohort: Cohort, patients: Sequence[Patient], *, by: Actor) -> None:
    record(
        CohortOpened(
            cohort=cohort.id,
            day_plan=cohort.day_plan_id,
            from_on=cohort.from_on,
            until_on=cohort.until_on,
            patients=tuple(p.id for p in patients),
            policy_version=cohort.policy_version,
        ),
        by=by,
    )


@action
def change_cohort(*, cohort: Cohort, about: About, until_on: date | None = None, by: Actor) -> Cohort:
    """
    Change what is said of a cohort, or move its last day further off. To end it sooner, close it.

    Raises:
        NotAllowed: `by` may not form cohorts in this program.
        WrongFact: something typed cannot be.
        DoesNotFit: somebody in it did not ask for the new focus.
    """
    require(by, Permission.FORM_COHORTS, within=cohort.program_id)
    said = about.checked()
    if not said.name:
        raise WrongFact("name", "Type a name.")
    row = locks.lock_cohorts(cohort.program_id, [cohort.id], by=by)[cohort.id]
    if said.focus and said.focus != row.focus:
        _refuse_focus(row, said.focus, by)
    if until_on is not None and (row.until_on is None or not row.until_on <= until_on <= LATEST):
        raise WrongDays("until_on", "The last day can only move further off here. To end it sooner, close the cohort.")
    new: dict[str, object] = {
        "name": said.name,
        "modality": said.modality,
        "focus": said.focus,
        "size_wish": said.size_wish,
    }
    new |= {"until_on": until_on} if until_on else {}
    changed = tuple(name for name, value in new.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, new[name])
    if changed:
        row.save(update_fields=changed)
        record(CohortChanged(cohort=row.id, fields=changed), by=by)
        following.follow("cohort", cohort=row, by=by)
    return row


@action
def close_cohort(*, cohort: Cohort, until_on: date, because: str, by: Actor) -> Cohort:
    """
    End a cohort: `until_on` is its last day, and the last of everybody who is in it then or was to come.

    Raises:
        NotAllowed: `by` may not form cohorts in this program.
        WrongFact: no reason from the list, or the day cannot be.
        CohortOver: it ends sooner already.
    """
    require(by, Permission.FORM_COHORTS, within=cohort.program_id)
    one_of("because", because, ENDINGS, "Choose why the cohort ends.")
    row = locks.lock_cohorts(cohort.program_id, [cohort.id], by=by)[cohort.id]
    if row.until_on is not None and row.until_on < until_on:
        raise CohortOver(row.name, row.until_on)
    if until_on < row.from_on - DAY:
        raise WrongDays("until_on", f"The cohort begins on {day_words(row.from_on)}. Choose that day or a later one.")
    with behind(cohort.program_id, by):
        places = Membership.objects.filter(cohort=row).not_over_by(until_on + DAY).order_by("patient_id")
        ending = list(places.select_related("cohort"))
    locks.lock_patients([m.patient_id for m in ending])
    end_places(ending, until_on=until_on, because="cohort_closed", by=by)
    row.until_on, row.ended_because = until_on, because
    row.save(update_fields=["until_on", "ended_because"])
    patients = tuple(m.patient_id for m in ending)
    record(CohortClosed(cohort=row.id, until_on=until_on, because=because, patients=patients), by=by)
    following.follow("cohort", cohort=row, by=by)
    bring_grants_up_to_date(row.program_id, patients, by=by)
    return row


def last_day_of_stay(cohort: Cohort, first: date, weeks: int | None = None) -> date:
    """The last day of somebody who comes on `first`: their own weeks, but no longer than the cohort."""
    last = first + (weeks or cohort.day_plan.weeks) * 7 * DAY - DAY
    return last if cohort.until_on is None else min(last, cohort.until_on)


def _refuse_focus(cohort: Cohort, focus: str, by: Actor) -> None:
    with behind(cohort.program_id, by):
        in_it: list[UUID] = list(
            Membership.objects.filter(cohort=cohort).not_over_by(cohort.from_on).values_list("patient", flat=True)
        )
        for each in persons.known(cohort.program_id, in_it).values():
            if each.id in in_it and focus not in each.person.focuses:
                raise does_not_fit(each.id, each.name, cohort.name, "focus", track="", asked=focus)
