"""
The ways in, as command line and pages share them: read, bring in, and keep it or (a dry run) let it all go again.

A dry run does everything that the real one does, so that what only the database knows is said too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from hearthside.access.models import Program
from hearthside.base.refusal import Refusal
from hearthside.interop.actions.import_applicants import Applied, import_applicants
from hearthside.interop.actions.import_roster import import_roster
from hearthside.interop.actions.tally import Tally
from hearthside.interop.fhir.applicants import Bundle, Question, Trouble
from hearthside.interop.fhir.codec import read_bundle
from hearthside.interop.queries.house import LEAST_YEARS, house_of
from hearthside.interop.roster.reading import read_folder
from hearthside.ledger.actors import Actor
from hearthside.ledger.retrying import retrying
from hearthside.policy.queries import in_force, today

ROSTER, FHIR = "roster", "fhir"
SOURCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")


class BadSource(Refusal):
    """The name of a source is not one that can be kept."""

    def __init__(self) -> None:
        super().__init__(
            "Name the source with letters, digits, dots, hyphens and underscores, beginning with a letter or digit, "
            "60 at most: every later import from the same place uses the same name."
        )


class BadBundle(Refusal):
    """Somebody in a bundle cannot be an applicant; everything that is wrong is said."""

    def __init__(self, troubles: tuple[Trouble, ...]) -> None:
        self.troubles = troubles
        count = "one thing" if len(troubles) == 1 else f"{len(troubles):,} things"
        super().__init__("\n".join([f"There is {count} to put right:", *(f"  {each}" for each in troubles)]))


class Unanswered(Refusal):
    """It is not known on whose clock somebody lives, and an hour's mistake is a missed session."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        self.questions = questions
        lines = [
            f"  {q.full_name} ({q.state} {q.postal_code}".rstrip() + f"): --zone {q.key}=" + " or ".join(q.zones)
            for q in questions
        ]
        super().__init__("\n".join(["The ZIP code does not settle the time zone. Ask, then say it:", *lines]))


@dataclass(frozen=True)
class Brought:
    """Applicants of one bundle, and what nobody looked at."""

    applied: Applied
    bundle: Bundle


def next_monday(program: Program) -> date:
    """The first Monday that is still to come, on the program's clocks."""
    day = today(program)
    return day + timedelta(days=7 - day.weekday())


def bring_roster(folder: Path, *, program: Program, source: str, week: date | None, dry_run: bool, by: Actor) -> Tally:
    """
    Bring in the roster in `folder`; a week in it begins on Monday `week`, else on the next one.

    Raises:
        BadSource, BadRoster: what was given cannot be read; every complaint is carried.
        NotAllowed, Refusal: it may not come in, or something of it cannot be kept.
    """
    monday = week or next_monday(program)
    house = house_of(program, checked_source(source), monday)
    incoming = read_folder(folder, week=monday, house=house)
    with transaction.atomic():
        tally = retrying(import_roster)(program=program, incoming=incoming, source=source, by=by)
        transaction.set_rollback(dry_run)
    return tally


def read_applicants(content: bytes, *, program: Program, zones: Mapping[str, str]) -> Bundle:
    """
    The applicants of a bundle with the answers given so far.

    Raises:
        BadJson, NotABundle: it cannot be read. BadBundle: somebody in it cannot be an applicant.
    """
    day = today(program)
    least = in_force(day, program.id).whole(LEAST_YEARS)
    bundle = read_bundle(content, today=day, least_years=least, zones=zones)
    if bundle.troubles:
        raise BadBundle(tuple(bundle.troubles))
    return bundle


def bring_applicants(bundle: Bundle, *, program: Program, source: str, dry_run: bool, by: Actor) -> Brought:
    """
    Bring in the applicants of a bundle.

    Raises:
        Unanswered: on whose clock somebody lives is still open.
        NotAllowed, Refusal: they may not come in, or something cannot be kept.
    """
    checked_source(source)
    if bundle.questions:
        raise Unanswered(tuple(bundle.questions))
    with transaction.atomic():
        applied = retrying(import_applicants)(program=program, applicants=bundle.applicants, source=source, by=by)
        transaction.set_rollback(dry_run)
    return Brought(applied, bundle)


def checked_source(source: str) -> str:
    """The name of a source. Raises BadSource."""
    if not SOURCE.fullmatch(source):
        raise BadSource
    return source
