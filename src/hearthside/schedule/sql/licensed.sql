-- Nobody is treated by somebody who is not licensed where they are. Asked at once after seats or staff are added or a
-- session changes its day, with eyes of its own. What stands is not asked about when a license ends or somebody moves:
-- the schedule looks at that by itself, and the session becomes short.

-- What a clinician does who leads or helps to lead a session of this kind, as licenses put it.
CREATE FUNCTION schedule_doing(kind text, part text, track text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN $1 IN ('individual', 'counseling') THEN $1
                WHEN $1 IN ('couples', 'couples_group') THEN 'couples'
                WHEN $1 = 'medication' THEN 'prescribe'
                WHEN $1 <> 'program_day' OR $2 = 'co' THEN 'co_lead_group'
                WHEN $3 = 'mh' THEN 'lead_group'
                ELSE 'lead_sud_group' END
$$;

-- Who staffs these sessions, in which part, and so does what on which day.
CREATE FUNCTION schedule_staffed(sessions uuid[])
RETURNS TABLE (session_id uuid, clinician_id uuid, part text, doing text, on_day date)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT s.id, f.clinician_id, f.part, schedule_doing(s.kind, f.part, coalesce(c.track, '')), s.on_day
      FROM schedule_session s LEFT JOIN caseload_cohort c ON c.id = s.cohort_id
     -- One session and one block after the other (OFFSET 0): tables that just grew have no statistics to plan a join by,
     -- and where a whole week begins, each session would read every block that was made before it.
     CROSS JOIN LATERAL (
         SELECT b.id FROM schedule_block b WHERE b.session_id = s.id OFFSET 0) b
     CROSS JOIN LATERAL (
         SELECT f.clinician_id, f.part::text AS part FROM schedule_staffing f
          WHERE f.block_id = b.id AND f.released_at IS NULL OFFSET 0) f
     WHERE s.id = ANY ($1) AND s.status <> 'canceled'
$$;

-- In which states the people are who hold a seat in these sessions; a partner without a chart has none on record.
CREATE FUNCTION schedule_states(sessions uuid[]) RETURNS TABLE (session_id uuid, state text)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT t.session_id, d.state::text
      FROM schedule_seat t JOIN people_patient_details d ON d.patient_id = t.patient_id
     WHERE t.session_id = ANY ($1) AND t.state = 'held'
$$;

-- Of people who would join, session by session: which clinicians there may not treat them where they are.
CREATE FUNCTION schedule_may_not_face(sessions uuid[], patients uuid[])
RETURNS TABLE (session_id uuid, clinician_id uuid)
LANGUAGE sql STABLE AS $$
    WITH facing AS MATERIALIZED (
        SELECT DISTINCT f.session_id, f.clinician_id, f.doing, d.state::text AS state, f.on_day
          FROM unnest($1, $2) AS j (session_id, patient_id)
          JOIN people_patient_details d ON d.patient_id = j.patient_id
          JOIN schedule_staffed($1) f ON f.session_id = j.session_id
    )
    SELECT DISTINCT f.session_id, f.clinician_id
      FROM facing f
      JOIN people_may_not_treat(ARRAY(SELECT clinician_id FROM facing), ARRAY(SELECT doing FROM facing),
                                ARRAY(SELECT state FROM facing), ARRAY(SELECT on_day FROM facing)) n
        ON n.clinician_id = f.clinician_id AND n.doing = f.doing AND n.state = f.state AND n.on_day = f.on_day
$$;

CREATE FUNCTION schedule_licensed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    added uuid[];
    touched uuid[];
    clinicians uuid[];
    doings text[];
    states text[];
    days date[];
    refused boolean := false;
BEGIN
    PERFORM set_config('app.system', 'follow_up', true);
    IF TG_TABLE_NAME = 'schedule_staffing' THEN
        IF TG_OP = 'INSERT' THEN
            SELECT array_agg(n.id) INTO added FROM changed n WHERE n.released_at IS NULL;
        ELSE
            SELECT array_agg(n.id) INTO added FROM changed n JOIN before o USING (id)
             WHERE n.released_at IS NULL
               AND (o.released_at, o.clinician_id, o.part, o.block_id)
                   IS DISTINCT FROM (n.released_at, n.clinician_id, n.part, n.block_id);
        END IF;
        IF added IS NOT NULL THEN
            SELECT array_agg(DISTINCT b.session_id) INTO touched
              FROM changed n JOIN schedule_block b ON b.id = n.block_id WHERE n.id = ANY (added);
            SELECT array_agg(a.clinician_id), array_agg(a.doing), array_agg(a.state), array_agg(a.on_day)
              INTO clinicians, doings, states, days
              FROM (SELECT DISTINCT f.clinician_id, f.doing, t.state, f.on_day
                      FROM schedule_staffed(touched) f JOIN schedule_states(touched) t ON t.session_id = f.session_id
                      JOIN (SELECT DISTINCT b.session_id, n.clinician_id, n.part::text AS part
                              FROM changed n JOIN schedule_block b ON b.id = n.block_id
                             WHERE n.id = ANY (added)) n
                        ON n.session_id = f.session_id AND n.clinician_id = f.clinician_id AND n.part = f.part) a;
        END IF;
    ELSIF TG_TABLE_NAME = 'schedule_seat' THEN
        IF TG_OP = 'INSERT' THEN
            SELECT array_agg(n.id) INTO added FROM changed n
             WHERE n.state = 'held' AND n.patient_id IS NOT NULL;
        ELSE
            SELECT array_agg(n.id) INTO added FROM changed n JOIN before o USING (id)
             WHERE n.state = 'held' AND n.patient_id IS NOT NULL
               AND (o.state <> 'held' OR n.session_id <> o.session_id);
        END IF;
        IF added IS NOT NULL THEN
            SELECT array_agg(a.clinician_id), array_agg(a.doing), array_agg(a.state), array_agg(a.on_day)
              INTO clinicians, doings, states, days
              FROM (SELECT DISTINCT f.clinician_id, f.doing, n.state, f.on_day
                      FROM (SELECT DISTINCT n.session_id, d.state::text AS state
                              FROM changed n JOIN people_patient_details d ON d.patient_id = n.patient_id
                             WHERE n.id = ANY (added)) n
                      JOIN schedule_staffed(ARRAY(SELECT DISTINCT c.session_id FROM changed c
                                                   WHERE c.id = ANY (added))) f
                        ON f.session_id = n.session_id) a;
        END IF;
    ELSE
        SELECT array_agg(n.id) INTO touched FROM changed n JOIN before o USING (id) WHERE n.on_day <> o.on_day;
        IF touched IS NOT NULL THEN
            SELECT array_agg(a.clinician_id), array_agg(a.doing), array_agg(a.state), array_agg(a.on_day)
              INTO clinicians, doings, states, days
              FROM (SELECT DISTINCT f.clinician_id, f.doing, t.state, f.on_day
                      FROM schedule_staffed(touched) f
                      JOIN schedule_states(touched) t ON t.session_id = f.session_id) a;
        END IF;
    END IF;
    IF clinicians IS NOT NULL THEN
        refused := EXISTS (SELECT 1 FROM people_may_not_treat(clinicians, doings, states, days));
    END IF;
    PERFORM set_config('app.system', asker, true);
    IF refused THEN
        RAISE EXCEPTION 'Nobody is treated by somebody who is not licensed where they are.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'session_licensed';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER licensed_new AFTER INSERT ON schedule_staffing
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION schedule_licensed();
CREATE TRIGGER licensed_change AFTER UPDATE ON schedule_staffing
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION schedule_licensed();
CREATE TRIGGER licensed_new AFTER INSERT ON schedule_seat
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION schedule_licensed();
CREATE TRIGGER licensed_change AFTER UPDATE ON schedule_seat
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION schedule_licensed();
CREATE TRIGGER licensed_change AFTER UPDATE ON schedule_session
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION schedule_licensed();
