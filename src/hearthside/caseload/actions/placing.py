"""
Putting people into a cohort: everything that is asked, in the order in which a coordinator would want to hear of it.

The cohort is locked before anything is counted. The predicates answer with a good sentence; the database answers again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from hearthside.access.permissions import Permission, may_do
from hearthside.base.refusal import Refusal
from hearthside.caseload import locks
from hearthside.caseload.actions.admitting import admit_members
from hearthside.caseload.actions.settling import settled
from hearthside.caseload.events import JoinedCohort
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.queries import facing, persons
from hearthside.caseload.queries.limits import caps
from hearthside.caseload.queries.persons import Known
from hearthside.caseload.refusals import (
    AlreadyInCohort,
    ClosedCohort,
    CohortOver,
    GroupFull,
    MayNotShareGroup,
    NobodyChosen,
    NotHere,
    NotLicensed,
    NotThisCohort,
    PartnerLeftOut,
    WrongDays,
    does_not_fit,
)
from hearthside.caseload.rules import cohorts as rules
from hearthside.caseload.rules.cohorts import Group, Stay
from hearthside.caseload.rules.spans import Days
from hearthside.caseload.words import day_words
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record_all
from hearthside.people import following
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.credentials.facts import LATEST, WrongFact
from hearthside.people.models.patients import Patient
from hearthside.people.queries.grants_due import day_of
from hearthside.policy.queries import in_force

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Placing:
    """Who comes into a cohort, and in which days."""

    cohort: Cohort
    patients: tuple[UUID, ...]
    during: Days

    @property
    def stays(self) -> list[Stay]:
        return [Stay(patient, self.cohort.id, self.during) for patient in self.patients]


@dataclass(frozen=True)
class _Asked:
    """All that is asked of one cohort, and what is known of whoever is in it or would come."""

    cohort: Cohort
    placings: list[Placing]
    there: list[Stay]
    people: dict[UUID, Known]
    pairs: list[frozenset[UUID]]

    @property
    def stays(self) -> list[Stay]:
        return [stay for each in self.placings for stay in each.stays]


def place(cohort: Cohort, patients: Sequence[Patient], during: Days, *, by: Actor) -> list[Membership]:
    """Within an action that holds the cohort: ask every rule, write the places, and what follows from them."""
    return place_all([Placing(cohort, tuple(dict.fromkeys(p.id for p in patients)), during)], by=by)


def place_all(placings: Sequence[Placing], *, by: Actor) -> list[Membership]:
    """The same of several cohorts of one program, with as many questions as for one."""
    if not all(each.patients for each in placings):
        raise NobodyChosen
    program = placings[0].cohort.program
    cohorts = {each.cohort.id: each.cohort for each in placings}
    ids = list(dict.fromkeys(patient for each in placings for patient in each.patients))
    locks.lock_patients(ids)
    day = day_of(program.id, program)
    with behind(program.id, by):
        there = persons.stays(Membership.objects.filter(cohort__in=cohorts))
        people, pairs = persons.known_with_pairs(program.id, {*ids, *(s.patient for s in there)})
        for cohort in cohorts.values():
            of_it = [each for each in placings if each.cohort.id == cohort.id]
            _refuse(_Asked(cohort, of_it, [s for s in there if s.cohort == cohort.id], people, pairs), by)
        rows = [row for each in placings for row in _rows(each)]
        with settled(_refusals_of_database(placings), goes_on=False):
            Membership.objects.bulk_create(rows)
        _follow(rows, by)
    admit_members(program.id, day, patients=ids, by=by)
    # Those who are there see of whoever comes, and are seen by them, from the first day on.
    now = {each.cohort.id for each in placings if each.during.first <= day}
    bring_grants_up_to_date(program.id, {*ids, *(s.patient for s in there if s.cohort in now)}, by=by)
    return rows


def _refuse(asked: _Asked, by: Actor) -> None:
    """Raise whatever stands against these places, the first that a coordinator would want to hear of."""
    cohort, people = asked.cohort, asked.people
    for each in asked.placings:
        refuse_strangers(each.patients, people)
        _refuse_days(cohort, each.during)
        _refuse_unfit(cohort, [people[i] for i in each.patients], each.during)
    refuse_two_cohorts(cohort, asked.stays, people)
    refuse_half_couples(asked.stays, asked.there, people)
    refuse_apart(asked.stays, asked.there, people, asked.pairs, by)
    refuse_full(cohort, asked.stays, asked.there)
    for each in asked.placings:
        _refuse_unlicensed(cohort, [people[i].state for i in each.patients], each.during)


def _rows(placing: Placing) -> list[Membership]:
    program = placing.cohort.program_id
    version = in_force(placing.during.first, program).version
    return [
        Membership(
            program_id=program,
            cohort=placing.cohort,
            patient_id=patient,
            from_on=placing.during.first,
            until_on=placing.during.last,
            policy_version=version,
        )
        for patient in placing.patients
    ]


def _follow(rows: Sequence[Membership], by: Actor) -> None:
    """Tell of these places, and let the packages above do what follows from them."""
    record_all(
        (
            JoinedCohort(
                patient=row.patient_id,
                cohort=row.cohort_id,
                membership=row.id,
                from_on=row.from_on,
                until_on=row.until_on,
                policy_version=row.policy_version,
            )
            for row in rows
        ),
        by=by,
    )
    following.follow("memberships", memberships=rows, by=by)


def refuse_two_cohorts(cohort: Cohort, asked: list[Stay], people: dict[UUID, Known]) -> None:
    """Raises AlreadyInCohort. Within a scope that sees every place."""
    places = Membership.objects.filter(patient__in=[s.patient for s in asked]).select_related("cohort")
    rows = {(m.patient_id, m.from_on, m.cohort_id): m for m in places}
    for one, other in rules.in_two_cohorts([*persons.stays(rows.values()), *asked]):
        if other in asked and one not in asked:
            row = rows[one.patient, one.during.first, one.cohort]
            name = cohort.name if row.cohort_id == cohort.id else row.cohort.name
            raise AlreadyInCohort(one.patient, people[one.patient].name, name, one.during.last)


def refuse_half_couples(asked: list[Stay], there: list[Stay], people: dict[UUID, Known]) -> None:
    """Raises PartnerLeftOut."""
    for stay in asked:
        partner = people[stay.patient].partner
        if partner:
            beside = [s for s in (*there, *asked) if s.patient == partner]
            if rules.first_day_parted(stay, beside) is not None:
                raise PartnerLeftOut(stay.patient, partner, people[stay.patient].name, people[partner].name)


def refuse_apart(
    asked: list[Stay], there: list[Stay], people: dict[UUID, Known], pairs: Iterable[frozenset[UUID]], by: Actor
) -> None:
    """Raises MayNotShareGroup where `by` may know of the pairs kept apart, NotThisCohort elsewhere."""
    for one, other in rules.together_though_apart([*there, *asked], pairs):
        if one in asked or other in asked:
            if by.is_system or may_do(by.roles, Permission.FORM_COHORTS):
                names = people[one.patient].name, people[other.patient].name
                raise MayNotShareGroup(one.patient, other.patient, *names)
            raise NotThisCohort


def refuse_full(cohort: Cohort, asked: list[Stay], there: list[Stay]) -> None:
    """Raises GroupFull: the highest number of dated places on any day of those asked for counts."""
    limit = caps(cohort.program_id)
    for during in {s.during for s in asked}:
        if day := rules.first_day_over([*there, *asked], limit, during):
            raise GroupFull(cohort.name, limit.on(day), day)


def refusals_of_database(cohort: Cohort, during: Days) -> dict[str, Refusal]:
    """What the database may still say, when somebody else was quicker than our looking."""
    limit = caps(cohort.program_id).on(during.first)
    return {
        "membership_within_cap": GroupFull(cohort.name, limit, during.first),
        "membership_one_cohort": WrongFact("patients", "Somebody chosen has a place in a cohort since. Look again."),
        "keep_apart_cohort": NotThisCohort(),
        "couple_in_one_cohort": WrongFact("patients", "Partners stay together. Choose both or neither."),
    }


def _refusals_of_database(placings: Sequence[Placing]) -> dict[str, Refusal]:
    """The same of several cohorts: which of them it was is not said."""
    found = refusals_of_database(placings[0].cohort, placings[0].during)
    if len({each.cohort.id for each in placings}) > 1:
        since = WrongFact("patients", "One of these cohorts was filled since. Look again.")
        found["membership_within_cap"] = since
    return found


def refuse_strangers(ids: Iterable[UUID], people: dict[UUID, Known]) -> None:
    """Raises WrongFact or NotHere: whoever is not of this program, is discharged, or has died."""
    for each in ids:
        if each not in people:
            raise WrongFact("patients", "Choose people of this program from the list.")
        if not people[each].here:
            raise NotHere(each, people[each].name)


def _refuse_days(cohort: Cohort, during: Days) -> None:
    if cohort.until_on is not None and during.first > cohort.until_on:
        raise CohortOver(cohort.name, cohort.until_on)
    if during.first < cohort.from_on:
        raise WrongDays("from_on", f"{cohort.name} begins on {day_words(cohort.from_on)}. Choose that day or later.")
    if not during or (during.last or LATEST) > LATEST:
        raise WrongDays("until_on", "The last day lies after the first. Check both days.")
    if cohort.until_on is not None and (during.last is None or during.last > cohort.until_on):
        raise WrongDays("until_on", f"{cohort.name} ends on {day_words(cohort.until_on)}. Choose that day or earlier.")
    if not cohort.open and not cohort.began_elsewhere and during.first > cohort.from_on:
        raise ClosedCohort(cohort.name, cohort.from_on)


def _refuse_unfit(cohort: Cohort, chosen: list[Known], during: Days) -> None:
    group = Group(
        track=cohort.track,
        language=cohort.language,
        day_plan=cohort.day_plan.key,
        during=Days(cohort.from_on, cohort.until_on),
        focus=cohort.focus,
        open=cohort.open,
        began_elsewhere=cohort.began_elsewhere,
    )
    of_cohort = {
        "track": cohort.track,
        "language": cohort.language,
        "focus": cohort.focus,
        "day_plan": cohort.day_plan.name,
    }
    for each in chosen:
        if reason := rules.why_unfit(each.person, group, during):
            track = rules.track_of(each.person)
            raise does_not_fit(each.id, each.name, cohort.name, reason, track=track, asked=of_cohort[reason])


def _refuse_unlicensed(cohort: Cohort, states: list[str], during: Days) -> None:
    leads = facing.facilitators_of([cohort.id], during)[cohort.id]
    asked = [(clinician, facing.doing_of(part, cohort.track), s) for clinician, part in leads.items() for s in states]
    for no in facing.not_licensed(cohort.program_id, asked, during.first):
        raise NotLicensed(no.clinician.pk, no.clinician.name, no.state, no.why.sentence, no.why.remedy)
