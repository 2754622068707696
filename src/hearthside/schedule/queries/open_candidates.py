"""
What may be asked for, and by whom: the sessions of other groups with who staffs them and how many come, the places that
whoever asks has in groups, and whom they must not meet. Read behind the scenes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.rules.spans import Days

# Every block of every session that may be asked for, with who staffs it and how many people come: written out, since
# two weeks of a large clinic have hundreds. Whoever must not meet one of them keeps a session from the list as if it
# were full.
CANDIDATES = """
    SELECT s.id, s.on_day, s.cohort_id, c.track, c.language, c.focus, b.number, b.kind, b.starts_at, b.ends_at,
           (SELECT count(*) FROM schedule_seat t WHERE t.session_id = s.id AND t.state = 'held'
               AND (t.blocks IS NULL OR b.number = ANY (t.blocks))),
           ARRAY(SELECT f.clinician_id FROM schedule_staffing f
                  WHERE f.block_id = b.id AND f.released_at IS NULL ORDER BY f.id),
           ARRAY(SELECT f.part FROM schedule_staffing f
                  WHERE f.block_id = b.id AND f.released_at IS NULL ORDER BY f.id)
      FROM schedule_session s
      JOIN caseload_cohort c ON c.id = s.cohort_id
      JOIN schedule_block b ON b.session_id = s.id
     WHERE s.program_id = %s AND s.kind = 'program_day' AND s.status = 'planned'
       AND s.starts_at >= %s AND s.starts_at < %s AND (%s::uuid IS NULL OR s.id = %s)
       AND EXISTS (SELECT 1 FROM unnest(%s::text[], %s::text[]) AS own(track, language)
                    WHERE own.track = c.track AND own.language = c.language)
       AND NOT EXISTS (SELECT 1 FROM schedule_seat t
                        WHERE t.session_id = s.id AND t.state <> 'canceled'
                          AND t.patient_id = ANY (%s::uuid[] || ARRAY(
                              SELECT k.second_id FROM people_keep_apart k
                               WHERE k.until_at IS NULL AND k.first_id = ANY (%s)
                               UNION ALL
                              SELECT k.first_id FROM people_keep_apart k
                               WHERE k.until_at IS NULL AND k.second_id = ANY (%s))))
     ORDER BY s.starts_at, s.id, b.number
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A block of a session that may be asked for: how many people come, and who staffs it, with their part."""

    number: int
    kind: str
    starts_at: datetime
    ends_at: datetime
    people: int
    staff: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A session that may be asked for, by its group and its blocks."""

    id: UUID
    on_day: date
    cohort: UUID
    track: str
    language: str
    focus: str
    blocks: list[Stretch]


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in a group."""

    patient: UUID
    during: Days
    cohort: UUID
    track: str
    language: str


def places_of(patients: Collection[UUID]) -> list[Place]:
    """Where these people have a place, and when."""
    rows = Membership.objects.filter(patient__in=patients)
    return [
        Place(patient, Days(first, last), cohort, track, language)
        for patient, first, last, cohort, track, language in rows.values_list(
            "patient", "from_on", "until_on", "cohort", "cohort__track", "cohort__language"
        )
    ]


def candidates(
    program: UUID, patients: Collection[UUID], places: Sequence[Place], span: tuple[datetime, datetime],
    only: UUID | None,
) -> list[Candidate]:  # fmt: skip
    """
    Sessions of groups like theirs in which none of them is, nor anybody whom one of them is kept apart from, whoever
    wished it: the earliest first, with their blocks.
    """
    like_theirs = sorted({(place.track, place.language) for place in places})
    if not like_theirs:
        return []
    tracks, languages = (list(each) for each in zip(*like_theirs, strict=True))
    found: dict[UUID, Candidate] = {}
    who = list(patients)
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, [program, *span, only, only, tracks, languages, who, who, who])
        for pk, day, cohort, track, language, focus, *block in cursor.fetchall():
            if pk not in found:
                found[pk] = Candidate(pk, day, cohort, track, language, focus, [])
            number, kind, starts_at, ends_at, people, clinicians, parts = block
            staff = tuple(zip(clinicians, parts, strict=True))
            found[pk].blocks.append(Stretch(number, kind, starts_at, ends_at, people, staff))
    return list(found.values())
