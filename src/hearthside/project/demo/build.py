"""
Builds the demonstration: made-up people in a made-up program, through the same actions as everybody else.

Each piece is added whole or not at all, and only where it is missing, so that a start that was cut short takes it up
from there. The first few are there before the first page is; the clinic takes longer, and is a job of the worker.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from hearthside.access.models import Program
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.project.demo import bonds, cast, clinic, happenings, later, pieces
from hearthside.project.demo.days import the_demonstration
from hearthside.project.demo.lived.weeks import LIVED, live_on
from hearthside.project.models import Demonstration
from hearthside.project.up.folder import DataFolder


@dataclass(frozen=True)
class Piece:
    """Something that the demonstration shows."""

    name: str
    is_there: Callable[[], bool]
    add: Callable[[DataFolder, Actor], None]


@dataclass(frozen=True)
class ClinicPiece:
    """Something of the clinic; which are there stands in the demonstration's own row."""

    name: str
    add: Callable[[Demonstration, Actor], None]


PIECES = (
    Piece("the program and its sign-ins", pieces.has_program, pieces.program_and_sign_ins),
    Piece("clinicians", pieces.has_clinicians, pieces.clinicians_with_licenses),
    Piece("people with charts", pieces.has_patients, pieces.people_with_charts),
    Piece("couples", bonds.has_couples, bonds.couples),
    Piece("homes", bonds.has_homes, bonds.homes),
    Piece("consents", bonds.has_consents, bonds.consents),
    Piece("an application", bonds.has_application, bonds.application),
)
CLINIC = (
    ClinicPiece("clinicians and people", clinic.colleagues_and_people),
    ClinicPiece("when they are free", clinic.hours),
    ClinicPiece("groups, planned and begun", clinic.first_week),
    ClinicPiece("what everybody agreed to", clinic.agreements),
    ClinicPiece("the weeks ahead", clinic.weeks_ahead),
    ClinicPiece("those who come last", later.those_who_wait_on),
    ClinicPiece("a couple's hour", happenings.a_couples_hour),
    ClinicPiece("somebody who has finished", happenings.somebody_finishes),
    ClinicPiece("a clinician who is ill", happenings.a_clinician_falls_ill),
    ClinicPiece("a visit that is asked for", happenings.a_visit),
    ClinicPiece("people who have just come", later.newcomers),
    ClinicPiece("a plan to look at", later.next_plan),
)


def build(folder: DataFolder) -> list[str]:
    """Add what is missing of the first pieces; gives the names of those added."""
    added = []
    for piece in PIECES:
        by = _actor(piece.name)
        with scope(by):
            if not piece.is_there():
                piece.add(folder, by)
                added.append(piece.name)
    return added


# What the worker adds, in this order; the weeks that were held last, session by session.
LATER = (*(piece.name for piece in CLINIC), LIVED)


def is_lacking() -> bool:
    """Whether there is a clinic that lacks a piece, or its past."""
    with scope(system_actor("demonstration")):
        demo = the_demonstration()
    return demo is not None and progress(demo) < len(LATER)


def has_clinic(demo: Demonstration) -> bool:
    """Whether every piece of the clinic is there, so that its weeks can be lived."""
    return all(piece.name in demo.added for piece in CLINIC)


def progress(demo: Demonstration) -> int:
    """How many pieces of the clinic are there."""
    return sum(name in demo.added for name in LATER)


def lasts_until() -> date | None:
    """The last day of the demonstration, if there is one."""
    with scope(system_actor("demonstration")):
        demo = the_demonstration()
    return demo.until_on if demo else None


def ask_for_clinic() -> None:
    """Let the worker add what the clinic lacks, unless it is asked to already."""
    from hearthside.project.jobs import demo_clinic

    with suppress(AlreadyEnqueued):
        demo_clinic.defer()


def is_under_way() -> bool:
    """Whether the worker is asked to add what lacks, or is at it."""
    from hearthside.project.jobs import DEMONSTRATION_JOBS

    return ProcrastinateJob.objects.filter(task_name__in=DEMONSTRATION_JOBS, status__in=("todo", "doing")).exists()


def build_clinic() -> Iterator[str]:
    """Add what is missing of the clinic, one piece after the other; gives the name of each once it is there."""
    for piece in CLINIC:
        by = _actor(piece.name)
        with scope(by):
            # Whoever comes second waits here, and finds the piece added.
            demo = Demonstration.objects.select_for_update(of=("self",)).select_related("program").first()
            if demo is None:
                return
            if piece.name in demo.added:
                continue
            piece.add(demo, by)
            demo.added = [*demo.added, piece.name]
            demo.save(update_fields=["added"])
        yield piece.name


def live_its_weeks() -> Iterator[str]:
    """Play what is past and nobody held, once the clinic is there; gives the day of each session once it is kept."""
    with scope(system_actor("demonstration")):
        demo = the_demonstration()
    if demo is not None and has_clinic(demo):
        yield from live_on(demo)


def _actor(piece: str) -> Actor:
    """The demonstration itself, in its program as soon as there is one."""
    with scope(system_actor("demonstration")):
        program = Program.objects.filter(slug=cast.SLUG).first()
    return system_actor("demonstration", program=program.pk if program else None, request_id=f"demonstration:{piece}")
