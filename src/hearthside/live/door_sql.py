"""What the database itself keeps true of the door: who sees its rows, and whom no row may let in."""

from hearthside.ledger.sql import IN_PROGRAM
from hearthside.people.sql import sees

# Nobody reads an answer in their own scope: what each may know of it is decided by the pages of the door, one by one.
BEHIND = f"{IN_PROGRAM} AND (SELECT people_trusted())"
ROWS = (
    "live_check_in", "live_check_in_answer", "live_check_in_place", "live_group_agreement", "live_talk_first",
    "live_seat_ticket",
)  # fmt: skip
NEVER_CHANGED = ("live_check_in_answer", "live_check_in_place", "live_group_agreement")

# Who was missed is of the person's days: seen by whoever sees those.
MISSED = f"(({sees('schedule')}) OR (patient_id IS NULL AND {BEHIND}))"

# Asked when a seat is let in, and when somebody sits down at one that was: with eyes of its own. The rules themselves
# are replaced by those of `door_last_word_sql`.
LET_IN = """
CREATE FUNCTION live_may_sit(session uuid, patient uuid, partner uuid, seat uuid) RETURNS text
LANGUAGE sql STABLE AS $$
    WITH mine AS (
        SELECT c.id, s.opened_at FROM live_check_in c JOIN live_session s ON s.session_id = c.session_id
         WHERE c.session_id = $1 AND (c.patient_id = $2 OR c.partner_id = $3)
    ), answered_for AS (
        SELECT o.rule FROM live_override o WHERE o.session_id = $1 AND (o.patient_id = $2 OR o.partner_id = $3)
    )
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM live_talk_first t JOIN mine ON mine.id = t.check_in_id WHERE t.outcome = '')
             THEN 'talk_first'
        WHEN EXISTS (SELECT 1 FROM mine WHERE NOT EXISTS (
                        SELECT 1 FROM live_check_in_place p
                         WHERE p.check_in_id = mine.id AND p.said_at >= mine.opened_at))
             AND NOT EXISTS (SELECT 1 FROM answered_for WHERE rule = 'unlocated') THEN 'unlocated'
        WHEN EXISTS (
                SELECT 1 FROM live_seat_occupant o JOIN live_seat e ON e.id = o.seat_id
                  JOIN people_keep_apart k ON k.until_at IS NULL
                       AND ((k.first_id = $2 AND k.second_id = o.patient_id)
                            OR (k.second_id = $2 AND k.first_id = o.patient_id))
                 WHERE e.session_id = $1 AND e.revoked_at IS NULL AND o.until_at IS NULL
                   AND (e.admitted_at IS NOT NULL OR e.id = $4))
             AND NOT EXISTS (SELECT 1 FROM answered_for WHERE rule = 'apart') THEN 'apart'
    END
$$;
CREATE FUNCTION live_let_in() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    why text;
BEGIN
    PERFORM set_config('app.system', 'follow_up', true);
    IF TG_TABLE_NAME = 'live_seat' THEN
        SELECT min(live_may_sit(NEW.session_id, o.patient_id, o.partner_id, NEW.id)) INTO why
          FROM live_seat_occupant o
         WHERE o.seat_id = NEW.id AND o.until_at IS NULL AND o.clinician_id IS NULL;
    ELSE
        SELECT live_may_sit(e.session_id, NEW.patient_id, NEW.partner_id, e.id) INTO why
          FROM live_seat e WHERE e.id = NEW.seat_id AND e.admitted_at IS NOT NULL;
    END IF;
    PERFORM set_config('app.system', asker, true);
    IF why IS NOT NULL THEN
        RAISE EXCEPTION 'Nobody is let in %.', why
            USING ERRCODE = 'check_violation', CONSTRAINT = 'let_in_' || why;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER let_in AFTER UPDATE OF admitted_at ON live_seat
    FOR EACH ROW WHEN (NEW.admitted_at IS NOT NULL AND OLD.admitted_at IS NULL) EXECUTE FUNCTION live_let_in();
CREATE TRIGGER let_in AFTER INSERT ON live_seat_occupant
    FOR EACH ROW WHEN (NEW.clinician_id IS NULL) EXECUTE FUNCTION live_let_in();
"""
LET_IN_NO_MORE = """
DROP TRIGGER let_in ON live_seat;
DROP TRIGGER let_in ON live_seat_occupant;
DROP FUNCTION live_let_in();
DROP FUNCTION live_may_sit(uuid, uuid, uuid, uuid);
"""
