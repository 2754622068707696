"""What the database itself keeps true of attendance for the record: who sees its rows, and that they never change."""

from hearthside.ledger.sql import IN_PROGRAM
from hearthside.people.sql import sees

BEHIND = f"{IN_PROGRAM} AND (SELECT people_trusted())"
# A person's delivered minutes belong to their hours, as planned ones do.
OF_THEIR_HOURS = f"(({sees('hours')}) OR (patient_id IS NULL AND {BEHIND}))"

ROWS = {
    "live_attendance_version": BEHIND,
    "live_attended_block": OF_THEIR_HOURS,
    "live_attestation": BEHIND,
    "live_amendment": BEHIND,
    "live_correction_asked": BEHIND,
    "live_judged": BEHIND,
    "live_attest_reminder": BEHIND,
}
NEVER_CHANGED = (
    "live_attendance_version", "live_attended_block", "live_attestation", "live_amendment", "live_attest_reminder",
)  # fmt: skip

# A version takes the next number. Nothing is added to one that was attested to or replaced, and only the one in force
# is attested to. What was asked for is answered once. All of it is written by trusted parts, which see every row.
LAST_WORD = """
CREATE FUNCTION live_next_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last integer;
BEGIN
    SELECT coalesce(max(n), 0) INTO last FROM live_attendance_version WHERE session_id = NEW.session_id;
    IF NEW.n <> last + 1 THEN
        RAISE EXCEPTION 'The next version is number %.', last + 1
            USING ERRCODE = 'check_violation', CONSTRAINT = 'live_attendance_next_version';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION live_version_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM live_attendance_version v JOIN live_attendance_version later
                      ON later.session_id = v.session_id AND later.n > v.n WHERE v.id = NEW.version_id)
       OR EXISTS (SELECT 1 FROM live_attestation a WHERE a.version_id = NEW.version_id) THEN
        RAISE EXCEPTION 'This version was attested to, or is no longer in force.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'live_attendance_version_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION live_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.outcome <> '' OR (NEW.words, NEW.asked_at, NEW.session_id, NEW.patient_id, NEW.partner_id)
            IS DISTINCT FROM (OLD.words, OLD.asked_at, OLD.session_id, OLD.patient_id, OLD.partner_id) THEN
        RAISE EXCEPTION 'What was asked and answered stays.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'live_correction_answered_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER next_version BEFORE INSERT ON live_attendance_version
    FOR EACH ROW EXECUTE FUNCTION live_next_version();
CREATE TRIGGER version_stands BEFORE INSERT ON live_attended_block
    FOR EACH ROW EXECUTE FUNCTION live_version_stands();
CREATE TRIGGER version_stands BEFORE INSERT ON live_attestation
    FOR EACH ROW EXECUTE FUNCTION live_version_stands();
CREATE TRIGGER answered_once BEFORE UPDATE ON live_correction_asked
    FOR EACH ROW EXECUTE FUNCTION live_answered_once();
"""
LAST_WORD_NO_MORE = """
DROP TRIGGER next_version ON live_attendance_version;
DROP TRIGGER version_stands ON live_attended_block;
DROP TRIGGER version_stands ON live_attestation;
DROP TRIGGER answered_once ON live_correction_asked;
DROP FUNCTION live_next_version();
DROP FUNCTION live_version_stands();
DROP FUNCTION live_answered_once();
"""
