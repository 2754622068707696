"""The database's last word on policy: never looser than the baseline in use, and never changed once it was answered."""

from hearthside.ledger.sql import append_only

GUARD = """
CREATE FUNCTION policy_decision_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    base policy_baseline_value%ROWTYPE;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Decisions about policy are never removed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_decision_stays';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state <> 'proposed' THEN
            RAISE EXCEPTION 'A decision about policy that was answered never changes.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_answered_once';
        END IF;
        -- An approval that comes late moves the first day on; nothing else of what was proposed may change.
        IF (OLD.id, OLD.program_id, OLD.key, OLD.scope, OLD.scope_name, OLD.value, OLD.number, OLD.source,
            OLD.proposed_by_id, OLD.proposed_at)
           IS DISTINCT FROM
           (NEW.id, NEW.program_id, NEW.key, NEW.scope, NEW.scope_name, NEW.value, NEW.number, NEW.source,
            NEW.proposed_by_id, NEW.proposed_at) OR NEW.from_day < OLD.from_day THEN
            RAISE EXCEPTION 'What was proposed is approved as it is, or not.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_approved_as_proposed';
        END IF;
    ELSIF NEW.state <> 'proposed' THEN
        RAISE EXCEPTION 'A decision about policy begins as a proposal.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_begins_as_proposal';
    END IF;
    IF NEW.state IN ('declined', 'withdrawn') THEN
        RETURN NEW;
    END IF;
    SELECT v.* INTO base FROM policy_baseline_value v
     WHERE v.key = NEW.key
       AND v.release_id = (SELECT r.id FROM policy_baseline_release r ORDER BY r.used_from DESC, r.id DESC LIMIT 1);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'No policy value has this key.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_key_is_known';
    END IF;
    IF base.direction = 'comparison' THEN
        RAISE EXCEPTION 'This value is there for comparison alone.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_comparison_is_fixed';
    END IF;
    IF NEW.value IS NOT NULL AND (NEW.number IS NULL) <> (base.number IS NULL) THEN
        RAISE EXCEPTION 'A number is kept as a number.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_number_is_kept';
    END IF;
    IF NEW.number IS NOT NULL AND NEW.number <> NEW.value::numeric THEN
        RAISE EXCEPTION 'The number is what is written.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_number_is_kept';
    END IF;
    IF (base.direction = 'maximum' AND NEW.number > base.number)
       OR (base.direction = 'minimum' AND NEW.number < base.number) THEN
        RAISE EXCEPTION 'Policy may be tightened, never loosened.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_never_looser';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER policy_decision_guard BEFORE INSERT OR UPDATE OR DELETE ON policy_decision
    FOR EACH ROW EXECUTE FUNCTION policy_decision_guard();
CREATE TRIGGER policy_decision_whole BEFORE TRUNCATE ON policy_decision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

UNDO_GUARD = "DROP FUNCTION policy_decision_guard() CASCADE"

# The application reads baselines; only a release, as the database's owner, adds one.
BASELINES_STAY = append_only("policy_baseline_release", by_function=True) + append_only(
    "policy_baseline_value", by_function=True
)

# The whole number that binds a program on a day, for constraints of the packages above: the same answer as
# `policy.queries.in_force(day, program).whole(key)`. NULL where the key is unknown or holds no whole number.
WHOLE = """
CREATE FUNCTION policy_whole(program uuid, key text, on_day date) RETURNS integer LANGUAGE sql STABLE AS $$
    WITH base AS (
        SELECT v.number, v.direction FROM policy_baseline_value v
         WHERE v.key = $2
           AND v.release_id = (SELECT r.id FROM policy_baseline_release r ORDER BY r.used_from DESC, r.id DESC LIMIT 1)
    ), standing AS (
        -- The decision whose day came last, even when it only ended the one before it.
        SELECT d.number FROM policy_decision d
         WHERE d.program_id = $1 AND d.key = $2 AND d.scope = 'program' AND d.state = 'approved' AND d.from_day <= $3
         ORDER BY d.from_day DESC, d.revision LIMIT 1
    ), bound AS (
        SELECT CASE base.direction
                   WHEN 'maximum' THEN least(base.number, (SELECT number FROM standing))
                   WHEN 'minimum' THEN greatest(base.number, (SELECT number FROM standing))
                   WHEN 'free' THEN coalesce((SELECT number FROM standing), base.number)
                   ELSE base.number
               END AS number
          FROM base
    )
    SELECT number::integer FROM bound WHERE number = trunc(number)
$$;
-- Since which day a program's policy is what it is on this one: whoever asks about many days asks once for all that
-- have the same.
CREATE FUNCTION policy_since(program uuid, on_day date) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT coalesce(max(d.from_day), '-infinity') FROM policy_decision d
     WHERE d.program_id = $1 AND d.scope = 'program' AND d.state = 'approved' AND d.from_day <= $2
$$;
"""
NO_WHOLE = "DROP FUNCTION policy_whole(uuid, text, date), policy_since(uuid, date)"
