"""The guided first hour: for each role of the demonstration, what to look at, one thing after the other."""

from dataclasses import dataclass
from datetime import date

from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.project.demo import cast
from hearthside.project.events import GuideClosed
from hearthside.project.models import GuidePutAway


class NotInProgram(Refusal):
    """A guide belongs to somebody who is signed in, in their program."""

    def __init__(self) -> None:
        super().__init__("Sign in first. The guide is for whoever is signed in.")


def _day(day: date | None) -> str:
    return f"{day:%B} {day.day}, {day.year}" if day else ""


# Whoever signs in as a patient is asked for it at the door of each session.
BORN = _day(next(one for one in cast.PATIENTS if one.name == cast.SIGN_INS[0].name).details.born_on)


@dataclass(frozen=True)
class Step:
    """Where to go, and what there is to see."""

    link: str
    # The name of the address.
    place: str
    sentence: str


GUIDES: dict[str, tuple[Step, ...]] = {
    "patient": (
        Step("Today", "schedule:today", "Your next group, on your own clock, and who leads it."),
        Step("Check in", "live:check_ins", f"From 15 minutes before. It asks Alex's birth date: {BORN}."),
        Step("My team", "schedule:my_team", "Who does what for you. A couple has three different people."),
        Step("Coming to another group", "schedule:my_swaps", "Ask to come once. Alex asked, and waits for an answer."),
        Step("Who looked", "readings", "Everybody who opened your record. Sign in as somebody else, and come back."),
    ),
    "partner": (
        Step("Today", "schedule:today", "Casey comes to couples sessions with Theo and has no chart of their own."),
        Step("My partner", "people:my_couple", "What the two share. What each says alone stays with each of them."),
    ),
    "clinician": (
        Step("My week", "schedule:work_week", "Dana's groups and single sessions. Open one: who comes, and how full."),
        Step("My cohorts", "schedule:my_cohorts", "The people of each group, with pets and fears of pets."),
        Step("When I am free", "schedule:my_times", "Say that you are away, and see what becomes of a session."),
        Step("A live group", "demo_group", "Fill one with made-up people, and let a facilitator's computer die."),
        Step("My licenses", "people:my_licenses", "Where Dana may treat, until when, and who confirmed it."),
    ),
    "coordinator": (
        Step("Cohorts", "caseload:board", "Every group with its size, its staff for each block, and who has room."),
        Step("Cover", "schedule:cover", "A colleague fell ill and one session is short. See who could help."),
        Step("Swaps", "schedule:swaps", "Alex asks to come to another group once. Answer it."),
        Step(
            "People", "people:patients", "Who waits, and for three different reasons: a license, a language, the hours."
        ),
        Step("Plans", "placement:proposals", "A plan of next week waits: look at it, change it, and publish it."),
        Step("What if", "placement:scenarios", "What if we hired somebody? It names who would then have a place."),
        Step("A live group", "demo_group", "Fill one with made-up people, and see its ratio among the live sessions."),
    ),
    "intake": (
        Step("Intake", "people:applications", "Casey applies, whose partner is treated here already."),
        Step("People", "people:patients", "Open Nia Ferreira: what she wishes, and in which language."),
    ),
    "biller": (
        Step("People", "people:patients", "Whom a biller may look up, and the little that they see of each."),
        Step("Clinicians", "people:clinicians", "Credentials and licenses, as a claim needs them."),
    ),
    "on_call": (
        Step("The week", "schedule:week", "What takes place when, and who leads it, without patients' names."),
        Step("Cover", "schedule:cover", "One session is short of staff, and who answers for it."),
    ),
    "compliance": (
        Step("Size and ratio", "schedule:sizes", "How full each group is planned, and each exception with its owner."),
        Step("What ends soon", "people:license_expiries", "Kim Osei's license in Delaware ends within a month."),
        Step("Ledger", "ledger", "All that happened, in lines that nobody can change."),
    ),
    "director": (
        Step("Size and ratio", "schedule:sizes", "The promise of small groups, held against this week."),
        Step("Policy", "policy:overview", "Change a number, and see that a second person must agree."),
        Step("What if", "placement:scenarios", "Whom to hire, worked out: who would place the most who wait."),
    ),
}


def steps(roles: frozenset[str]) -> tuple[Step, ...]:
    """What somebody with these roles is shown; of several roles the first that has a guide."""
    return next((guide for role, guide in GUIDES.items() if role in roles), ())


def is_put_away(by: Actor) -> bool:
    """Whether they have put it away."""
    return GuidePutAway.objects.filter(account=by.account, program=by.program).exists()


@action
def put_guide_away(*, by: Actor) -> None:
    """
    Show me the guide of the first hour no more. Once more changes nothing.

    Raises:
        NotInProgram: `by` is not signed in, or in no program.
    """
    if by.account is None or by.program is None:
        raise NotInProgram
    _, is_new = GuidePutAway.objects.get_or_create(
        account_id=by.account, program_id=by.program, defaults={"at": clock.now()}
    )
    if is_new:
        record(GuideClosed(account=by.account), by=by)
