"""
Whom a room's database asks by the rules of the door, and when: everybody who is to be in a room, however they got a
seat there, and whoever is put back into one.
"""

from hearthside.live.rules.check_in import ALWAYS

_ALWAYS = ", ".join(f"'{step}'" for step in ALWAYS)

# One row for whoever it is, at the door or not.
MAY_SIT = f"""
CREATE OR REPLACE FUNCTION live_may_sit(session uuid, patient uuid, partner uuid, seat uuid, at timestamptz)
RETURNS text LANGUAGE sql STABLE AS $$
    WITH mine AS (
        SELECT c.id, (
                SELECT p.state FROM live_check_in_place p WHERE p.check_in_id = c.id AND p.said_at >= s.opened_at
                 ORDER BY p.said_at DESC, p.id DESC LIMIT 1) AS state
          FROM live_session s
          LEFT JOIN live_check_in c ON c.session_id = s.session_id AND (c.patient_id = $2 OR c.partner_id = $3)
         WHERE s.session_id = $1
    ), answered_for AS (
        SELECT o.rule FROM live_override o WHERE o.session_id = $1 AND (o.patient_id = $2 OR o.partner_id = $3)
    ), found AS (
        SELECT 1 AS n, 'unlocated' AS rule FROM mine WHERE state IS NULL
         UNION ALL
        SELECT 2, 'unsigned' WHERE NOT live_has_signed($1, $2, $3, $5)
         UNION ALL
        SELECT 3, 'unlicensed' FROM mine WHERE state IS NOT NULL AND live_unlicensed($1, state::text, $5)
         UNION ALL
        SELECT 4, 'apart' WHERE EXISTS (
            SELECT 1 FROM live_seat_occupant o JOIN live_seat e ON e.id = o.seat_id
              JOIN people_keep_apart k ON k.until_at IS NULL
                   AND ((k.first_id = $2 AND k.second_id = o.patient_id)
                        OR (k.second_id = $2 AND k.first_id = o.patient_id))
             WHERE e.session_id = $1 AND e.revoked_at IS NULL AND o.until_at IS NULL
               AND (e.admitted_at IS NOT NULL OR e.id = $4))
         UNION ALL
        SELECT 5, 'cap' FROM live_inside($1) i WHERE i.people > coalesce(live_most($1), 0)
         UNION ALL
        SELECT 6, 'unstaffed' FROM live_inside($1) i
         WHERE cardinality(live_staff_there($1, $5)) < live_staff_needed($1, i.people, i.units, $5)
         UNION ALL
        SELECT 7, 'not_checked_in' FROM mine
         WHERE {len(ALWAYS)} > (
                SELECT count(DISTINCT a.step) FROM live_check_in_answer a
                 WHERE a.check_in_id = mine.id AND a.step IN ({_ALWAYS}))
    )
    SELECT CASE WHEN (SELECT t.outcome FROM live_talk_first t JOIN mine ON mine.id = t.check_in_id
                       ORDER BY t.raised_at DESC, t.id DESC LIMIT 1) <> 'join'
                THEN 'talk_first'
                ELSE (SELECT f.rule FROM found f WHERE f.rule NOT IN (SELECT rule FROM answered_for)
                       ORDER BY f.n LIMIT 1) END
$$;
"""

# Asked again of whoever is put back where they had left or were put out: as things are at that moment.
LET_IN = """
CREATE OR REPLACE FUNCTION live_let_in() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    at timestamptz := now();
    why text;
BEGIN
    PERFORM set_config('app.system', 'follow_up', true);
    IF TG_TABLE_NAME = 'live_seat' THEN
        IF OLD.admitted_at IS NULL THEN
            at := NEW.admitted_at;
        END IF;
        SELECT min(live_may_sit(NEW.session_id, o.patient_id, o.partner_id, NEW.id, at)) INTO why
          FROM live_seat_occupant o
         WHERE o.seat_id = NEW.id AND o.until_at IS NULL AND o.clinician_id IS NULL;
    ELSE
        IF TG_OP = 'INSERT' THEN
            at := NEW.from_at;
        END IF;
        SELECT live_may_sit(e.session_id, NEW.patient_id, NEW.partner_id, e.id, at) INTO why
          FROM live_seat e WHERE e.id = NEW.seat_id AND e.admitted_at IS NOT NULL AND e.revoked_at IS NULL;
    END IF;
    PERFORM set_config('app.system', asker, true);
    IF why IS NOT NULL THEN
        RAISE EXCEPTION 'Nobody is let in %.', why
            USING ERRCODE = 'check_violation', CONSTRAINT = 'let_in_' || why;
    END IF;
    RETURN NULL;
END $$;
"""
BY_LESS = "DROP FUNCTION live_may_sit(uuid, uuid, uuid, uuid);"

PUT_BACK = """
DROP TRIGGER let_in ON live_seat;
CREATE TRIGGER let_in AFTER UPDATE OF admitted_at, revoked_at ON live_seat
    FOR EACH ROW WHEN (NEW.admitted_at IS NOT NULL AND NEW.revoked_at IS NULL
                       AND (OLD.admitted_at IS NULL OR OLD.revoked_at IS NOT NULL)) EXECUTE FUNCTION live_let_in();
CREATE TRIGGER put_back AFTER UPDATE OF seat_id, patient_id, partner_id, clinician_id, until_at ON live_seat_occupant
    FOR EACH ROW WHEN (NEW.clinician_id IS NULL AND NEW.until_at IS NULL
                       AND (OLD.until_at IS NOT NULL OR (OLD.seat_id, OLD.patient_id, OLD.partner_id)
                            IS DISTINCT FROM (NEW.seat_id, NEW.patient_id, NEW.partner_id)))
    EXECUTE FUNCTION live_let_in();
"""
NOBODY_PUT_BACK = "DROP TRIGGER put_back ON live_seat_occupant;"
