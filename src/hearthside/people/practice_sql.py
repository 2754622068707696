"""
Practice authority as the database judges it: the same rule as `credentials.authority.can_treat`, as spans of days.

The shipped tables of scopes and compacts become functions that give their rows, written anew after every `migrate`: the
database never judges by older tables than the programs that ask it.

Rule: docs/rules/practice-authority.md
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from hearthside.people.credentials.tables import compacts, scopes


def tables() -> str:
    """The functions that give the rows of the shipped tables, as this release ships them."""
    allowed = [(kind, doing, may) for (kind, doing), may in scopes().items()]
    in_use = [
        (compact.key, kind, state, since.isoformat())
        for compact in compacts().values()
        for kind in sorted(compact.credential_types)
        for state, since in compact.in_use_since.items()
        if since is not None
    ]
    return "".join(
        [
            _table("people_scopes", "credential_type text, doing text, may text", allowed),
            _table(
                "people_compacts_in_use", "compact text, credential_type text, state text, since date", in_use,
                casts="%s, %s, %s, %s::date",
            ),
        ]
    )  # fmt: skip


def load_tables(**_signal: Any) -> None:
    """Let the database judge by the tables of this release."""
    with connection.cursor() as cursor:
        cursor.execute(tables())


def _table(name: str, columns: str, rows: Iterable[Sequence[str]], casts: str = "%s, %s, %s") -> str:
    values = ",\n        ".join(f"({casts % tuple(_literal(each) for each in row)})" for row in rows)
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS TABLE ({columns}) LANGUAGE sql IMMUTABLE AS $$\n"
        f"    SELECT * FROM (VALUES\n        {values}) AS shipped\n$$;\n"
    )


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


# Of each clinician the spans of days in which their own papers hold for a doing in a state, one for each authority; of
# a right that rests on a license at home, one for each such license. Supervision is not asked about here.
_OWN = """
CREATE FUNCTION people_own_rights(clinicians uuid[])
RETURNS TABLE (clinician_id uuid, state text, doing text, may text, from_on date, until_on date)
LANGUAGE sql STABLE AS $$
    SELECT r.* FROM (
        SELECT c.clinician_id, a.state::text, s.doing, s.may,
               greatest(a.valid_from, c.issued_on, h.valid_from, there.since, home.since) AS from_on,
               least(a.valid_to, c.expires_on, h.valid_to) AS until_on
          FROM people_credential c
          JOIN people_practice_authority a ON a.credential_id = c.id
          JOIN people_scopes() s ON s.credential_type = c.type
          LEFT JOIN people_practice_authority h
                 ON h.credential_id = c.id AND h.kind = 'license' AND h.state = a.home_state
                    AND h.status = 'active' AND h.verified_at IS NOT NULL AND a.kind <> 'license'
          LEFT JOIN people_compacts_in_use() there
                 ON a.kind = 'compact_privilege' AND there.compact = a.compact AND there.credential_type = c.type
                    AND there.state = a.state
          LEFT JOIN people_compacts_in_use() home
                 ON a.kind = 'compact_privilege' AND home.compact = a.compact AND home.credential_type = c.type
                    AND home.state = a.home_state
         WHERE c.clinician_id = ANY ($1) AND c.status = 'active'
           AND a.status = 'active' AND a.verified_at IS NOT NULL
           AND (a.kind <> 'exception' OR a.valid_to IS NOT NULL)
           AND (a.kind <> 'compact_privilege' OR there.since IS NOT NULL AND home.since IS NOT NULL)
           AND (h.id IS NOT NULL OR a.kind = 'license' OR a.home_state = '' AND a.kind <> 'compact_privilege')
    ) r WHERE r.until_on IS NULL OR r.from_on <= r.until_on
$$;
"""

# The same with supervision: where the scope asks for it, on the days on which somebody who works here answers for them
# and could do it there alone.
_RIGHTS = """
CREATE FUNCTION people_rights(clinicians uuid[])
RETURNS TABLE (clinician_id uuid, state text, doing text, from_on date, until_on date)
LANGUAGE sql STABLE AS $$
    WITH own AS MATERIALIZED (SELECT * FROM people_own_rights($1)), answering AS MATERIALIZED (
        SELECT v.supervisee_id, v.supervisor_id, greatest(v.starts_on, k.works_from) AS from_on,
               least(v.ends_on, k.works_until) AS until_on
          FROM people_supervision v JOIN people_clinician k ON k.id = v.supervisor_id
         WHERE v.supervisee_id = ANY ($1)
    ), alone AS MATERIALIZED (
        SELECT * FROM people_own_rights(ARRAY(SELECT DISTINCT supervisor_id FROM answering)) WHERE may = 'yes'
    )
    SELECT own.clinician_id, own.state, own.doing, own.from_on, own.until_on FROM own WHERE own.may = 'yes'
    UNION ALL
    SELECT own.clinician_id, own.state, own.doing, greatest(own.from_on, w.from_on, alone.from_on),
           least(own.until_on, w.until_on, alone.until_on)
      FROM own JOIN answering w ON w.supervisee_id = own.clinician_id
      JOIN alone ON alone.clinician_id = w.supervisor_id AND alone.state = own.state AND alone.doing = own.doing
     WHERE own.may = 'supervised'
$$;
"""

# Which of these (clinician, doing, state, day) nothing on record allows: by position, read once for all of them.
_REFUSED = """
CREATE FUNCTION people_may_not_treat(clinicians uuid[], doings text[], states text[], days date[])
RETURNS TABLE (clinician_id uuid, doing text, state text, on_day date)
LANGUAGE sql STABLE AS $$
    WITH rights AS MATERIALIZED (
        SELECT r.* FROM people_rights(ARRAY(SELECT DISTINCT c FROM unnest($1) c)) r
         WHERE r.state = ANY ($3) AND r.doing = ANY ($2)
    )
    SELECT a.* FROM unnest($1, $2, $3, $4) AS a (clinician_id, doing, state, on_day)
     WHERE NOT EXISTS (
        SELECT 1 FROM rights r
         WHERE r.clinician_id = a.clinician_id AND r.doing = a.doing AND r.state = a.state
           AND r.from_on <= a.on_day AND (r.until_on IS NULL OR r.until_on >= a.on_day))
$$;
"""

FUNCTIONS = _OWN + _RIGHTS + _REFUSED
NO_FUNCTIONS = (
    "DROP FUNCTION people_may_not_treat(uuid[], text[], text[], date[]), people_rights(uuid[]), "
    "people_own_rights(uuid[]), people_compacts_in_use(), people_scopes()"
)
