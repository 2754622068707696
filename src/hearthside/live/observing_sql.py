"""
What the database itself keeps true of observers: nobody sits in a session as one unless everybody in it agreed.

Everybody who holds a seat in the session is asked, and whoever is let in beside them; so nobody can tell from who is
there who said no. The action asks the same functions, so the rule is stated once.
"""

from hearthside.live.sql import BEHIND

ROWS = {"live_observe_ask": BEHIND, "live_observe_answer": BEHIND}

_EVERYBODY = """
CREATE FUNCTION live_observed(session uuid) RETURNS TABLE (patient uuid, partner uuid) LANGUAGE sql STABLE AS $$
    SELECT k.patient_id, k.partner_id FROM schedule_seat k WHERE k.session_id = $1 AND k.state = 'held'
     UNION
    SELECT o.patient_id, o.partner_id
      FROM live_seat_occupant o JOIN live_seat e ON e.id = o.seat_id
     WHERE e.session_id = $1 AND e.admitted_at IS NOT NULL AND e.revoked_at IS NULL AND o.until_at IS NULL
       AND o.role IN ('patient', 'partner')
       AND NOT EXISTS (SELECT 1 FROM live_leave v WHERE v.seat_id = e.id AND NOT v.coming_back)
$$;
"""

# Where nobody is to be asked, nobody has agreed.
_AGREED = """
CREATE FUNCTION live_everybody_agreed(ask uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM live_observe_ask a
         WHERE a.id = $1 AND a.taken_back_at IS NULL AND EXISTS (SELECT 1 FROM live_observed(a.session_id))
           AND NOT EXISTS (
                SELECT 1 FROM live_observed(a.session_id) p
                 WHERE NOT coalesce((
                        SELECT w.agrees FROM live_observe_answer w
                         WHERE w.ask_id = a.id AND (w.patient_id = p.patient OR w.partner_id = p.partner)
                         ORDER BY w.at DESC, w.id DESC LIMIT 1), false)))
$$;
CREATE FUNCTION live_may_observe(session uuid, clinician uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM live_observe_ask a
         WHERE a.session_id = $1 AND a.clinician_id = $2 AND live_everybody_agreed(a.id))
       AND NOT EXISTS (
        SELECT 1 FROM schedule_staffing t JOIN schedule_block b ON b.id = t.block_id
         WHERE b.session_id = $1 AND t.clinician_id = $2 AND t.released_at IS NULL)
$$;
"""

_OBSERVES = """
CREATE FUNCTION live_observes(seat uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM live_seat_occupant o
                    WHERE o.seat_id = $1 AND o.role = 'observer' AND o.until_at IS NULL)
$$;
"""

# Whoever observes goes, and nobody waits for it: their seat is revoked in the very change after which somebody there
# has not agreed.
_OUT = """
CREATE FUNCTION live_observers_out(session uuid, at timestamptz) RETURNS void LANGUAGE sql VOLATILE AS $$
    UPDATE live_seat e SET revoked_at = $2
     WHERE e.session_id = $1 AND e.revoked_at IS NULL
       AND EXISTS (SELECT 1 FROM live_seat_occupant o
                    WHERE o.seat_id = e.id AND o.role = 'observer' AND o.until_at IS NULL
                      AND NOT live_may_observe($1, o.clinician_id))
$$;
"""

# The session is locked first, so that an answer and a seat cannot pass each other; whoever inserted a row that names
# it holds a key of it already, which this lock leaves alone.
_OBSERVED = """
CREATE FUNCTION live_keep_observed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    the_session uuid;
    the_seat uuid;
    from_at timestamptz;
BEGIN
    PERFORM set_config('app.system', 'follow_up', true);
    CASE TG_TABLE_NAME
        WHEN 'live_seat' THEN
            the_session := NEW.session_id; the_seat := NEW.id; from_at := NEW.admitted_at;
        WHEN 'live_seat_occupant' THEN
            SELECT e.session_id INTO the_session FROM live_seat e WHERE e.id = NEW.seat_id;
            the_seat := NEW.seat_id; from_at := NEW.from_at;
        WHEN 'live_observe_answer' THEN
            SELECT a.session_id INTO the_session FROM live_observe_ask a WHERE a.id = NEW.ask_id; from_at := NEW.at;
        ELSE
            the_session := NEW.session_id; from_at := NEW.taken_back_at;
    END CASE;
    IF EXISTS (SELECT 1 FROM live_observe_ask a WHERE a.session_id = the_session) THEN
        PERFORM 1 FROM live_session s WHERE s.session_id = the_session FOR NO KEY UPDATE;
        PERFORM live_observers_out(the_session, from_at) WHERE the_seat IS NULL OR NOT live_observes(the_seat);
    END IF;
    IF EXISTS (
        SELECT 1 FROM live_seat_occupant o JOIN live_seat e ON e.id = o.seat_id
         WHERE e.id = the_seat AND e.revoked_at IS NULL AND o.role = 'observer' AND o.until_at IS NULL
           AND (NOT live_may_observe(the_session, o.clinician_id)
                OR EXISTS (SELECT 1 FROM live_seat_occupant b WHERE b.seat_id = e.id AND b.id <> o.id)))
    THEN
        RAISE EXCEPTION 'Nobody observes a session unless everybody in it agreed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'everybody_agreed';
    END IF;
    PERFORM set_config('app.system', asker, true);
    RETURN NULL;
END $$;
CREATE TRIGGER observed AFTER INSERT OR UPDATE OF admitted_at, revoked_at, session_id ON live_seat
    FOR EACH ROW WHEN (NEW.admitted_at IS NOT NULL AND NEW.revoked_at IS NULL) EXECUTE FUNCTION live_keep_observed();
CREATE TRIGGER observed AFTER INSERT OR UPDATE OF role, clinician_id, seat_id, until_at ON live_seat_occupant
    FOR EACH ROW WHEN (NEW.until_at IS NULL) EXECUTE FUNCTION live_keep_observed();
CREATE TRIGGER observed AFTER INSERT ON live_observe_answer
    FOR EACH ROW WHEN (NOT NEW.agrees) EXECUTE FUNCTION live_keep_observed();
CREATE TRIGGER observed AFTER UPDATE OF taken_back_at ON live_observe_ask
    FOR EACH ROW WHEN (NEW.taken_back_at IS NOT NULL) EXECUTE FUNCTION live_keep_observed();
"""


def observed() -> str:
    """Everything of it, for the migration."""
    return _EVERYBODY + _AGREED + _OBSERVES + _OUT + _OBSERVED
