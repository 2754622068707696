"""
The database's last word on the six rules of the door: nobody enters unsigned, unlocated, unlicensed, above the cap,
beside somebody they are kept apart from, or before the needed staff, through whichever door they come.

Who was never at the door is asked the same, and gets in no more than whoever did not answer everything there: nobody
answers for that. The shipped versions of the agreement become a function that gives them, written anew after every
`migrate`.
"""

from typing import Any

from django.db import connection

from hearthside.live.door_everybody_sql import BY_LESS, LET_IN, MAY_SIT
from hearthside.people.agreements.texts import versions
from hearthside.schedule.queries.fitness import MODALITY, doing
from hearthside.schedule.words import ALONE

CONFIDENTIALITY = "confidentiality"


def agreement_versions() -> str:
    """The function that gives the versions of the confidentiality agreement, as this release ships them."""
    rows = ", ".join(f"('{each.version}', date '{each.since.isoformat()}')" for each in versions(CONFIDENTIALITY))
    return (
        "CREATE OR REPLACE FUNCTION live_agreement_versions() RETURNS TABLE (version text, since date) "
        f"LANGUAGE sql IMMUTABLE AS $$ SELECT * FROM (VALUES {rows}) AS shipped $$;\n"
    )


def load_versions(**_signal: Any) -> None:
    """Let the database judge by the texts of this release."""
    with connection.cursor() as cursor:
        cursor.execute(agreement_versions())


_DOINGS = " ".join(f"WHEN '{kind}' THEN '{doing(kind, 'lead', '')}'" for kind in MODALITY)
_ALONE = ", ".join(f"'{kind}'" for kind in ALONE)

# People and couples in a room now, whoever left for good not among them.
_INSIDE = """
CREATE FUNCTION live_inside(session uuid) RETURNS TABLE (people bigint, units bigint) LANGUAGE sql STABLE AS $$
    SELECT count(DISTINCT coalesce(o.patient_id, o.partner_id)),
           count(DISTINCT coalesce(o.couple_id, o.patient_id, o.partner_id))
      FROM live_seat_occupant o JOIN live_seat e ON e.id = o.seat_id
     WHERE e.session_id = $1 AND e.admitted_at IS NOT NULL AND e.revoked_at IS NULL AND o.until_at IS NULL
       AND o.role IN ('patient', 'partner')
       AND NOT EXISTS (SELECT 1 FROM live_leave v WHERE v.seat_id = e.id AND NOT v.coming_back)
$$;
"""

# Staff who count and whose page was alive at this instant.
_STAFF = """
CREATE FUNCTION live_staff_there(session uuid, at timestamptz) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(DISTINCT o.clinician_id), '{}')
      FROM schedule_session s
      JOIN live_seat e ON e.session_id = s.id AND e.revoked_at IS NULL
      JOIN live_seat_occupant o ON o.seat_id = e.id AND o.until_at IS NULL
     WHERE s.id = $1 AND o.role = 'facilitator' AND o.counts_in_ratio
       AND EXISTS (
            SELECT 1 FROM live_last_beat b
             WHERE b.seat_id = e.id
               AND b.at > $2 - make_interval(secs => policy_whole(s.program_id, 'breach.seconds', s.on_day))
               AND NOT EXISTS (SELECT 1 FROM live_leave v WHERE v.seat_id = e.id AND v.at >= b.first_at))
$$;
"""

# What the block of this instant asks for; a break takes the laxer of its neighbors'. A limit nobody states is met by
# no number of staff.
_NEEDS = """
CREATE FUNCTION live_staff_needed(session uuid, people bigint, units bigint, at timestamptz) RETURNS bigint
LANGUAGE sql STABLE AS $$
    WITH plan AS (
        SELECT b.number, b.kind, b.starts_at, row_number() OVER (ORDER BY b.number) AS n,
               greatest(1,
                   CASE WHEN b.ratio_key <> '' THEN coalesce(
                       ceil($2::numeric / nullif(policy_whole(s.program_id, b.ratio_key, s.on_day), 0)), $2 + 1) END,
                   CASE WHEN b.kind = 'couples' THEN coalesce(
                       ceil($3::numeric
                            / nullif(policy_whole(s.program_id, 'couples_session.max_couples', s.on_day), 0)),
                       $3 + 1) END
               )::bigint AS needs
          FROM schedule_block b JOIN schedule_session s ON s.id = b.session_id WHERE b.session_id = $1
    ), now_at AS (
        SELECT coalesce(
            (SELECT p.n FROM live_block l JOIN plan p ON p.number = l.number
              WHERE l.session_id = $1 AND l.ended_at IS NULL LIMIT 1),
            (SELECT max(n) FROM plan WHERE starts_at <= $4), 1) AS n
    )
    SELECT coalesce((
        SELECT CASE WHEN p.kind = 'break'
                    THEN (SELECT coalesce(min(b.needs), 1) FROM plan b WHERE b.n IN (p.n - 1, p.n + 1))
                    ELSE p.needs END
          FROM plan p JOIN now_at USING (n)), 1)
$$;
"""

_MOST = """
CREATE FUNCTION live_most(session uuid) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT CASE s.kind
        WHEN 'program_day' THEN policy_whole(s.program_id, 'cohort.cap', s.on_day)
        WHEN 'wellness' THEN policy_whole(s.program_id, 'cohort.cap', s.on_day)
        WHEN 'couples' THEN 2 * policy_whole(s.program_id, 'couples_session.max_couples', s.on_day)
        WHEN 'couples_group' THEN 2 * policy_whole(s.program_id, 'couples_group.max_couples', s.on_day)
        ELSE 1 END
      FROM schedule_session s WHERE s.id = $1
$$;
"""

# Whether anybody who leads, by the plan or because they are there, may not treat somebody in this state that day.
_UNLICENSED = f"""
CREATE FUNCTION live_unlicensed(session uuid, state text, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    WITH staffed AS (
        SELECT t.clinician_id, t.part::text FROM schedule_staffing t JOIN schedule_block b ON b.id = t.block_id
         WHERE b.session_id = $1 AND t.released_at IS NULL
    ), facing AS MATERIALIZED (
        SELECT clinician_id, part FROM staffed
         UNION
        SELECT c, 'lead' FROM unnest(live_staff_there($1, $3)) c WHERE c NOT IN (SELECT clinician_id FROM staffed)
    ), asked AS MATERIALIZED (
        SELECT f.clinician_id, (($3) AT TIME ZONE p.zone)::date AS on_day,
               CASE s.kind {_DOINGS} ELSE CASE
                   WHEN s.kind <> 'program_day' OR f.part = 'co' THEN 'co_lead_group'
                   WHEN c.track = 'mh' THEN 'lead_group' ELSE 'lead_sud_group' END END AS doing
          FROM facing f JOIN schedule_session s ON s.id = $1 JOIN access_program p ON p.id = s.program_id
          LEFT JOIN caseload_cohort c ON c.id = s.cohort_id
    )
    SELECT EXISTS (
        SELECT 1 FROM people_may_not_treat(
            ARRAY(SELECT clinician_id FROM asked), ARRAY(SELECT doing FROM asked),
            ARRAY(SELECT $2 FROM asked), ARRAY(SELECT on_day FROM asked)))
$$;
"""

# For whom the agreement is signed, and whether this person has signed it there in the version of that day.
_SIGNED = f"""
CREATE FUNCTION live_has_signed(session uuid, patient uuid, partner uuid, at timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT s.kind IN ({_ALONE}) OR EXISTS (
        SELECT 1 FROM live_group_agreement g
          JOIN people_signature n ON n.id = g.signature_id AND n.kind = '{CONFIDENTIALITY}'
         WHERE g.program_id = s.program_id AND (g.patient_id = $2 OR g.partner_id = $3)
           AND g."group" = coalesce(
                s.cohort_id,
                CASE WHEN s.kind = 'couples' THEN (
                    SELECT m.couple_id FROM people_couple_member m
                     WHERE m.until_at IS NULL AND (m.patient_id = $2 OR m.partner_id = $3) LIMIT 1) END,
                s.series_id, s.id)
           AND n.version = (
                SELECT v.version FROM live_agreement_versions() v
                 WHERE v.since <= (($4) AT TIME ZONE p.zone)::date ORDER BY v.since DESC LIMIT 1)
           AND NOT EXISTS (SELECT 1 FROM people_revocation r WHERE r.signature_id = n.id))
      FROM schedule_session s JOIN access_program p ON p.id = s.program_id WHERE s.id = $1
$$;
"""


def last_word() -> str:
    """Everything of it, for the migration."""
    parts = (_INSIDE, _STAFF, _NEEDS, _MOST, _UNLICENSED, _SIGNED, MAY_SIT, LET_IN, BY_LESS)
    return agreement_versions() + "".join(parts)
