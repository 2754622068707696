"""How often a promise of the schedule is broken, counted from the rows themselves and not from what guards them."""

from django.db import connection, transaction

from hearthside.access.models import Program
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind

# How often somebody is in two places: from sessions, staffing and seats, not from the projection.
OVERLAPS = """
    WITH stays AS (
        SELECT f.clinician_id AS who, s.id, min(b.starts_at) AS a, max(b.ends_at) AS z
          FROM schedule_session s JOIN schedule_block b ON b.session_id = s.id
          JOIN schedule_staffing f ON f.block_id = b.id AND f.released_at IS NULL
         WHERE s.status <> 'canceled' AND s.program_id = %(program)s GROUP BY 1, 2
        UNION ALL
        SELECT coalesce(t.patient_id, t.partner_id), s.id,
               coalesce(min(b.starts_at) FILTER (WHERE b.number = ANY (t.blocks)), s.starts_at),
               coalesce(max(b.ends_at) FILTER (WHERE b.number = ANY (t.blocks)), s.ends_at)
          FROM schedule_session s JOIN schedule_block b ON b.session_id = s.id
          JOIN schedule_seat t ON t.session_id = s.id AND t.state = 'held'
         WHERE s.status <> 'canceled' AND s.program_id = %(program)s GROUP BY t.id, s.id
    )
    SELECT count(*) FROM stays x JOIN stays y ON x.who = y.who AND x.id < y.id AND x.a < y.z AND y.a < x.z
"""
# Blocks above their cap, and blocks that lack staff in a session that does not say so with an open shortage.
BREACHES = """
    SELECT count(*)
      FROM schedule_fill((SELECT array_agg(s.id) FROM schedule_session s
                           WHERE s.program_id = %(program)s AND s.status <> 'canceled')) f
      JOIN schedule_session s ON s.id = f.session_id
     WHERE f.people > f.cap OR (f.needed > f.staff AND NOT (
           s.status = 'short' AND EXISTS (
               SELECT 1 FROM schedule_shortage h WHERE h.session_id = s.id AND h.ended_at IS NULL)))
"""
# Days on which one partner is in a cohort and the other is not.
HALVES = """
    SELECT count(*) FROM people_couple_member one
      JOIN people_couple_member other ON other.couple_id = one.couple_id AND other.id <> one.id
      JOIN caseload_membership m ON m.patient_id = one.patient_id
                                AND (m.until_on IS NULL OR m.until_on >= m.from_on)
     WHERE one.program_id = %(program)s AND one.until_at IS NULL AND other.patient_id IS NOT NULL
       AND NOT EXISTS (
           SELECT 1 FROM caseload_membership n WHERE n.patient_id = other.patient_id
              AND n.cohort_id = m.cohort_id AND n.from_on = m.from_on
              AND n.until_on IS NOT DISTINCT FROM m.until_on)
"""
COUNTED = {"overlaps": OVERLAPS, "breaches": BREACHES, "halves": HALVES}


def broken(program: Program) -> dict[str, int]:
    """What is broken in this program, and how often; nothing, as it should be."""
    by = Actor(system="command_line", program=program.pk)
    asked = "SELECT " + ", ".join(f"({query})" for query in COUNTED.values())
    with transaction.atomic(), behind(program.pk, by), connection.cursor() as cursor:
        cursor.execute(asked, {"program": program.pk})
        return {name: count for name, count in zip(COUNTED, cursor.fetchone(), strict=True) if count}
