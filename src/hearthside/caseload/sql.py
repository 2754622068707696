"""
The database's last word on caseload: who sees which rows, and which group or therapist nobody can have.

A trigger looks with eyes of its own (`follow_up`): whoever changes one row need not see the others that decide. Days of
a row that already stood are never asked about again, so policy that tightens or a pair kept apart later stops no
treatment that is going on: only what grows is refused.
"""

from hearthside.ledger.sql import IN_PROGRAM, row_security
from hearthside.people.sql import WRITTEN, sees

_NOT_A_STRANGER = "coalesce(app_system(), '') NOT IN ('visitor', 'sign_in', 'application_form')"
_BY_STAFF = f"{IN_PROGRAM} AND ((SELECT people_trusted()) OR (SELECT people_staff_asks()))"

ROWS = "".join(
    [
        row_security("caseload_day_plan", seen=f"{IN_PROGRAM} AND {_NOT_A_STRANGER}", written=_BY_STAFF),
        row_security("caseload_day_plan_block", seen=f"{IN_PROGRAM} AND {_NOT_A_STRANGER}", written=_BY_STAFF),
        row_security("caseload_patient_day_plan", seen=sees("wishes"), written=WRITTEN),
        # Through the memberships one sees, whose own wall decides.
        row_security(
            "caseload_cohort",
            seen=f"({_BY_STAFF}) OR id IN (SELECT m.cohort_id FROM caseload_membership m)",
            written=_BY_STAFF,
        ),
        row_security("caseload_membership", seen=sees("membership"), written=_BY_STAFF),
        row_security("caseload_treatment", seen=sees("treatments"), written=_BY_STAFF),
    ]
)

EXCEPTION_ROWS = row_security("caseload_exception_owned", seen=_BY_STAFF, written=_BY_STAFF)

NEVER_REMOVED = "caseload_cohort caseload_membership caseload_treatment".split()
NEVER_CHANGED = "caseload_day_plan caseload_day_plan_block".split()

_REFUSED = "RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"


def _refused(name: str, words: str) -> str:
    return _REFUSED.format(name=name, words=words)


# Two patients who are partners and to be kept together: linked, both here, and nothing keeps them apart.
FACTS = """
CREATE FUNCTION caseload_kept_apart(one uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM people_keep_apart k
                    WHERE k.first_id = least($1, $2) AND k.second_id = greatest($1, $2) AND k.until_at IS NULL)
$$;
CREATE FUNCTION caseload_partner_here(patient uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT o.patient_id
      FROM people_couple_member me
      JOIN people_couple_member o ON o.couple_id = me.couple_id AND o.id <> me.id AND o.patient_id IS NOT NULL
     WHERE me.patient_id = $1 AND me.until_at IS NULL AND NOT caseload_kept_apart($1, o.patient_id)
       AND coalesce((SELECT s.status FROM people_status_change s WHERE s.patient_id = o.patient_id
                      ORDER BY s.at DESC, s.id DESC LIMIT 1), 'waiting') NOT IN ('discharged', 'died')
$$;
CREATE FUNCTION caseload_days(first date, last date) RETURNS datemultirange LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN $2 < $1 THEN '{}'::datemultirange ELSE datemultirange(daterange($1, $2, '[]')) END
$$;
"""
NO_FACTS = "DROP FUNCTION caseload_days(date, date), caseload_partner_here(uuid), caseload_kept_apart(uuid, uuid)"

# The days that an insert or an update adds to a place; a place moved to another cohort is all new.
_GROWN = """
    grown := caseload_days(NEW.from_on, NEW.until_on);
    IF TG_OP = 'UPDATE' AND NEW.cohort_id = OLD.cohort_id AND NEW.patient_id = OLD.patient_id THEN
        grown := grown - caseload_days(OLD.from_on, OLD.until_on);
    END IF;
    IF isempty(grown) THEN RETURN NULL; END IF;
"""
_OWN_EYES = "PERFORM set_config('app.system', 'follow_up', true);"
_EYES_BACK = "PERFORM set_config('app.system', asker, true);"

CAP = f"""
CREATE FUNCTION caseload_within_cap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    grown datemultirange;
    over boolean;
BEGIN
    {_GROWN}
    {_OWN_EYES}
    -- One after the other: two people who take the last place at once would otherwise each see it free.
    PERFORM 1 FROM caseload_cohort c WHERE c.id = NEW.cohort_id FOR NO KEY UPDATE;
    -- How many they are, and how many they may be, changes on these days alone.
    SELECT EXISTS (
        SELECT 1 FROM (
            SELECT lower(g) AS day FROM unnest(grown) g
            UNION SELECT m.from_on FROM caseload_membership m WHERE m.cohort_id = NEW.cohort_id
            UNION SELECT d.from_day FROM policy_decision d
                   WHERE d.program_id = NEW.program_id AND d.key = 'cohort.cap' AND d.state = 'approved'
        ) days
         WHERE grown @> days.day
           AND (SELECT count(*) FROM caseload_membership m
                 WHERE m.cohort_id = NEW.cohort_id AND m.from_on <= days.day
                   AND (m.until_on IS NULL OR m.until_on >= days.day))
               > coalesce(policy_whole(NEW.program_id, 'cohort.cap', days.day), 0)
    ) INTO over;
    {_EYES_BACK}
    IF over THEN
        {_refused("membership_within_cap", "The cohort would have more people than policy allows.")}
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER membership_within_cap AFTER INSERT OR UPDATE ON caseload_membership
    FOR EACH ROW EXECUTE FUNCTION caseload_within_cap();
"""

FITS = f"""
CREATE FUNCTION caseload_membership_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    grown datemultirange;
    cohort caseload_cohort%ROWTYPE;
    wishes people_patient_wishes%ROWTYPE;
    details people_patient_details%ROWTYPE;
    partners_track text;
    plan text;
    other_program boolean;
    unfit text;
BEGIN
    {_GROWN}
    {_OWN_EYES}
    SELECT * INTO STRICT cohort FROM caseload_cohort c WHERE c.id = NEW.cohort_id;
    SELECT * INTO wishes FROM people_patient_wishes w WHERE w.patient_id = NEW.patient_id;
    SELECT * INTO details FROM people_patient_details d WHERE d.patient_id = NEW.patient_id;
    SELECT w.track INTO partners_track FROM people_patient_wishes w
     WHERE w.patient_id = caseload_partner_here(NEW.patient_id);
    SELECT p.key INTO STRICT plan FROM caseload_day_plan p WHERE p.id = cohort.day_plan_id;
    SELECT EXISTS (SELECT 1 FROM people_patient p WHERE p.id = NEW.patient_id AND p.program_id <> NEW.program_id)
           OR cohort.program_id <> NEW.program_id INTO other_program;
    IF other_program THEN
        unfit := 'membership_one_program';
    ELSIF NEW.from_on < cohort.from_on
          OR coalesce(NEW.until_on, 'infinity') > coalesce(cohort.until_on, 'infinity') THEN
        unfit := 'membership_within_cohort';
    ELSIF TG_OP = 'INSERT' THEN
        -- What is known of somebody may change while they are in a cohort; it is asked when they come.
        IF NOT cohort.open AND NOT cohort.began_elsewhere AND NEW.from_on > cohort.from_on THEN
            unfit := 'membership_begins_with_closed_cohort';
        ELSIF wishes.track IS NULL OR cohort.track <>
              (CASE WHEN coalesce(partners_track, wishes.track) <> wishes.track THEN 'dual' ELSE wishes.track END) THEN
            unfit := 'membership_track_fits';
        ELSIF NOT coalesce(cohort.language = ANY (details.languages), false) THEN
            unfit := 'membership_language_fits';
        ELSIF cohort.focus <> '' AND NOT cohort.focus = ANY (wishes.focuses) THEN
            unfit := 'membership_focus_fits';
        ELSIF EXISTS (SELECT 1 FROM caseload_patient_day_plan l WHERE l.patient_id = NEW.patient_id)
              AND NOT EXISTS (SELECT 1 FROM caseload_patient_day_plan l
                               WHERE l.patient_id = NEW.patient_id AND l.key = plan) THEN
            unfit := 'membership_day_plan_fits';
        END IF;
    END IF;
    {_EYES_BACK}
    IF unfit IS NOT NULL THEN
        RAISE EXCEPTION 'This person does not fit this cohort.' USING ERRCODE = 'check_violation', CONSTRAINT = unfit;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER membership_fits AFTER INSERT OR UPDATE ON caseload_membership
    FOR EACH ROW EXECUTE FUNCTION caseload_membership_fits();
"""

APART = f"""
CREATE FUNCTION caseload_keep_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    grown datemultirange;
    together boolean;
BEGIN
    {_GROWN}
    {_OWN_EYES}
    -- The row may have changed again since: what stands when the change is complete is asked about.
    SELECT EXISTS (
        SELECT 1 FROM caseload_membership me
          JOIN caseload_membership o ON o.cohort_id = me.cohort_id AND o.patient_id <> me.patient_id
          JOIN people_keep_apart k ON k.first_id = least(me.patient_id, o.patient_id)
                                  AND k.second_id = greatest(me.patient_id, o.patient_id) AND k.until_at IS NULL
         WHERE me.id = NEW.id
           AND grown && (caseload_days(me.from_on, me.until_on) * caseload_days(o.from_on, o.until_on))
    ) INTO together;
    {_EYES_BACK}
    IF together THEN
        {_refused("keep_apart_cohort", "Two people who are kept apart may not share a cohort.")}
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER keep_apart_cohort AFTER INSERT OR UPDATE ON caseload_membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION caseload_keep_apart();
"""

COUPLE = f"""
CREATE FUNCTION caseload_couple_in_one_cohort() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    grown datemultirange;
    parted boolean;
BEGIN
    {_GROWN}
    {_OWN_EYES}
    SELECT NOT coalesce(range_agg(caseload_days(o.from_on, o.until_on)) FILTER (WHERE o.id IS NOT NULL),
                        '{{}}'::datemultirange)
           @> (grown * caseload_days(me.from_on, me.until_on))
      INTO parted
      FROM (SELECT m.*, caseload_partner_here(m.patient_id) AS partner_id
              FROM caseload_membership m WHERE m.id = NEW.id) me
      LEFT JOIN caseload_membership o ON o.patient_id = me.partner_id AND o.cohort_id = me.cohort_id
     WHERE me.partner_id IS NOT NULL
     GROUP BY me.id, me.from_on, me.until_on;
    {_EYES_BACK}
    IF parted THEN
        {_refused("couple_in_one_cohort", "Partners are in the same cohort, or in none.")}
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER couple_in_one_cohort AFTER INSERT OR UPDATE ON caseload_membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION caseload_couple_in_one_cohort();
"""

ENOUGH = f"""
CREATE FUNCTION caseload_begins_with_enough() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    too_few boolean;
BEGIN
    {_OWN_EYES}
    SELECT count(m.id) < coalesce(policy_whole(NEW.program_id, 'cohort.min', NEW.from_on), 2147483647) INTO too_few
      FROM caseload_membership m WHERE m.cohort_id = NEW.id AND m.from_on <= NEW.from_on;
    {_EYES_BACK}
    IF too_few THEN
        {_refused("cohort_begins_with_enough", "A cohort begins with as many people as policy asks for.")}
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cohort_begins_with_enough AFTER INSERT ON caseload_cohort
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NOT NEW.began_elsewhere)
    EXECUTE FUNCTION caseload_begins_with_enough();
"""

BOTH = f"""
CREATE FUNCTION caseload_treatment_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    row caseload_treatment%ROWTYPE;
    other_program boolean;
    half boolean := false;
BEGIN
    {_OWN_EYES}
    SELECT * INTO STRICT row FROM caseload_treatment t WHERE t.id = NEW.id;
    SELECT NOT EXISTS (SELECT 1 FROM people_patient p, people_clinician c
                        WHERE p.id = row.patient_id AND p.program_id = row.program_id
                          AND c.id = row.clinician_id AND c.program_id = row.program_id) INTO other_program;
    IF row.modality = 'couples' THEN
        SELECT bool_or(NOT EXISTS (
                   SELECT 1 FROM caseload_treatment t
                    WHERE t.couple_id = row.couple_id AND t.patient_id = m.patient_id AND t.modality = 'couples'
                      AND t.clinician_id = row.clinician_id AND t.from_at = row.from_at
                      AND t.until_at IS NOT DISTINCT FROM row.until_at))
               OR NOT bool_or(m.patient_id = row.patient_id)
          INTO half FROM people_couple_member m WHERE m.couple_id = row.couple_id AND m.patient_id IS NOT NULL;
    END IF;
    {_EYES_BACK}
    IF other_program THEN
        {_refused("treatment_one_program", "People are treated by clinicians of their own program.")}
    END IF;
    IF half THEN
        {_refused("couples_treatment_is_both", "Couples therapy is with both partners, for the same time.")}
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER couples_treatment_is_both AFTER INSERT OR UPDATE ON caseload_treatment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION caseload_treatment_whole();
"""

# One question for all treatments that begin together. What stands is not asked about when a license ends.
LICENSED = f"""
CREATE FUNCTION caseload_treatment_licensed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker text := coalesce(app_system(), '');
    refused boolean;
BEGIN
    {_OWN_EYES}
    WITH asked AS MATERIALIZED (
        SELECT DISTINCT n.clinician_id, d.state::text AS state, (n.from_at AT TIME ZONE p.zone)::date AS on_day,
               CASE n.modality WHEN 'prescribing' THEN 'prescribe' ELSE n.modality END AS doing
          FROM changed n
          JOIN access_program p ON p.id = n.program_id
          JOIN people_patient_details d ON d.patient_id = n.patient_id
    )
    SELECT EXISTS (
        SELECT 1 FROM people_may_not_treat(ARRAY(SELECT clinician_id FROM asked), ARRAY(SELECT doing FROM asked),
                                           ARRAY(SELECT state FROM asked), ARRAY(SELECT on_day FROM asked))
    ) INTO refused;
    {_EYES_BACK}
    IF refused THEN
        {_refused("treatment_licensed", "Nobody is treated by somebody who is not licensed where they are.")}
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER treatment_licensed AFTER INSERT ON caseload_treatment
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION caseload_treatment_licensed();
"""

TRIGGERS = CAP + FITS + APART + COUPLE + ENOUGH + BOTH + LICENSED
NO_TRIGGERS = (
    "DROP FUNCTION caseload_within_cap(), caseload_membership_fits(), caseload_keep_apart(), "
    "caseload_couple_in_one_cohort(), caseload_begins_with_enough(), caseload_treatment_whole(), "
    "caseload_treatment_licensed() CASCADE"
)


def never_removed(table: str) -> str:
    """Rows of this table are ended, never removed."""
    return f"""
        CREATE TRIGGER never_removed BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER never_removed_whole BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    """
