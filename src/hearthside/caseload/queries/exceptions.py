"""
Exceptions: what was right when it was made and is not any more. It goes on, is listed with owner and day, and takes
nobody new.

Read behind the scenes, for whoever watches over it (director, compliance, coordinators): they see that two people may
not share a group, never why.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hearthside.access.models import Program
from hearthside.base.states import STATE_NAMES
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.exceptions import ExceptionOwned
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.caseload.queries import facing, persons
from hearthside.caseload.queries.limits import caps
from hearthside.caseload.queries.persons import Known
from hearthside.caseload.rules.cohorts import Stay, first_day_over, first_day_parted, size_on, together_though_apart
from hearthside.caseload.rules.spans import Days
from hearthside.caseload.rules.treatments import DOING_OF
from hearthside.caseload.words import people_words
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import looking_as
from hearthside.people.credentials.values import Refused
from hearthside.people.models.clinicians import Clinician
from hearthside.people.queries.clinicians import may_treat, with_rights
from hearthside.policy.queries import today


@dataclass(frozen=True)
class CohortException:
    """One thing to see to. `patients` are those of whom the sentence says something."""

    kind: str
    cohort: Cohort
    sentence: str
    since: date
    patients: tuple[UUID, ...] = ()
    owner: ExceptionOwned | None = None


@dataclass(frozen=True)
class TreatmentException:
    """A clinician who treats somebody where they may not any more."""

    treatment: Treatment
    name: str
    sentence: str
    remedy: str


def exceptions(
    program: Program, *, on: date | None = None, read: Mapping[UUID, Clinician] | None = None
) -> list[CohortException]:
    """
    What stands against the rules in cohorts that run today or later; as many queries for one cohort as for all.

    `read` are the clinicians with their rights, where they were read already.
    """
    day = on or today(program)
    with looking_as(system_actor("follow_up", program=program.id)):
        cohorts = list(Cohort.objects.filter(program=program).not_over_by(day).order_by("name", "id"))
        rows = Membership.objects.filter(program=program).not_over_by(day)
        places = rows.values_list("cohort", "patient", "from_on", "until_on", "patient__details__state")
        of_cohort: dict[UUID, list[Stay]] = {cohort.id: [] for cohort in cohorts}
        states: dict[UUID, set[str]] = defaultdict(set)
        for cohort_id, who, first, last, state in places:
            if cohort_id in of_cohort:
                of_cohort[cohort_id].append(Stay(who, cohort_id, Days(first, last)))
                states[cohort_id].add(state)
        asked = _asked(cohorts, states, day)
        of_patient: dict[UUID, list[Stay]] = defaultdict(list)
        for stay in (stay for there in of_cohort.values() for stay in there):
            of_patient[stay.patient].append(stay)
        where = {who: {stay.cohort for stay in stays} for who, stays in of_patient.items()}
        kept_apart = (tuple(pair) for pair in persons.kept_apart(where))
        apart = {who for pair in kept_apart if where[pair[0]] & where[pair[1]] for who in pair}
        parted = {who for pair in _elsewhere(of_patient) for who in pair}
        # Of a thousand people a few are asked about further.
        people, pairs = persons.known_with_pairs(program.id, apart | parted)
        if read is None:
            read = with_rights(Clinician.objects.filter(program=program, pk__in={c for c, _, _ in asked}))
        unlicensed = facing.not_licensed(program.id, asked, day, read=read)
        owners: dict[tuple[UUID, str], ExceptionOwned] = {}
        for owned in ExceptionOwned.objects.filter(program=program).select_related("owner").order_by("at", "id"):
            owners[owned.cohort_id, owned.kind] = owned
    limit = caps(program.id)
    least = min(limit.steps.values(), default=0)
    found = []
    for cohort in cohorts:
        there = of_cohort[cohort.id]
        from_day = max(day, cohort.from_on)
        if len(there) > least and (over := first_day_over(there, limit, Days(from_day))):
            sentence = f"{people_words(size_on(over, there))}, and policy allows {limit.on(over)}."
            found.append(CohortException("over_cap", cohort, f"{sentence} Nobody else can come.", over))
        for one, other in together_though_apart([s for s in there if s.patient in apart], pairs):
            names = sorted((people[one.patient].name, people[other.patient].name))
            since = max(one.during.first, other.during.first)
            sentence = f"{names[0]} and {names[1]} may not share a group."
            found.append(CohortException("kept_apart", cohort, sentence, since, (one.patient, other.patient)))
        found += _parted(cohort, [s for s in there if s.patient in parted], of_patient, people)
    found += _unlicensed(unlicensed, asked, day)
    found.sort(key=lambda e: (e.cohort.name, e.cohort.id, e.kind, e.since))
    return [CohortException(**{**vars(e), "owner": owners.get((e.cohort.id, e.kind))}) for e in found]


def all_exceptions(program: Program) -> tuple[list[CohortException], list[TreatmentException]]:
    """What stands against the rules in cohorts and in treatments, with the licenses of everybody read once."""
    with looking_as(system_actor("follow_up", program=program.id)):
        read = with_rights(Clinician.objects.filter(program=program))
        return exceptions(program, read=read), treatment_exceptions(program, read=read)


def treatment_exceptions(program: Program, *, read: Mapping[UUID, Clinician]) -> list[TreatmentException]:
    """
    Treatments that go on although the clinician's license does not reach the person any more. Read as staff.

    `read` are the clinicians of the program with their rights.
    """
    day = today(program)
    with looking_as(system_actor("follow_up", program=program.id)):
        going_on = Treatment.objects.filter(program=program).at(clock.now())
        asked_of = ("clinician", "patient__details__state", "modality")
        # Many people live in the same few states: asked once for each of those, and not for each treatment.
        answers = {
            each: answer
            for each in going_on.order_by().values_list(*asked_of).distinct()
            if isinstance(answer := may_treat(read[each[0]], each[1], day, DOING_OF[each[2]]), Refused)
        }
        if not answers:
            return []
        rows = going_on.values_list("pk", *asked_of)
        refused = {pk: answers[each] for pk, *rest in rows if (each := (rest[0], rest[1], rest[2])) in answers}
        shown = Treatment.objects.filter(pk__in=refused).select_related("patient", "clinician")
        return [
            TreatmentException(row, row.patient.chosen_name, refused[row.pk].sentence, refused[row.pk].remedy)
            for row in shown.order_by("clinician__search_name", "id")
        ]


def _parted(
    cohort: Cohort, there: list[Stay], of_patient: Mapping[UUID, list[Stay]], people: dict[UUID, Known]
) -> Iterator[CohortException]:
    for stay in there:
        partner = people[stay.patient].partner
        theirs = of_patient.get(partner, []) if partner else []
        # Nobody stands against the rule whose partner still waits: they came before they were linked.
        elsewhere = [s for s in theirs if s.cohort != stay.cohort and s.during.overlaps(stay.during)]
        if partner and elsewhere and (day := first_day_parted(stay, theirs)):
            sentence = f"{people[stay.patient].name} and {people[partner].name} are partners, in two cohorts."
            yield CohortException("couple", cohort, sentence, day, (stay.patient, partner))


def _elsewhere(of_patient: Mapping[UUID, list[Stay]]) -> Iterator[tuple[UUID, UUID]]:
    """Couples of whom one is in a cohort while the other is in another."""
    for one, other in persons.partners(of_patient).items():
        stays, theirs = of_patient.get(one, ()), of_patient.get(other, ())
        if any(s.cohort != t.cohort and s.during.overlaps(t.during) for s in stays for t in theirs):
            yield one, other


def _asked(
    cohorts: list[Cohort], states: Mapping[UUID, set[str]], day: date
) -> dict[tuple[UUID, str, str], list[Cohort]]:
    """Who leads which cohorts that day, doing what, with somebody in which state: what licenses are asked about."""
    leads = facing.facilitators_of([c.id for c in cohorts], Days(day))
    asked: dict[tuple[UUID, str, str], list[Cohort]] = defaultdict(list)
    for cohort in cohorts:
        for clinician, part in leads[cohort.id].items():
            for state in states.get(cohort.id, ()):
                asked[clinician, facing.doing_of(part, cohort.track), state].append(cohort)
    return asked


def _unlicensed(
    refused: list[facing.Unlicensed], asked: Mapping[tuple[UUID, str, str], list[Cohort]], day: date
) -> Iterator[CohortException]:
    """Who leads a cohort and may not do so where somebody in it is, as of this day."""
    for no in refused:
        where = STATE_NAMES.get(no.state, no.state)
        sentence = f"{no.clinician.name} may not do this for people in {where}: {no.why.sentence}"
        for cohort in asked[no.clinician.pk, no.doing, no.state]:
            yield CohortException("license", cohort, sentence, max(day, cohort.from_on))
