"""
What accounts are to live sessions: asked for many at once, because every open stream is asked about again and again.

Whoever holds no role in the program any more, or cannot sign in, is nothing to any of its sessions. Whoever was to lead
one by its plan, and was released before they came, leads it no more. Whoever is on duty, or watches over the program,
is nothing to a session to which they themselves or their partner belong: nobody calls them for it, and they hear
nothing of it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import looking_as
from hearthside.live.relations import CO, LEAD, MONITORS, audiences

_ASK = """
    WITH asked AS MATERIALIZED (
        SELECT a.account, ls.session_id AS session, ls.program_id AS program
          FROM unnest(%(accounts)s::uuid[], %(sessions)s::uuid[]) AS a(account, session)
          JOIN live_session ls ON ls.session_id = a.session
          JOIN access_account acc ON acc.id = a.account AND acc.is_active
         WHERE EXISTS (SELECT 1 FROM access_role_held r
                        WHERE r.account_id = a.account AND r.program_id = ls.program_id AND r.from_at <= now()
                          AND (r.until_at IS NULL OR r.until_at > now()))
    ), seated AS (
        SELECT a.account, a.session, s.id AS seat, o.role, o.patient_id, o.partner_id
          FROM asked a
          JOIN live_seat s ON s.program_id = a.program AND s.session_id = a.session AND s.revoked_at IS NULL
          JOIN live_seat_occupant o ON o.seat_id = s.id AND (o.until_at IS NULL OR EXISTS (
               SELECT 1 FROM live_stepped_away w WHERE w.occupant_id = o.id AND w.back_at IS NULL))
          LEFT JOIN people_patient p ON p.id = o.patient_id
          LEFT JOIN people_partner_without_chart w ON w.id = o.partner_id
          LEFT JOIN people_clinician c ON c.id = o.clinician_id
         WHERE a.account IN (p.account_id, w.account_id, c.account_id)
    ), own AS (
        SELECT p.account_id AS account, p.id AS patient, NULL::uuid AS partner
          FROM people_patient p WHERE p.account_id = ANY(%(accounts)s::uuid[])
        UNION ALL
        SELECT w.account_id, NULL, w.id
          FROM people_partner_without_chart w WHERE w.account_id = ANY(%(accounts)s::uuid[])
    ), close_to AS (
        SELECT account, patient, partner FROM own
        UNION ALL
        SELECT o.account, beside.patient_id, beside.partner_id
          FROM own o
          JOIN people_couple_member mine ON mine.until_at IS NULL
           AND (mine.patient_id = o.patient OR mine.partner_id = o.partner)
          JOIN people_couple couple ON couple.id = mine.couple_id AND couple.until_at IS NULL
          JOIN people_couple_member beside ON beside.couple_id = couple.id AND beside.until_at IS NULL
    ), too_near AS (
        SELECT a.account, a.session
          FROM asked a JOIN close_to c ON c.account = a.account
          JOIN schedule_seat k ON k.session_id = a.session AND k.state = 'held'
           AND (k.patient_id = c.patient OR k.partner_id = c.partner)
        UNION ALL
        SELECT a.account, a.session
          FROM asked a JOIN close_to c ON c.account = a.account
          JOIN live_seat s ON s.program_id = a.program AND s.session_id = a.session AND s.revoked_at IS NULL
          JOIN live_seat_occupant o ON o.seat_id = s.id AND o.until_at IS NULL
           AND (o.patient_id = c.patient OR o.partner_id = c.partner)
    ), impartial AS (
        SELECT account, session, program FROM asked a
         WHERE NOT EXISTS (SELECT 1 FROM too_near t WHERE t.account = a.account AND t.session = a.session)
    )
    SELECT account, session, role, seat FROM seated e
     WHERE role IN ('patient', 'partner')
       AND EXISTS (SELECT 1 FROM schedule_seat k WHERE k.session_id = e.session AND k.state = 'held'
                    AND (k.patient_id = e.patient_id OR k.partner_id = e.partner_id))
    UNION ALL
    SELECT account, session, CASE role WHEN 'facilitator' THEN 'co' ELSE 'observer' END, seat FROM seated
     WHERE role IN ('facilitator', 'observer')
    UNION ALL
    SELECT a.account, a.session, 'co', NULL
      FROM asked a JOIN schedule_block b ON b.session_id = a.session
      JOIN schedule_staffing t ON t.block_id = b.id AND t.released_at IS NULL
      JOIN people_clinician c ON c.id = t.clinician_id AND c.account_id = a.account
    UNION ALL
    SELECT a.account, a.session, 'lead', NULL
      FROM asked a JOIN live_lead l ON l.session_id = a.session AND l.until_at IS NULL
      JOIN people_clinician c ON c.id = l.clinician_id AND c.account_id = a.account
     WHERE EXISTS (SELECT 1 FROM schedule_block b JOIN schedule_staffing t ON t.block_id = b.id
                    WHERE b.session_id = a.session AND t.clinician_id = c.id AND t.released_at IS NULL)
        OR EXISTS (SELECT 1 FROM seated e WHERE e.account = a.account AND e.session = a.session
                    AND e.role = 'facilitator')
    UNION ALL
    SELECT a.account, a.session, d.kind, NULL
      FROM impartial a
      JOIN safety_duty d ON d.program_id = a.program AND d.account_id = a.account AND d.ended_at IS NULL
    UNION ALL
    SELECT a.account, a.session, 'coming', NULL
      FROM asked a JOIN safety_page p ON p.program_id = a.program AND p.accepted_by_id = a.account
       AND p.withdrawn_at IS NULL AND p.resolved_at IS NULL
     WHERE p.subject_id = a.session
        OR p.subject_id IN (SELECT r.id FROM live_room r WHERE r.program_id = a.program AND r.session_id = a.session)
    UNION ALL
    SELECT a.account, a.session, 'monitor', NULL
      FROM impartial a JOIN access_role_held r ON r.account_id = a.account AND r.program_id = a.program
       AND r.role = ANY(%(monitors)s) AND r.from_at <= now() AND (r.until_at IS NULL OR r.until_at > now())
"""


@dataclass(frozen=True)
class Tie:
    """What one account is to one session, and at which seats it sits there."""

    relations: frozenset[str] = frozenset()
    seats: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def audiences(self) -> frozenset[str]:
        return audiences(self.relations, self.seats)


NOBODY = Tie()


def ties(pairs: Collection[tuple[UUID, UUID]]) -> Mapping[tuple[UUID, UUID], Tie]:
    """For pairs of account and session what the one is to the other; a pair that is nothing is left out."""
    if not pairs:
        return {}
    wanted = sorted(set(pairs))
    found: dict[tuple[UUID, UUID], tuple[set[str], set[UUID]]] = {}
    with looking_as(system_actor("live")), connection.cursor() as cursor:
        given: dict[str, Any] = {
            "accounts": [a for a, _ in wanted],
            "sessions": [s for _, s in wanted],
            "monitors": list(MONITORS),
        }
        cursor.execute(_ASK, given)
        for account, session, relation, seat in cursor.fetchall():
            relations, seats = found.setdefault((account, session), (set(), set()))
            relations.add(relation)
            seats |= {seat} if seat else set()
    return {pair: Tie(_without_less(relations), frozenset(seats)) for pair, (relations, seats) in found.items()}


def _without_less(relations: set[str]) -> frozenset[str]:
    """Whoever leads is not counted a second time among those who help."""
    return frozenset(relations - {CO} if LEAD in relations else relations)


def tie(account: UUID, session: UUID) -> Tie:
    """What this account is to this session."""
    return ties([(account, session)]).get((account, session), NOBODY)
