-- Cap and ratio, at every instant of a session: people never join above them; staff loss is never refused, but the
-- session says in the same transaction that it is short.

-- Of each block: how many people hold a seat, how many clinicians staff it, how many it needs, how many people it takes.
CREATE FUNCTION schedule_fill(sessions uuid[])
RETURNS TABLE (session_id uuid, block_id uuid, number integer, people integer, staff integer,
               needed integer, cap integer)
LANGUAGE sql STABLE AS $$
    -- Materialized, so that policy is asked once for all days on which it is the same and not once for a block.
    WITH days AS MATERIALIZED (
        SELECT d.program_id, d.on_day, policy_since(d.program_id, d.on_day) AS since
          FROM (SELECT DISTINCT s.program_id, s.on_day FROM schedule_session s WHERE s.id = ANY ($1)) d
    ), blocks AS MATERIALIZED (
        SELECT s.id AS session_id, s.program_id, d.since, s.kind AS session_kind, b.id, b.number, b.kind, b.ratio_key,
               (SELECT count(*) FROM schedule_seat t
                 WHERE t.session_id = s.id AND t.state = 'held'
                   AND (t.blocks IS NULL OR b.number = ANY (t.blocks)))::integer AS people,
               (SELECT count(*) FROM schedule_staffing f
                 WHERE f.block_id = b.id AND f.released_at IS NULL)::integer AS staff
          FROM schedule_session s JOIN schedule_block b ON b.session_id = s.id
          JOIN days d ON d.program_id = s.program_id AND d.on_day = s.on_day
         WHERE s.id = ANY ($1)
    ), asked AS MATERIALIZED (
        SELECT DISTINCT b.program_id, b.since, b.session_kind, b.ratio_key FROM blocks b
    ), policy AS MATERIALIZED (
        SELECT a.*,
               CASE WHEN a.ratio_key = '' THEN NULL ELSE policy_whole(a.program_id, a.ratio_key, a.since) END AS ratio,
               CASE a.session_kind
                   WHEN 'program_day' THEN policy_whole(a.program_id, 'cohort.cap', a.since)
                   WHEN 'wellness' THEN policy_whole(a.program_id, 'cohort.cap', a.since)
                   WHEN 'couples' THEN 2 * policy_whole(a.program_id, 'couples_session.max_couples', a.since)
                   WHEN 'couples_group' THEN 2 * policy_whole(a.program_id, 'couples_group.max_couples', a.since)
                   ELSE 1
               END AS cap
          FROM asked a
    )
    SELECT b.session_id, b.id, b.number, b.people, b.staff,
           CASE WHEN b.kind = 'break' OR b.people = 0 THEN 0
                WHEN b.ratio_key = '' THEN 1
                -- A ratio that nobody states binds everything: no number of people has enough staff.
                WHEN p.ratio IS NULL THEN b.people + 1
                ELSE ((b.people + p.ratio - 1) / p.ratio)::integer END,
           coalesce(p.cap, 0)
      FROM blocks b JOIN policy p USING (program_id, since, session_kind, ratio_key)
$$;

-- Seats are added one session after the other: the session is locked before anybody is counted.
CREATE FUNCTION schedule_seats_within() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    touched uuid[];
    over record;
BEGIN
    PERFORM set_config('app.system', 'follow_up', true);
    IF TG_TABLE_NAME = 'schedule_block' THEN
        -- A day on which the clinic is closed is written as canceled from the start: nobody takes a seat in it.
        SELECT array_agg(DISTINCT n.session_id) INTO touched
          FROM changed n JOIN schedule_session s ON s.id = n.session_id WHERE s.status <> 'canceled';
    ELSIF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT n.session_id) INTO touched FROM changed n WHERE n.state = 'held';
    ELSE
        SELECT array_agg(DISTINCT n.session_id) INTO touched FROM changed n JOIN before o USING (id)
         WHERE n.state = 'held' AND (o.state <> 'held' OR n.blocks IS DISTINCT FROM o.blocks
                                     OR n.session_id <> o.session_id);
    END IF;
    IF touched IS NOT NULL THEN
        PERFORM 1 FROM schedule_session s WHERE s.id = ANY (touched) ORDER BY s.id FOR NO KEY UPDATE;
        IF EXISTS (SELECT 1 FROM schedule_session s WHERE s.id = ANY (touched) AND s.status = 'canceled') THEN
            RAISE EXCEPTION 'Nobody takes a seat in a session that is canceled.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_in_a_session_that_stands';
        END IF;
        -- A new session takes its seats before its blocks, and says itself whether it is short.
        IF TG_TABLE_NAME = 'schedule_seat' THEN
            SELECT f.*, f.people > f.cap AS crowded INTO over FROM schedule_fill(touched) f
             WHERE f.people > f.cap
                OR f.needed > f.staff
                   AND EXISTS (SELECT 1 FROM changed n WHERE n.session_id = f.session_id AND n.state = 'held'
                                  AND (n.blocks IS NULL OR f.number = ANY (n.blocks)))
             ORDER BY f.people > f.cap DESC LIMIT 1;
        ELSE
            SELECT f.*, true AS crowded INTO over FROM schedule_fill(touched) f WHERE f.people > f.cap LIMIT 1;
        END IF;
        IF FOUND AND over.crowded THEN
            RAISE EXCEPTION 'A session takes no more people than policy allows.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_within_cap', DETAIL = over.session_id::text;
        ELSIF FOUND THEN
            RAISE EXCEPTION 'Nobody joins a session that has too few staff for them.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_within_ratio', DETAIL = over.session_id::text;
        END IF;
    END IF;
    PERFORM set_config('app.system', asker, true);
    RETURN NULL;
END $$;
CREATE TRIGGER seats_within_new AFTER INSERT ON schedule_seat
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION schedule_seats_within();
CREATE TRIGGER seats_within_change AFTER UPDATE ON schedule_seat
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION schedule_seats_within();
CREATE TRIGGER seats_within_new AFTER INSERT ON schedule_block
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION schedule_seats_within();

-- Asked when the change is complete.
CREATE FUNCTION schedule_short_is_said() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    asked uuid;
    skipped boolean := false;
    session schedule_session%ROWTYPE;
    blocks integer;
    lacks boolean;
    crowded boolean;
BEGIN
    PERFORM set_config('app.system', 'follow_up', true);
    IF TG_TABLE_NAME = 'schedule_session' THEN
        asked := NEW.id;
        -- A new session's blocks are as new as it is, and wait to ask the very same.
        IF TG_OP = 'INSERT' THEN
            skipped := EXISTS (SELECT 1 FROM schedule_session s JOIN schedule_block b ON b.session_id = s.id
                                WHERE s.id = asked AND s.status <> 'open');
        END IF;
    ELSIF TG_TABLE_NAME = 'schedule_block' THEN
        asked := NEW.session_id;
        -- Of the blocks that one statement wrote, the first asks for its session: all of them wait for the same moment.
        skipped := EXISTS (SELECT 1 FROM schedule_block own JOIN schedule_block b ON b.session_id = own.session_id
                            WHERE own.id = NEW.id AND own.session_id = asked AND b.number < own.number
                              AND b.xmin = own.xmin AND b.cmin = own.cmin);
    ELSE
        SELECT b.session_id INTO asked FROM schedule_block b WHERE b.id = NEW.block_id;
    END IF;
    IF skipped THEN
        PERFORM set_config('app.system', asker, true);
        RETURN NULL;
    END IF;
    SELECT * INTO STRICT session FROM schedule_session s WHERE s.id = asked;
    IF session.status IN ('planned', 'short', 'open') THEN
        SELECT count(*), coalesce(bool_or(f.needed > f.staff), false), coalesce(bool_or(f.people > f.cap), false)
          INTO blocks, lacks, crowded FROM schedule_fill(ARRAY[asked]) f;
        IF blocks = 0 THEN
            RAISE EXCEPTION 'A session has at least one block.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'session_has_blocks';
        END IF;
        IF session.status = 'planned' AND lacks THEN
            RAISE EXCEPTION 'A session that lacks staff says so.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'session_short_when_short';
        END IF;
        IF session.status = 'open' AND session.override_at IS NULL AND TG_TABLE_NAME = 'schedule_session'
           AND (lacks OR crowded) THEN
            RAISE EXCEPTION 'A session opens short only when somebody answers for it.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'session_opens_whole';
        END IF;
        -- There is no breach without a row that says since when and why.
        IF lacks AND NOT EXISTS (SELECT 1 FROM schedule_shortage h
                                  WHERE h.session_id = asked AND h.ended_at IS NULL) THEN
            RAISE EXCEPTION 'A session that lacks staff says since when, and why.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'session_shortage_is_recorded';
        END IF;
    END IF;
    PERFORM set_config('app.system', asker, true);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER short_is_said AFTER INSERT OR UPDATE OF status ON schedule_session
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION schedule_short_is_said();
CREATE CONSTRAINT TRIGGER short_is_said AFTER UPDATE ON schedule_staffing
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION schedule_short_is_said();
CREATE CONSTRAINT TRIGGER short_is_said AFTER INSERT OR UPDATE ON schedule_block
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION schedule_short_is_said();
