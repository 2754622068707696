"""Cohorts begin: one, or all that a week has, by the same rules and with as many questions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.ids import new_id
from hearthside.base.languages import LANGUAGE_NAMES
from hearthside.base.words import FOCUSES, SIZE_WISHES, TRACKS
from hearthside.caseload.actions.placing import Placing, place_all
from hearthside.caseload.events import CohortOpened
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.day_plans import DayPlan
from hearthside.caseload.queries.keys import kept_key
from hearthside.caseload.queries.limits import numbers
from hearthside.caseload.refusals import TooFewToBegin, WrongDays
from hearthside.caseload.rules.cohorts import enough_to_begin
from hearthside.caseload.rules.spans import Days
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record_all
from hearthside.ledger.refusing import refusing
from hearthside.people import following
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


@dataclass(frozen=True)
class Opening:
    """A cohort that is to begin, and who begins it."""

    day_plan: DayPlan
    track: str
    language: str
    from_on: date
    open: bool
    patients: Sequence[Patient]
    about: About = field(default_factory=About)
    key: str = ""
    began_elsewhere: bool = False
    # The last days of people who come from another cohort, and stay no longer than they would there.
    lasts: Mapping[UUID, date] = field(default_factory=dict)


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
    by_hand: bool = False,
    by: Actor,
) -> Cohort:
    """
    Open a cohort with the people who begin it. An open one has no end; a closed one runs its day plan's weeks.

    One that ran before it came into this program (`began_elsewhere`) is taken as it is: how many it began with was
    asked there. `by_hand` is as in `join_cohort`.

    Raises:
        NotAllowed: `by` may not form cohorts in this program.
        WrongFact: something typed is missing or cannot be; KeyTaken among them.
        TooFewToBegin: fewer people than policy asks for.
        And whatever `join_cohort` refuses.

    Rules: docs/rules/cohort-size.md, docs/rules/who-fits-a-cohort.md
    """
    asked = Opening(day_plan, track, language, from_on, open, patients, about or About(), key, began_elsewhere)
    (cohort,) = open_all(program, [asked], by=by)
    if by_hand:
        following.follow("placed_by_hand", program=program, patients=[p.pk for p in patients], by=by)
    return cohort


def open_all(program: Program, openings: Sequence[Opening], *, by: Actor) -> list[Cohort]:
    """
    Within an action: open all of these, or none, with as many questions as for one.

    Raises:
        NotAllowed, and whatever `open_cohort` does.
    """
    require(by, Permission.FORM_COHORTS, within=program.id)
    if not openings:
        return []
    there = Cohort.objects.filter(program=program).count()
    minimum = numbers(program.id, "cohort.min")
    cohorts = [_cohort(program, o, there + n, minimum.on) for n, o in enumerate(openings, 1)]
    with refusing({"cohort_key_once": KeyTaken()}):
        Cohort.objects.bulk_create(cohorts)
    placings = [
        Placing(cohort, tuple(dict.fromkeys(p.id for p in group)), Days(cohort.from_on, last))
        for cohort, opening in zip(cohorts, openings, strict=True)
        for last, group in _by_last_day(cohort, opening.patients, opening.lasts).items()
    ]
    if placings:
        place_all(placings, by=by)
    record_all((_opened(cohort, o.patients) for cohort, o in zip(cohorts, openings, strict=True)), by=by)
    for cohort in cohorts:
        following.follow("cohort", cohort=cohort, lasted_until=cohort.until_on, by=by)
    return cohorts


def _cohort(program: Program, asked: Opening, number: int, minimum: Callable[[date], int]) -> Cohort:
    """One that was looked at and may begin. Raises what stands against it."""
    said, from_on, day_plan = asked.about.checked(), asked.from_on, asked.day_plan
    one_of("track", asked.track, TRACKS, CHOOSE)
    one_of("language", asked.language, LANGUAGE_NAMES, CHOOSE)
    if not EARLIEST <= from_on <= LATEST:
        raise WrongDays("from_on", "Check the year of the first day.")
    if day_plan.program_id != program.id:
        raise WrongFact("day_plan", CHOOSE)
    if not asked.began_elsewhere and not enough_to_begin(len({p.id for p in asked.patients}), minimum(from_on)):
        raise TooFewToBegin(len(asked.patients), minimum(from_on))
    return Cohort(
        program=program,
        name=said.name or f"Cohort {number}",
        key=kept_key("key", asked.key) if asked.key else f"c-{new_id().hex[-8:]}",
        open=asked.open,
        modality=said.modality,
        track=asked.track,
        language=asked.language,
        focus=said.focus,
        size_wish=said.size_wish,
        day_plan=day_plan,
        from_on=from_on,
        until_on=None if asked.open else from_on + day_plan.weeks * 7 * DAY - DAY,
        began_elsewhere=asked.began_elsewhere,
        policy_version=in_force(from_on, program.id).version,
    )


def _by_last_day(cohort: Cohort, patients: Sequence[Patient], lasts: Mapping[UUID, date]) -> dict[date, list[Patient]]:
    """Who stays until when: their own weeks, or what is left of them."""
    whole = last_day_of_stay(cohort, cohort.from_on)
    groups: dict[date, list[Patient]] = {}
    for patient in patients:
        last = min(whole, lasts[patient.pk]) if patient.pk in lasts else whole
        groups.setdefault(max(last, cohort.from_on), []).append(patient)
    return groups


def _opened(cohort: Cohort, patients: Sequence[Patient]) -> CohortOpened:
    return CohortOpened(
        cohort=cohort.id,
        day_plan=cohort.day_plan_id,
        from_on=cohort.from_on,
        until_on=cohort.until_on,
        patients=tuple(p.id for p in patients),
        policy_version=cohort.policy_version,
    )


def last_day_of_stay(cohort: Cohort, first: date, weeks: int | None = None) -> date:
    """The last day of somebody who comes on `first`: their own weeks, but no longer than the cohort."""
    last = first + (weeks or cohort.day_plan.weeks) * 7 * DAY - DAY
    return last if cohort.until_on is None else min(last, cohort.until_on)
