-- Where everybody is, worked out from staffing, seats and sessions after every change of them, whoever made it. Nobody
-- writes these rows by hand; the exclusion constraint on them is the last word on double booking.

-- A clinician is there from the first block they staff to the end of the last, with the break that belongs to it; a
-- person for the whole session, or from the first to the last of their blocks as a guest. Of everybody, or of some.
CREATE FUNCTION schedule_stays(sessions uuid[], whom uuid[])
RETURNS TABLE (session_id uuid, program_id uuid, who uuid, whose text,
               from_at timestamptz, until_at timestamptz, buffer_minutes integer)
LANGUAGE sql STABLE AS $$
    -- Materialized, and one session after the other (OFFSET 0): a table that just grew has no statistics, and a join
    -- planned for a few rows would begin with all of it, or ask for the policy of a day once for every block.
    WITH standing AS MATERIALIZED (
        SELECT s.* FROM schedule_session s WHERE s.id = ANY ($1) AND s.status <> 'canceled'
    ), clinicians AS MATERIALIZED (
        SELECT s.id, s.program_id, s.on_day, f.clinician_id, min(b.starts_at) AS from_at,
               max(coalesce(pause.ends_at, b.ends_at)) AS until_at
          FROM standing s
         CROSS JOIN LATERAL (
             SELECT b.id, b.number, b.starts_at, b.ends_at FROM schedule_block b WHERE b.session_id = s.id OFFSET 0) b
         CROSS JOIN LATERAL (
             SELECT f.clinician_id FROM schedule_staffing f
              WHERE f.block_id = b.id AND f.released_at IS NULL
                AND ($2 IS NULL OR f.clinician_id = ANY ($2)) OFFSET 0) f
          LEFT JOIN LATERAL (
             SELECT p.ends_at FROM schedule_block p
              WHERE p.session_id = s.id AND p.number = b.number + 1 AND p.kind = 'break' OFFSET 0) pause ON true
         GROUP BY s.id, s.program_id, s.on_day, f.clinician_id
    ), days AS MATERIALIZED (
        SELECT d.program_id, d.on_day, policy_since(d.program_id, d.on_day) AS since
          FROM (SELECT DISTINCT c.program_id, c.on_day FROM clinicians c) d
    ), buffers AS MATERIALIZED (
        SELECT s.program_id, s.since, policy_whole(s.program_id, 'buffer.minutes', s.since) AS minutes
          FROM (SELECT DISTINCT d.program_id, d.since FROM days d) s
    )
    SELECT c.id, c.program_id, c.clinician_id, 'clinician', c.from_at, c.until_at, coalesce(b.minutes, 0)
      FROM clinicians c JOIN days d USING (program_id, on_day) JOIN buffers b USING (program_id, since)
    UNION ALL
    SELECT s.id, s.program_id, coalesce(t.patient_id, t.partner_id),
           CASE WHEN t.patient_id IS NULL THEN 'partner' ELSE 'patient' END,
           coalesce(g.from_at, s.starts_at), coalesce(g.until_at, s.ends_at), 0
      FROM standing s
     CROSS JOIN LATERAL (
          SELECT t.patient_id, t.partner_id, t.blocks FROM schedule_seat t
           WHERE t.session_id = s.id AND t.state = 'held'
             AND ($2 IS NULL OR t.patient_id = ANY ($2) OR t.partner_id = ANY ($2)) OFFSET 0) t
      LEFT JOIN LATERAL (
          SELECT min(b.starts_at) AS from_at, max(b.ends_at) AS until_at FROM schedule_block b
           WHERE b.session_id = s.id AND b.number = ANY (t.blocks)
      ) g ON t.blocks IS NOT NULL
$$;

CREATE FUNCTION schedule_project(sessions uuid[], whom uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WITH due AS MATERIALIZED (SELECT d.session_id, d.who FROM schedule_stays(sessions, whom) d)
    DELETE FROM schedule_occupancy o
     WHERE o.session_id = ANY (sessions) AND (whom IS NULL OR o.who = ANY (whom))
       AND NOT EXISTS (SELECT 1 FROM due d WHERE d.session_id = o.session_id AND d.who = o.who);
    -- A buffer is kept as it was for a stay that did not grow: a longer one that came since never refuses staff loss.
    INSERT INTO schedule_occupancy AS o (id, program_id, session_id, who, whose, buffer_minutes, span)
    SELECT gen_random_uuid(), d.program_id, d.session_id, d.who, d.whose, d.buffer_minutes,
           tstzrange(d.from_at, d.until_at + make_interval(mins => d.buffer_minutes))
      FROM schedule_stays(sessions, whom) d
     ORDER BY d.who, d.from_at
    ON CONFLICT (session_id, who) DO UPDATE
       SET (buffer_minutes, span) = (
           SELECT k.minutes, tstzrange(lower(excluded.span), upper(excluded.span)
                                       + make_interval(mins => k.minutes - excluded.buffer_minutes))
             FROM (SELECT CASE
                       WHEN tstzrange(lower(excluded.span), upper(excluded.span)
                                      - make_interval(mins => excluded.buffer_minutes)) <@ o.span
                       THEN o.buffer_minutes ELSE excluded.buffer_minutes
                   END AS minutes) k
       )
     WHERE o.span IS DISTINCT FROM excluded.span;
END $$;

CREATE FUNCTION schedule_follow_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    touched uuid[];
    whom uuid[];
BEGIN
    -- With eyes of its own: whoever changes one seat need not see the others.
    PERFORM set_config('app.system', 'follow_up', true);
    IF TG_TABLE_NAME = 'schedule_session' THEN
        SELECT array_agg(DISTINCT n.id) INTO touched FROM changed n JOIN before o USING (id)
         WHERE (n.status, n.starts_at, n.ends_at, n.on_day)
               IS DISTINCT FROM (o.status, o.starts_at, o.ends_at, o.on_day);
    ELSIF TG_TABLE_NAME = 'schedule_staffing' THEN
        SELECT array_agg(DISTINCT b.session_id) INTO touched FROM changed n JOIN schedule_block b ON b.id = n.block_id;
    ELSE
        SELECT array_agg(DISTINCT n.session_id) INTO touched FROM changed n;
    END IF;
    -- Where somebody is follows from seats of their own: those of everybody else in the session stand.
    IF TG_TABLE_NAME = 'schedule_seat' AND TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT coalesce(n.patient_id, n.partner_id)) INTO whom FROM changed n;
    ELSIF TG_TABLE_NAME = 'schedule_seat' THEN
        SELECT array_agg(DISTINCT who) INTO whom
          FROM (SELECT coalesce(n.patient_id, n.partner_id) AS who FROM changed n
                UNION SELECT coalesce(o.patient_id, o.partner_id) FROM before o) either;
    END IF;
    IF touched IS NOT NULL THEN
        PERFORM schedule_project(touched, whom);
    END IF;
    PERFORM set_config('app.system', asker, true);
    RETURN NULL;
END $$;

CREATE TRIGGER occupancy_follows_change AFTER UPDATE ON schedule_session
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION schedule_follow_changes();
CREATE TRIGGER occupancy_follows_change AFTER UPDATE ON schedule_block
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION schedule_follow_changes();
CREATE TRIGGER occupancy_follows_new AFTER INSERT ON schedule_staffing
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION schedule_follow_changes();
CREATE TRIGGER occupancy_follows_change AFTER UPDATE ON schedule_staffing
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION schedule_follow_changes();
CREATE TRIGGER occupancy_follows_new AFTER INSERT ON schedule_seat
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION schedule_follow_changes();
CREATE TRIGGER occupancy_follows_change AFTER UPDATE ON schedule_seat
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION schedule_follow_changes();
