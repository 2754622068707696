"""
What decides whether somebody fits a group: read for all of them at once, whoever asks.

Read behind the scenes: a rule must know what the coordinator need not see. Nothing of it leaves an action but a refusal
in words that its reader may have.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.rules.cohorts import Person, Stay
from hearthside.caseload.rules.spans import Days
from hearthside.people.rules import DIED, DISCHARGED, ON_LEAVE

# Written out: hundreds of people are asked about at once, and ids that are one array are read in a tenth of the time
# that a list of so many takes.
_PEOPLE = """
    SELECT p.id, p.merged_into_id, p.chosen_name, d.state, d.zone, d.languages, w.track, w.focuses,
           now.status, now.since_on, now.expected_on,
           ARRAY(SELECT y.key FROM caseload_patient_day_plan y WHERE y.patient_id = p.id)
      FROM people_patient p
      LEFT JOIN people_patient_details d ON d.patient_id = p.id
      LEFT JOIN people_patient_wishes w ON w.patient_id = p.id
      LEFT JOIN LATERAL (SELECT c.status, c.since_on, c.expected_on FROM people_status_change c
                          WHERE c.patient_id = p.id ORDER BY c.at DESC, c.id DESC LIMIT 1) now ON true
     WHERE p.program_id = %s AND p.id = ANY (%s)
"""
_COUPLES = """
    SELECT m.couple_id, m.patient_id FROM people_couple_member m
     WHERE m.until_at IS NULL AND m.patient_id IS NOT NULL AND m.couple_id IN (
           SELECT o.couple_id FROM people_couple_member o WHERE o.patient_id = ANY (%s))
"""
_APART = """
    SELECT k.first_id, k.second_id FROM people_keep_apart k
     WHERE k.until_at IS NULL AND k.first_id = ANY (%s) AND k.second_id = ANY (%s)
"""


@dataclass(frozen=True)
class Known:
    """One patient as the rules of groups see them."""

    id: UUID
    program: UUID
    name: str
    state: str
    here: bool
    person: Person
    # The partner who is kept together with them, where that one is a patient here.
    partner: UUID | None
    zone: str = ""
    # What they are to the program now, since when, and until when that is expected to last.
    status: str = ""
    since_on: date | None = None
    expected_on: date | None = None

    def on_leave(self, day: date) -> bool:
        """Whether they are on leave that day, as far as is known today."""
        if self.status != ON_LEAVE or self.since_on is None:
            return False
        return self.since_on <= day and (self.expected_on is None or day < self.expected_on)


def known(program: UUID, patients: Collection[UUID]) -> dict[UUID, Known]:
    """These patients and their partners: within a scope that may see all of it. Three queries."""
    return known_with_pairs(program, patients)[0]


def known_with_pairs(program: UUID, patients: Collection[UUID]) -> tuple[dict[UUID, Known], list[frozenset[UUID]]]:
    """The same, and the pairs among all of them who may not share a group now, in the same three queries."""
    partner_of = partners(patients)
    found = by_themselves(program, {*patients, *partner_of, *partner_of.values()})
    pairs = kept_apart(found)
    apart = set(pairs)
    for pk, own in found.items():
        partner = partner_of.get(pk)
        theirs = found.get(partner) if partner else None
        if theirs is not None and theirs.here and frozenset({pk, theirs.id}) not in apart:
            person = replace(own.person, partners_track=theirs.person.track)
            found[pk] = replace(own, partner=theirs.id, person=person)
    return found, pairs


def by_themselves(program: UUID, patients: Collection[UUID]) -> dict[UUID, Known]:
    """These patients without what a partner adds to it: within a scope that may see all of it. One query."""
    rows = _rows(_PEOPLE, program, list(patients)) if patients else []
    return {
        pk: Known(
            id=pk,
            program=program,
            name=name,
            state=state,
            here=merged is None and status not in (DISCHARGED, DIED),
            person=Person(
                track=track,
                languages=tuple(languages),
                focuses=tuple(focuses),
                day_plans=tuple(sorted(plans)),
                partners_track=None,
            ),
            partner=None,
            zone=zone,
            status=status or "",
            since_on=since_on,
            expected_on=expected_on,
        )
        for pk, merged, name, state, zone, languages, track, focuses, status, since_on, expected_on, plans in rows
    }


def kept_apart(patients: Collection[UUID]) -> list[frozenset[UUID]]:
    """Pairs among these people who may not share a group now."""
    here = list(set(patients))
    return [frozenset(pair) for pair in _rows(_APART, here, here)] if len(here) > 1 else []


def partners(patients: Collection[UUID]) -> dict[UUID, UUID]:
    """Who is whose partner now, both ways, where both are patients."""
    couples: dict[UUID, list[UUID]] = defaultdict(list)
    for couple, patient in _rows(_COUPLES, list(patients)) if patients else ():
        couples[couple].append(patient)
    pairs = [pair for pair in couples.values() if len(pair) == 2]
    return {one: other for pair in pairs for one, other in (pair, reversed(pair))}


def stays(memberships: Iterable[Membership]) -> list[Stay]:
    """Memberships as the rules take them."""
    return [Stay(m.patient_id, m.cohort_id, Days(m.from_on, m.until_on)) for m in memberships]


def _rows(question: str, *asked: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, asked)
        return list(cursor.fetchall())
