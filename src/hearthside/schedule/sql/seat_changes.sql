-- Every change of a seat that a calendar shows raises its number, whoever made it.
CREATE FUNCTION schedule_seat_counts_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.state, NEW.blocks) IS DISTINCT FROM (OLD.state, OLD.blocks) THEN
        NEW.sequence := OLD.sequence + 1;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER seat_counts_changes BEFORE UPDATE ON schedule_seat
    FOR EACH ROW EXECUTE FUNCTION schedule_seat_counts_changes();
