"""
SQL that migrations share: who sees whom, as row security asks it.

The same grants that `visible_to` joins, read a second time by the database itself, so that a page that forgets to ask
still shows nothing.
"""

from hearthside.ledger.sql import IN_PROGRAM, in_program, row_security

# A grant counts from its first instant until its last, which is excluded.
_LIVE = "g.from_at <= now() AND (g.until_at IS NULL OR g.until_at > now())"


def _held(what: str, whose: str) -> str:
    """
    The grants of a part that the asker holds in person or by role.

    Two questions, each with an index of its own: asked as one with OR, every grant of the part would be read. So it
    would if roles were taken from the settings row by row.
    """
    return " UNION ALL ".join(
        f"SELECT {what} FROM people_grant g WHERE g.program_id = app_program() AND g.part = $1 AND {holder} "
        f"AND {_LIVE} AND {whose}"
        for holder in ("g.holder_id = (SELECT app_actor())", "g.holder_role = ANY ((SELECT app_roles())::text[])")
    )


WHO_SEES = f"""
CREATE FUNCTION people_trusted() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(app_system() NOT IN ('visitor', 'sign_in', 'application_form'), false)
$$;
CREATE FUNCTION people_sees_every(part text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS ({_held("1", "g.patient_id IS NULL")})
$$;
CREATE FUNCTION people_seen(part text) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(DISTINCT held.patient_id), '{{}}')
      FROM ({_held("g.patient_id", "g.patient_id IS NOT NULL")}) held
$$;
CREATE FUNCTION people_sees(program uuid, patient uuid, part text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT app_in_program($1) AND (people_trusted() OR people_sees_every($3)
                                   OR coalesce($2 = ANY (people_seen($3)), false))
$$;
"""
WHO_SEES_NO_MORE = (
    "DROP FUNCTION people_sees(uuid, uuid, text), people_seen(text), people_sees_every(text), people_trusted()"
)

WRITTEN = IN_PROGRAM
# Grants, and whatever else follows from somebody's change: never written in a person's own scope.
WRITTEN_BEHIND = f"{IN_PROGRAM} AND (SELECT people_trusted())"


def sees(part: str, *, patient: str = "patient_id", program: str = "program_id") -> str:
    """
    The condition that the row's patient is one whose `part` the asker may see: `people_sees`, asked once a query.

    The inner SELECTs depend on no row, so PostgreSQL asks them once, however long the table is.
    """
    return (
        f"({in_program(program)} AND ((SELECT people_trusted()) OR (SELECT people_sees_every('{part}')) "
        f"OR {patient} = ANY ((SELECT people_seen('{part}'))::uuid[])))"
    )


# One's own grants, for the functions above; compliance sees everybody's, to say who could open a record.
GRANTS = row_security(
    "people_grant",
    seen=(
        f"{IN_PROGRAM} AND ((SELECT people_trusted()) OR holder_id = app_actor() "
        "OR holder_role = ANY (app_roles()) OR 'compliance' = ANY (app_roles()))"
    ),
    written=WRITTEN_BEHIND,
)

# A couple has two members, one of them a patient, who begin and end with it. Asked when the change is complete, with
# eyes of its own: whoever changes a couple need not see all of it.
COUPLE_OF_TWO = """
CREATE FUNCTION people_couple_is_two() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked uuid := to_jsonb(NEW)->>CASE TG_TABLE_NAME WHEN 'people_couple' THEN 'id' ELSE 'couple_id' END;
    asker text := coalesce(app_system(), '');
    couple people_couple%ROWTYPE;
    wrong boolean;
BEGIN
    PERFORM set_config('app.system', 'follow_up', true);
    SELECT * INTO STRICT couple FROM people_couple c WHERE c.id = asked;
    SELECT count(*) <> 2 OR count(m.patient_id) = 0
           OR count(*) FILTER (WHERE m.until_at IS DISTINCT FROM couple.until_at) > 0
           OR count(*) FILTER (WHERE m.program_id <> couple.program_id) > 0
      INTO wrong FROM people_couple_member m WHERE m.couple_id = asked;
    PERFORM set_config('app.system', asker, true);
    IF wrong THEN
        RAISE EXCEPTION 'A couple has two members, who begin and end with it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'couple_is_two';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER couple_is_two AFTER INSERT OR UPDATE ON people_couple
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION people_couple_is_two();
CREATE CONSTRAINT TRIGGER couple_is_two AFTER INSERT OR UPDATE ON people_couple_member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION people_couple_is_two();
"""
COUPLE_OF_TWO_NO_MORE = "DROP FUNCTION people_couple_is_two() CASCADE"
