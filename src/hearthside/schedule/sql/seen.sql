-- In which sessions whoever asks sees a seat: as seats' own row security has it, asked for one row after the other.
-- Looked up in a list of all sessions of theirs, each page would read a year of everybody's; written out in the
-- conditions of four tables that look through each other, each question would be planned for longer than it takes. What
-- it costs is said, so that a question begins with the seats of whoever asks and not with everybody's sessions.
CREATE FUNCTION schedule_has_seat(session uuid) RETURNS boolean LANGUAGE sql STABLE COST 10000 AS $$
    SELECT EXISTS (SELECT 1 FROM schedule_seat t WHERE t.session_id = $1)
$$;
CREATE FUNCTION schedule_has_seat_in_block(block uuid) RETURNS boolean LANGUAGE sql STABLE COST 10000 AS $$
    SELECT EXISTS (SELECT 1 FROM schedule_seat t JOIN schedule_block b USING (session_id) WHERE b.id = $1)
$$;
CREATE FUNCTION schedule_has_seat_in_series(series uuid) RETURNS boolean LANGUAGE sql STABLE COST 10000 AS $$
    SELECT EXISTS (SELECT 1 FROM schedule_session s WHERE s.series_id = $1)
$$;
