-- Who may not share a session, and who may not lead one with whom. Asked at once after seats or staff are added, with
-- eyes of its own: whoever adds a seat need not know that two are kept apart.

CREATE FUNCTION schedule_apart_stay_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
BEGIN
    PERFORM set_config('app.system', 'follow_up', true);
    IF EXISTS (
        -- From the pairs to their seats, one after the other (OFFSET 0): pairs are few, and a table that just grew has no
        -- statistics to plan a join by.
        SELECT 1
          FROM (SELECT n.session_id, k.second_id AS other, k.until_at
                  FROM changed n JOIN people_keep_apart k ON k.first_id = n.patient_id WHERE n.state = 'held'
                UNION ALL
                SELECT n.session_id, k.first_id, k.until_at
                  FROM changed n JOIN people_keep_apart k ON k.second_id = n.patient_id WHERE n.state = 'held') a
         CROSS JOIN LATERAL (
             SELECT s.starts_at FROM schedule_session s
              WHERE s.id = a.session_id AND s.status <> 'canceled' OFFSET 0) s
         CROSS JOIN LATERAL (
             SELECT 1 FROM schedule_seat t
              WHERE t.session_id = a.session_id AND t.patient_id = a.other AND t.state = 'held' OFFSET 0) t
         WHERE a.until_at IS NULL OR a.until_at > s.starts_at
    ) THEN
        RAISE EXCEPTION 'These two may not share a group.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_kept_apart';
    END IF;
    PERFORM set_config('app.system', asker, true);
    RETURN NULL;
END $$;
CREATE TRIGGER seat_kept_apart_new AFTER INSERT ON schedule_seat
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION schedule_apart_stay_apart();

-- Whoever sees somebody alone does not lead their couples work, nor do both kinds of work alone with one person; the
-- other partner of a couple counts as well, in the session or not.
CREATE FUNCTION schedule_conflict_of_role() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    touched uuid[];
BEGIN
    PERFORM set_config('app.system', 'follow_up', true);
    IF TG_TABLE_NAME = 'schedule_staffing' THEN
        SELECT array_agg(DISTINCT b.session_id) INTO touched FROM changed n JOIN schedule_block b ON b.id = n.block_id;
    ELSE
        SELECT array_agg(DISTINCT n.session_id) INTO touched FROM changed n WHERE n.state = 'held';
    END IF;
    -- A program day is no treatment of one person: nothing to ask where only such days changed.
    SELECT array_agg(s.id) INTO touched FROM schedule_session s
     WHERE s.id = ANY (touched) AND s.status <> 'canceled'
       AND s.kind IN ('individual', 'counseling', 'couples', 'couples_group');
    IF touched IS NOT NULL AND EXISTS (
        WITH facing AS MATERIALIZED (
            SELECT DISTINCT s.kind, s.starts_at, f.clinician_id, t.patient_id
              FROM schedule_session s
             -- One session after the other (OFFSET 0): tables that just grew have no statistics to plan a join by.
             CROSS JOIN LATERAL (
                 SELECT b.id FROM schedule_block b WHERE b.session_id = s.id OFFSET 0) b
             CROSS JOIN LATERAL (
                 SELECT f.clinician_id FROM schedule_staffing f
                  WHERE f.block_id = b.id AND f.released_at IS NULL OFFSET 0) f
             CROSS JOIN LATERAL (
                 SELECT t.patient_id FROM schedule_seat t
                  WHERE t.session_id = s.id AND t.state = 'held' AND t.patient_id IS NOT NULL OFFSET 0) t
             WHERE s.id = ANY (touched)
        ), asked AS MATERIALIZED (
            SELECT kind, starts_at, clinician_id, patient_id FROM facing
            UNION
            SELECT f.kind, f.starts_at, f.clinician_id, other.patient_id
              FROM facing f
              JOIN people_couple_member own ON own.patient_id = f.patient_id AND own.until_at IS NULL
              JOIN people_couple_member other ON other.couple_id = own.couple_id AND other.id <> own.id
             WHERE f.kind IN ('couples', 'couples_group') AND other.patient_id IS NOT NULL
        )
        SELECT 1 FROM asked a
          JOIN caseload_treatment x ON x.patient_id = a.patient_id AND x.clinician_id = a.clinician_id
                                   AND x.from_at <= a.starts_at AND (x.until_at IS NULL OR x.until_at > a.starts_at)
         WHERE x.modality = ANY (CASE a.kind WHEN 'individual' THEN ARRAY['counseling', 'couples']
                                             WHEN 'counseling' THEN ARRAY['individual', 'couples']
                                             ELSE ARRAY['individual', 'counseling'] END)
    ) THEN
        RAISE EXCEPTION 'Nobody treats one person in two roles.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'session_conflict_of_role';
    END IF;
    PERFORM set_config('app.system', asker, true);
    RETURN NULL;
END $$;
CREATE TRIGGER conflict_of_role_new AFTER INSERT ON schedule_staffing
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION schedule_conflict_of_role();
CREATE TRIGGER conflict_of_role_new AFTER INSERT ON schedule_seat
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION schedule_conflict_of_role();
