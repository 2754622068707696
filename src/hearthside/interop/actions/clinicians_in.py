"""Clinicians of a roster: new ones are added together; of those who are here, what differs is changed."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from hearthside.interop.actions.run import Run
from hearthside.interop.actions.times_in import bring_new_times, change_times
from hearthside.interop.roster.incoming import IncomingClinician, digest
from hearthside.interop.roster.rows import UNDATED
from hearthside.people.actions.clinicians import change_clinician, change_limits
from hearthside.people.actions.roster_clinicians import (
    Colleague,
    add_clinicians_from_roster,
    add_rights_from_roster,
)
from hearthside.people.credentials.facts import Card, Limits, Papers, Right
from hearthside.people.models.authorities import PracticeAuthority
from hearthside.people.models.clinicians import Clinician


def bring_clinicians(run: Run) -> None:
    """Add whoever is not here, and change whoever the roster says something new of."""
    new, differing = [], []
    for clinician in run.incoming.clinicians:
        was = run.known.was("clinician", clinician.key)
        if was is None:
            new.append(clinician)
        elif was.digest != digest(clinician):
            differing.append((clinician, was.object_id))
        else:
            run.tally.same["clinician"] += 1
    _add(run, new)
    _change_all(run, differing)


def _source(run: Run) -> str:
    return f"the roster “{run.source}”"


def _dated(right: Right, today: date) -> Right:
    """Where a roster gives states alone, a license counts from the day on which it was brought in."""
    return replace(right, valid_from=today) if right.valid_from == UNDATED else right


def _add(run: Run, incoming: list[IncomingClinician]) -> None:
    if not incoming:
        return
    colleagues = [
        Colleague(each.card, each.papers, each.limits, tuple(_dated(right, run.today) for right in each.rights))
        for each in incoming
    ]
    rows = add_clinicians_from_roster(
        program=run.program, colleagues=colleagues, works_from=run.today, source=_source(run), by=run.by
    )
    both = list(zip(incoming, rows, strict=True))
    bring_new_times(run, [(row.id, each.times) for each, row in both], are_patients=False)
    for each, row in both:
        run.known.note("clinician", each.key, row.id, digest(each))
    run.tally.came["clinician"] += len(incoming)
    run.tally.clinicians |= {row.id for row in rows}


def _change_all(run: Run, incoming: list[tuple[IncomingClinician, UUID]]) -> None:
    if not incoming:
        return
    asked = Clinician.objects.filter(program=run.program, pk__in=[pk for _, pk in incoming])
    found = {row.pk: row for row in asked.select_related("program", "file")}
    rights = _rights_of(run, list(found))
    missing: list[tuple[UUID, Right]] = []
    for each, pk in incoming:
        row = found[pk]
        lacking = _lacking(run, each, rights.get(pk, []))
        missing += [(pk, right) for right in lacking]
        did = [
            _card(run, each, row),
            _limits(run, each, row),
            change_times(run, each.key, row, each.times),
            bool(lacking),
        ]
        run.tally.changed["clinician"] += any(did)
        run.tally.same["clinician"] += not any(did)
        if any(did):
            run.tally.clinicians.add(pk)
        run.known.note("clinician", each.key, pk, digest(each))
    if missing:
        add_rights_from_roster(program=run.program, rights=missing, source=_source(run), by=run.by)


def _card(run: Run, each: IncomingClinician, row: Clinician) -> bool:
    """The card and the address to invite; roles that only a recorded profession gives are kept."""
    kept = tuple(role for role in row.roles if role == "prescriber")
    there = Card(
        row.name, tuple(row.languages), row.zone, row.pronouns, row.gender, tuple(row.roles), tuple(row.tracks)
    ).checked()
    wanted = replace(each.card, pronouns=row.pronouns, roles=(*each.card.roles, *kept)).checked()
    if set(wanted.languages) == set(there.languages):
        wanted = replace(wanted, languages=there.languages)
    papers = Papers(row.file.legal_name, row.file.npi, row.file.taxonomy, each.papers.email or row.file.email)
    if (wanted, papers.email) == (there, row.file.email):
        return False
    change_clinician(clinician=row, card=wanted, papers=papers, by=run.by)
    return True


def _limits(run: Run, each: IncomingClinician, row: Clinician) -> bool:
    if each.limits == Limits(row.file.group_minutes, row.file.individual_minutes, row.file.day_minutes):
        return False
    change_limits(clinician=row, limits=each.limits, by=run.by)
    return True


def _rights_of(run: Run, clinicians: list[UUID]) -> dict[UUID, list[PracticeAuthority]]:
    rows = PracticeAuthority.objects.filter(program=run.program, credential__clinician__in=clinicians)
    found: dict[UUID, list[PracticeAuthority]] = {}
    for row in rows.exclude(status="mistake").select_related("credential"):
        found.setdefault(row.credential.clinician_id, []).append(row)
    return found


def _lacking(run: Run, each: IncomingClinician, there: list[PracticeAuthority]) -> list[Right]:
    """Rights of the roster that are not on record; a record that says otherwise of the same one stands."""
    lacking = []
    for right in each.rights:
        like = [a for a in there if (a.state, a.kind) == (right.state, right.kind)]
        if right.valid_from == UNDATED:
            known = [a for a in like if a.valid_to is None or a.valid_to >= run.today]
        else:
            known = [a for a in like if _share_days(a, right)]
        if not known:
            lacking.append(_dated(right, run.today))
        elif right.valid_from != UNDATED and not any(
            (a.valid_from, a.valid_to) == (right.valid_from, right.valid_to) for a in known
        ):
            run.not_taken(f"{each.key}: the days of the {right.state} {right.kind.replace('_', ' ')} stay as recorded.")
    return lacking


def _share_days(held: PracticeAuthority, right: Right) -> bool:
    return held.valid_from <= (right.valid_to or date.max) and right.valid_from <= (held.valid_to or date.max)
