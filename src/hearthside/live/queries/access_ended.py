"""Seats at which nobody may be any more: the access of whoever signs in there has ended since they were let in."""

from uuid import UUID

from django.db import connection

from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import looking_as
from hearthside.live.models.seats import Seat

# Whoever has no account, as a partner at a screen that they share, is there by the seat of whoever has one.
_ASK = """
    WITH seated AS (
        SELECT e.id AS seat, e.program_id AS program, coalesce(p.account_id, w.account_id, c.account_id) AS account
          FROM live_session s
          JOIN live_seat e ON e.session_id = s.session_id AND e.revoked_at IS NULL
          JOIN live_seat_occupant o ON o.seat_id = e.id AND o.until_at IS NULL
          LEFT JOIN people_patient p ON p.id = o.patient_id
          LEFT JOIN people_partner_without_chart w ON w.id = o.partner_id
          LEFT JOIN people_clinician c ON c.id = o.clinician_id
         WHERE s.ended_at IS NULL AND (%(only)s::uuid IS NULL OR s.session_id = %(only)s)
    ), signed_in AS (
        SELECT n.seat,
               a.is_active AND EXISTS (
                   SELECT 1 FROM access_role_held r
                    WHERE r.account_id = a.id AND r.program_id = n.program AND r.from_at <= now()
                      AND (r.until_at IS NULL OR r.until_at > now())) AS stands
          FROM seated n JOIN access_account a ON a.id = n.account
    )
    SELECT seat FROM signed_in GROUP BY seat HAVING NOT bool_or(stands)
"""


def seats_of_ended_access(only: UUID | None = None) -> list[Seat]:
    """Those of all open sessions, or of one; one question however many there are."""
    with looking_as(system_actor("live")), connection.cursor() as cursor:
        cursor.execute(_ASK, {"only": only})
        ids = [seat for (seat,) in cursor.fetchall()]
        return list(Seat.objects.filter(pk__in=ids).order_by("made_at", "pk")) if ids else []
