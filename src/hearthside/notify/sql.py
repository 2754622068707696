"""What the database keeps of notices: what was done with a mail is never changed, and no notice is removed."""

from hearthside.ledger.sql import append_only

TRIES_STAY = append_only("notify_mail_try")

# A notice changes in one thing alone: that it was seen.
NOTICE_STAYS = """
CREATE FUNCTION notify_notice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.id, OLD.account_id, OLD.program_id, OLD.kind, OLD.about, OLD.facts, OLD.made_at)
       IS DISTINCT FROM (NEW.id, NEW.account_id, NEW.program_id, NEW.kind, NEW.about, NEW.facts, NEW.made_at) THEN
        RAISE EXCEPTION 'What somebody was told is never changed or removed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'notice_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notify_notice_stays BEFORE UPDATE OR DELETE ON notify_notice
    FOR EACH ROW EXECUTE FUNCTION notify_notice_stays();
"""
UNDO_NOTICE_STAYS = "DROP FUNCTION notify_notice_stays() CASCADE"
