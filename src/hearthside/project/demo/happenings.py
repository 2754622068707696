"""What happens in the clinic now: somebody finishes, a clinician falls ill, a partner comes along, a visit is asked."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from hearthside.base.refusal import Refusal
from hearthside.caseload.actions.treatments import assign_treatment
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.agreements.texts import in_force
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import CoupleMember, PartnerWithoutChart
from hearthside.policy.queries import today
from hearthside.project.demo import cast, days
from hearthside.project.demo.bonds import acts, patient, speaks_for
from hearthside.project.models import Demonstration
from hearthside.schedule.actions.ending import end_care
from hearthside.schedule.actions.series import start_series
from hearthside.schedule.actions.staffing import drop_out
from hearthside.schedule.actions.swaps import ask_swap, sessions_open_to
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.plain import Pattern, Person, Staff
from hearthside.schedule.words import PLANNED, PROGRAM_DAY, SHORT

COUPLES_MINUTES = 60
HALF_HOUR = 30
# What begins sooner is over before anybody has looked at it.
SOONEST, NEXT_TWO_WEEKS = timedelta(hours=30), timedelta(days=14)


class NothingFound(Exception):
    """The clinic has no place for what is to happen in it: a mistake of ours."""


def a_couples_hour(demo: Demonstration, by: Actor) -> None:
    """Theo comes to couples therapy with a partner who has no chart: booked by hand, for the planner knows them not."""
    name, partner = cast.PARTNER_WITHOUT_CHART
    theo = patient(demo.program, name)
    along = PartnerWithoutChart.objects.get(program=demo.program, name=partner)
    therapist = Clinician.objects.get(program=demo.program, name=cast.COUPLES_THERAPIST)
    couple = CoupleMember.objects.get(patient=theo, until_at__isnull=True).couple
    robin = acts(demo.program, cast.COORDINATOR)
    with scope(robin):
        assign_treatment(clinician=therapist, modality="couples", couple=couple, from_at=clock.now(), by=robin)
        for pattern in _hours_of_evenings(demo):
            try:
                start_series(
                    program=demo.program,
                    pattern=pattern,
                    staff=[Staff(therapist.pk)],
                    people=[Person(patient=theo.pk), Person(partner=along.pk)],
                    by=robin,
                )
            except Refusal:
                continue  # somebody is elsewhere then
            return
    raise NothingFound("couples")


def _hours_of_evenings(demo: Demonstration) -> Iterator[Pattern]:
    """Where an hour might be free, from the afternoon on."""
    monday = days.monday_of(days.today()) + days.WEEK
    for start in range(17 * 60, 20 * 60 + 1, HALF_HOUR):
        for number, weekday in enumerate(("mon", "tue", "wed", "thu", "fri")):
            first = monday + timedelta(days=number)
            yield Pattern("couples", (weekday,), start, first, demo.until_on, minutes=COUPLES_MINUTES, zone=cast.ZONE)


def somebody_finishes(demo: Demonstration, by: Actor) -> None:
    """Somebody of the fullest group has completed the program, and their seat is free."""
    fullest, _ = max(_members(demo).items(), key=lambda each: (len(each[1]), each[0]))
    for membership in _members(demo)[fullest]:
        who = membership.patient
        if who.account_id is None and not CoupleMember.objects.filter(patient=who).exists() and not _has_name(who):
            end_care(patient=who, last_on=today(demo.program), reason="completed", by=by)
            return
    raise NothingFound("finished")


def _members(demo: Demonstration) -> dict[str, list[Membership]]:
    found: dict[str, list[Membership]] = {}
    rows = Membership.objects.filter(program=demo.program).not_over_by(today(demo.program))
    for row in rows.select_related("cohort", "patient__details").order_by("patient_id"):
        found.setdefault(row.cohort.key, []).append(row)
    return found


def _has_name(who: object) -> bool:
    return who.details.full_name in {one.name for one in cast.PATIENTS}  # type: ignore[attr-defined] # a patient


def a_clinician_falls_ill(demo: Demonstration, by: Actor) -> None:
    """One session of the next days lacks somebody: the coordinator sees it, and colleagues are asked."""
    alex = patient(demo.program, cast.SIGN_INS[0].name)
    at = clock.now()
    ahead = Session.objects.filter(program=demo.program, kind=PROGRAM_DAY, status=PLANNED)
    soon = ahead.filter(starts_at__gt=at + SOONEST, starts_at__lt=at + NEXT_TWO_WEEKS)
    # Not in the group of whoever signs in as a patient: their week is to be an ordinary one.
    others = soon.exclude(cohort__memberships__patient=alex).order_by("starts_at", "pk")
    for session in others:
        for staffing in Staffing.objects.filter(
            block__session=session, released_at__isnull=True, part="co"
        ).select_related("clinician"):
            if staffing.clinician.account_id is None:
                drop_out(clinician=staffing.clinician, because="ill", sessions=[session.pk], by=by)
                if Session.objects.get(pk=session.pk).status != SHORT:
                    raise NothingFound("short")
                return
    raise NothingFound("ill")


def a_visit(demo: Demonstration, by: Actor) -> None:
    """Alex asks to come to a session of another group, and the coordinator has not answered yet."""
    name = cast.SIGN_INS[0].name
    alex, who = patient(demo.program, name), speaks_for(demo.program, name)
    at = clock.now()
    with scope(who):
        found = _open_to(alex, at, who)
        text = in_force("confidentiality", today(demo.program))
        ask_swap(
            patient=alex,
            session=found,
            text_hash=text.text_hash,
            typed_name=name,
            by=who,
        )


def _open_to(alex: object, at: datetime, who: Actor) -> Session:
    found = sessions_open_to(alex, at + SOONEST, at + NEXT_TWO_WEEKS, by=who)  # type: ignore[arg-type] # a patient
    if not found:
        raise NothingFound("visit")
    best = next((each for each in found if each.is_whole and not each.outside_hours), found[0])
    return best.session
