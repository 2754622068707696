"""
What the database itself keeps true of the time of a session whose door has opened: it stays what it is.

Its record, what people said at the door, its rooms and its end are of that time; at another one it could not be held.
"""

STAYS = """
CREATE FUNCTION live_time_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    opened boolean;
BEGIN
    PERFORM set_config('app.system', 'follow_up', true);
    opened := EXISTS (SELECT 1 FROM live_session l WHERE l.session_id = NEW.id);
    PERFORM set_config('app.system', asker, true);
    IF opened THEN
        RAISE EXCEPTION 'The door of this session has opened.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'session_door_opened';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER door_opened BEFORE UPDATE OF starts_at, ends_at ON schedule_session
    FOR EACH ROW WHEN ((NEW.starts_at, NEW.ends_at) IS DISTINCT FROM (OLD.starts_at, OLD.ends_at))
    EXECUTE FUNCTION live_time_stays();
"""
STAYS_NO_MORE = """
DROP TRIGGER door_opened ON schedule_session;
DROP FUNCTION live_time_stays();
"""
