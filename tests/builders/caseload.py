"""Day plans, cohorts, places in them and treatments of a made-up program, as the program's own actions make them."""

from datetime import UTC, date, datetime

from hearthside.caseload.actions.day_plans import make_day_plan
from hearthside.caseload.actions.memberships import join_cohort
from hearthside.caseload.actions.opening import About, open_cohort
from hearthside.caseload.actions.treatments import assign_treatment
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.day_plans import DayPlan
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.caseload.rules.day_plans import Plan
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import Couple
from hearthside.people.models.patients import Patient
from tests.builders.clinicians import House, clinician, license_in
from tests.builders.people import patient

# A Monday, so that a week of tests is a week.
MONDAY = date(2027, 3, 1)
IN_MARCH = datetime(2027, 3, 1, 5, tzinfo=UTC)
THREE_DAYS = Plan(3, ("mon", "tue", "wed", "thu", "fri"), 8, (("process", 90), ("break", 10), ("psychoeducation", 90)))
FIRST_NAMES = ("Ravi", "Grace", "Theo", "Nia", "Max", "Jo", "Sam", "Alex")
# What a profession may do: enough for every role here.
TYPE_OF_ROLE = {"individual": "lcsw", "couples": "lcsw", "facilitator": "lcsw", "counselor": "sud_counselor",
                "prescriber": "psychiatrist"}  # fmt: skip


def day_plan(at: House, key: str = "iop-3", *, title: str = "Three days a week", plan: Plan = THREE_DAYS) -> DayPlan:
    """A day plan of the program: the one with this key if it is there."""
    there = DayPlan.objects.in_use().filter(program=at.program, key=key).first()
    if there is not None:
        return there
    with at.seen_by("coordinator") as coordinator:
        return make_day_plan(program=at.program, key=key, title=title, plan=plan, by=coordinator)


def people(at: House, count: int, **facts: object) -> list[Patient]:
    """So many people who wait for a place."""
    return [patient(at, FIRST_NAMES[n % len(FIRST_NAMES)], "", **facts) for n in range(count)]


def cohort(
    at: House,
    patients: "list[Patient] | None" = None,
    *,
    from_on: date = MONDAY,
    open: bool = True,
    track: str = "mh",
    language: str = "en",
    key: str = "",
    name: str = "",
    modality: str = "CBT skills for mood",
    focus: str = "",
    size_wish: str = "",
    began_elsewhere: bool = False,
    plan: "DayPlan | None" = None,
) -> Cohort:
    """A cohort with these people in it; without any, with four made for it, the fewest that begin one."""
    if patients is None:
        patients = people(at, 4, track=track)
    with at.seen_by("coordinator") as coordinator:
        return open_cohort(
            program=at.program,
            day_plan=plan or day_plan(at),
            track=track,
            language=language,
            from_on=from_on,
            open=open,
            patients=patients,
            about=About(name, modality, focus, size_wish),
            key=key,
            began_elsewhere=began_elsewhere,
            by=coordinator,
        )


def joins(
    at: House, to: Cohort, *patients: Patient, from_on: "date | None" = None, until_on: "date | None" = None
) -> list[Membership]:
    """These people come into a cohort."""
    with at.seen_by("coordinator") as coordinator:
        return join_cohort(
            cohort=to, patients=patients, from_on=from_on or to.from_on, until_on=until_on, by=coordinator
        )


def therapist(
    at: House,
    name: str = "Dana Reyes",
    *roles: str,
    states: tuple[str, ...] = ("PA",),
    tracks: tuple[str, ...] = ("mh", "sud", "dual"),
    **card: object,
) -> Clinician:
    """A clinician with these roles (individual therapist without any), licensed in these states."""
    roles = roles or ("individual",)
    card = {"type": TYPE_OF_ROLE[roles[0]]} | card
    made = clinician(at, name, roles=roles, tracks=tracks, **card)
    for state in states:
        license_in(at, made, state)
    return made


def treats(
    at: House,
    whose: Clinician,
    whom: "Patient | Couple",
    modality: str = "individual",
    *,
    from_at: datetime = IN_MARCH,
    until_at: "datetime | None" = None,
) -> list[Treatment]:
    """This clinician treats somebody, or a couple."""
    both = {"couple": whom} if isinstance(whom, Couple) else {"patient": whom}
    with at.seen_by("coordinator") as coordinator:
        return assign_treatment(
            clinician=whose, modality=modality, from_at=from_at, until_at=until_at, by=coordinator, **both
        )
