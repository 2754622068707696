"""People join a cohort, stay longer, and leave it. Ended, never deleted: the past says who was there on any day."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.caseload import locks
from hearthside.caseload.actions.placing import (
    place,
    refusals_of_database,
    refuse_apart,
    refuse_full,
    refuse_half_couples,
    refuse_strangers,
    refuse_two_cohorts,
)
from hearthside.caseload.actions.settling import settled
from hearthside.caseload.events import LeftCohort, MembershipExtended
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.memberships import ENDINGS, Membership
from hearthside.caseload.queries import persons
from hearthside.caseload.refusals import NobodyChosen, PartnerLeftOut, WrongDays
from hearthside.caseload.rules.cohorts import Stay
from hearthside.caseload.rules.spans import Days
from hearthside.caseload.words import day_words
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record_all
from hearthside.people import following
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.credentials.facts import LATEST
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import one_of
from hearthside.people.queries.grants_due import day_of
from hearthside.policy.queries import in_force

DAY = timedelta(days=1)
# Reasons for which one partner leaves a cohort while the other stays.
ALONE = {"finished", "left", "separated", "cohort_closed", "died", "not_taken"}


@action
def join_cohort(
    *,
    cohort: Cohort,
    patients: Sequence[Patient],
    from_on: date,
    until_on: date | None = None,
    by_hand: bool = False,
    by: Actor,
) -> list[Membership]:
    """
    Give these people a place in a cohort from a day on, for the weeks of its day plan or until another last day.

    Partners who are to be kept together come together. `by_hand` says that no plan gave it: what a plan does with
    whoever comes for the first time is then done here.

    Raises:
        NotAllowed: `by` may not form cohorts in this program.
        WrongFact: nobody is chosen, or a day cannot be.
        CohortOver, ClosedCohort: the cohort has ended, or everybody in it began together.
        DoesNotFit: its track, language, focus or day plan is not somebody's.
        AlreadyInCohort, PartnerLeftOut, MayNotShareGroup, NotThisCohort, GroupFull: who may share a cohort.
        NotLicensed: whoever leads it may not do so where somebody is.
        NotHere: somebody is discharged, or has died.

    Rules: docs/rules/cohort-size.md, couples-together.md, keep-apart.md, one-cohort.md, who-fits-a-cohort.md
    """
    require(by, Permission.FORM_COHORTS, within=cohort.program_id)
    if not patients:
        raise NobodyChosen
    with behind(cohort.program_id, by):
        row = locks.lock_cohorts(cohort.program_id, [cohort.id], by=by)[cohort.id]
        last = until_on
        if last is None:
            last = from_on + row.day_plan.weeks * 7 * DAY - DAY
            last = last if row.until_on is None else min(last, max(row.until_on, from_on))
        rows = place(row, patients, Days(from_on, last), by=by)
    if by_hand:
        following.follow("placed_by_hand", program=cohort.program, patients=[p.pk for p in patients], by=by)
    return rows


@action
def extend_membership(*, memberships: Sequence[Membership], until_on: date, by: Actor) -> list[Membership]:
    """
    Let these people stay in their cohort until a later day. Partners who are kept together stay together.

    Raises:
        NotAllowed: `by` may not form cohorts in this program.
        WrongDays: the day is not later, or after the cohort's last.
        AlreadyInCohort, PartnerLeftOut, MayNotShareGroup, NotThisCohort, GroupFull: who may share a cohort.
        NotHere: somebody is discharged, or has died.
    """
    rows = _held(memberships, by)
    cohorts = {row.cohort_id: row.cohort for row in rows}
    for row in rows:
        if row.until_on is None or not row.until_on < until_on <= LATEST:
            raise WrongDays("until_on", "Choose a day after the last one there is now.")
        if row.cohort.until_on is not None and until_on > row.cohort.until_on:
            raise WrongDays("until_on", f"{row.cohort.name} ends on {day_words(row.cohort.until_on)}.")
    with behind(rows[0].program_id, by):
        for cohort in cohorts.values():
            _refuse_longer(cohort, [r for r in rows if r.cohort_id == cohort.id], until_on, by)
    version = in_force(until_on, rows[0].program_id).version
    there = _there_today(rows)
    with settled(refusals_of_database(rows[0].cohort, Days(rows[0].from_on, until_on))):
        for row in rows:
            row.until_on, row.ended_because, row.policy_version = until_on, "", version
        Membership.objects.bulk_update(rows, ["until_on", "ended_because", "policy_version"])
    record_all(
        (
            MembershipExtended(
                patient=row.patient_id,
                cohort=row.cohort_id,
                membership=row.id,
                until_on=until_on,
                policy_version=version,
            )
            for row in rows
        ),
        by=by,
    )
    following.follow("memberships", memberships=rows, by=by)
    bring_grants_up_to_date(rows[0].program_id, _seen_anew(rows, there, by), by=by)
    return rows


@action
def leave_cohort(*, memberships: Sequence[Membership], until_on: date, because: str, by: Actor) -> list[Membership]:
    """
    End these people's places: `until_on` is their last day. A place that has not begun by then never does.

    A partner who finishes, leaves treatment or is separated goes alone; who moves to another cohort, with the other.

    Raises:
        NotAllowed: `by` may not form cohorts in this program.
        WrongFact: no reason from the list; WrongDays: the place ends sooner already.
        PartnerLeftOut: the partner would stay behind.
    """
    one_of("because", because, ENDINGS, "Choose why the place ends.")
    rows = _held(memberships, by)
    for row in rows:
        if row.until_on is not None and until_on > row.until_on:
            sentence = f"The place ends on {day_words(row.until_on)} already. To let somebody stay longer, extend it."
            raise WrongDays("until_on", sentence)
    with behind(rows[0].program_id, by):
        if because not in ALONE:
            _refuse_staying_behind(rows, until_on)
        there = _there_today(rows)
        end_places(rows, until_on=until_on, because=because, by=by)
        bring_grants_up_to_date(rows[0].program_id, _seen_anew(rows, there, by), by=by)
    return rows


def end_places(rows: Sequence[Membership], *, until_on: date, because: str, by: Actor) -> None:
    """Within an action that holds the cohorts: these places end, and what follows from it."""
    if not rows:
        return
    lasts = {row.pk: max(until_on, row.from_on - DAY) for row in rows}
    for row in rows:
        row.until_on, row.ended_because = lasts[row.pk], because
    with behind(rows[0].program_id, by):
        Membership.objects.bulk_update(rows, ["until_on", "ended_because"])
    record_all(
        (
            LeftCohort(
                patient=row.patient_id,
                cohort=row.cohort_id,
                membership=row.id,
                until_on=lasts[row.pk],
                because=because,
            )
            for row in rows
        ),
        by=by,
    )
    following.follow("memberships", memberships=rows, by=by)


def _held(memberships: Sequence[Membership], by: Actor) -> list[Membership]:
    """The places as they are now, after their cohorts and people were locked; the actor may change each."""
    if not memberships:
        raise NobodyChosen
    program = memberships[0].program_id
    for each in memberships:
        require(by, Permission.FORM_COHORTS, within=each.program_id)
    locks.lock_cohorts(program, [m.cohort_id for m in memberships], by=by)
    locks.lock_patients([m.patient_id for m in memberships])
    with behind(program, by):
        rows = Membership.objects.filter(pk__in=[m.pk for m in memberships], program=program)
        return list(rows.select_related("cohort__day_plan").order_by("patient_id"))


def _refuse_longer(cohort: Cohort, rows: list[Membership], until_on: date, by: Actor) -> None:
    asked = [Stay(r.patient_id, cohort.id, Days((r.until_on or until_on) + DAY, until_on)) for r in rows]
    there = persons.stays(Membership.objects.filter(cohort=cohort))
    people, pairs = persons.known_with_pairs(cohort.program_id, {s.patient for s in (*there, *asked)})
    refuse_strangers([r.patient_id for r in rows], people)
    refuse_two_cohorts(cohort, asked, people)
    refuse_half_couples(asked, there, people)
    refuse_apart(asked, there, people, pairs, by)
    refuse_full(cohort, asked, there)


def _refuse_staying_behind(rows: list[Membership], until_on: date) -> None:
    people = persons.known(rows[0].program_id, [r.patient_id for r in rows])
    leaving = {(r.patient_id, r.cohort_id) for r in rows}
    for row in rows:
        partner = people[row.patient_id].partner
        if partner and (partner, row.cohort_id) not in leaving:
            stays = Membership.objects.filter(patient=partner, cohort=row.cohort_id)
            if stays.not_over_by(until_on + DAY).exists():
                raise PartnerLeftOut(row.patient_id, partner, people[row.patient_id].name, people[partner].name)


def _there_today(rows: list[Membership]) -> set[UUID]:
    """Which of these places somebody has today."""
    day = day_of(rows[0].program_id)
    return {row.pk for row in rows if row.holds(day)}


def _seen_anew(rows: list[Membership], there: set[UUID], by: Actor) -> set[UUID]:
    """Whose grants follow: these people's, and of everybody else in a cohort in which one more or less is there now."""
    changed = there ^ _there_today(rows)
    cohorts = {row.cohort_id for row in rows if row.pk in changed}
    with behind(rows[0].program_id, by):
        beside = set(Membership.objects.filter(cohort__in=cohorts).values_list("patient", flat=True))
    return beside | {row.patient_id for row in rows}
