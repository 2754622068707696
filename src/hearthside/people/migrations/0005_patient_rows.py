"""Who sees which rows about patients, whatever a query asks for; what is never changed, and what never removed."""

from django.db import migrations

from hearthside.ledger.sql import IN_PROGRAM, append_only, row_security
from hearthside.people import sql

# Tables whose rows are about one patient, with the part of the record they belong to.
OF_ONE_PATIENT = {
    "people_patient_details": "demographics",
    "people_patient_wishes": "wishes",
    "people_status_change": "status",
    "people_pet": "pets",
    "people_pet_fear": "pets",
    "people_emergency_contact": "emergency-contact",
    "people_couple_wish": "couple-wish",
    "people_keep_apart_reason": "keep-apart-reason",
}
NEVER_REMOVED = (
    "people_patient people_patient_details people_patient_wishes people_grant people_couple people_couple_member "
    "people_couple_wish people_partner_without_chart people_keep_apart people_keep_apart_reason people_application "
    "people_merge people_merge_move"
).split()
NEVER_CHANGED = "people_status_change people_signature people_revocation people_safety_screen".split()


def never_removed(table: str) -> str:
    """Rows of this table are ended, never removed."""
    return f"""
        CREATE TRIGGER never_removed BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER never_removed_whole BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    """


def rows(table: str, seen: str, written: str = sql.WRITTEN) -> migrations.RunSQL:
    return migrations.RunSQL(row_security(table, seen=seen, written=written), migrations.RunSQL.noop)


# A partner without a chart sees their own row; whoever sees the patient's shared part sees it too.
PARTNER = f"{sql.sees('shared-couple')} OR ({IN_PROGRAM} AND account_id = app_actor())"
# These look through another table, whose own wall decides.
MEMBER = f"{sql.sees('shared-couple')} OR partner_id IN (SELECT p.id FROM people_partner_without_chart p)"
COUPLE = "id IN (SELECT m.couple_id FROM people_couple_member m)"
APART = f"{sql.sees('keep-apart', patient='first_id')} OR {sql.sees('keep-apart', patient='second_id')}"
SIGNATURE = (
    f"CASE WHEN kind = 'disclosure' THEN {sql.sees('consent-disclosure')} ELSE {sql.sees('consents')} "
    "OR partner_id IN (SELECT p.id FROM people_partner_without_chart p) END"
)
REVOCATION = "signature_id IN (SELECT s.id FROM people_signature s)"
# Nobody is yet a patient: only whoever may see every application sees one.
APPLICATION = f"{IN_PROGRAM} AND ((SELECT people_trusted()) OR (SELECT people_sees_every('application')))"
MERGE = sql.sees("demographics", patient="kept_id")
MOVE = "merge_id IN (SELECT m.id FROM people_merge m)"


class Migration(migrations.Migration):
    dependencies = [("people", "0004_patients"), ("ledger", "0002_append_only")]

    operations = [
        migrations.RunSQL(sql.WHO_SEES, sql.WHO_SEES_NO_MORE),
        migrations.RunSQL(sql.GRANTS, migrations.RunSQL.noop),
        rows("people_patient", sql.sees("display-name", patient="id")),
        *(rows(table, sql.sees(part)) for table, part in OF_ONE_PATIENT.items()),
        rows("people_partner_without_chart", PARTNER),
        rows("people_couple_member", MEMBER),
        rows("people_couple", COUPLE),
        rows("people_keep_apart", APART),
        rows("people_signature", SIGNATURE),
        rows("people_revocation", REVOCATION),
        rows("people_application", APPLICATION),
        rows("people_safety_screen", sql.sees("safety-screen", patient="person")),
        rows("people_merge", MERGE),
        rows("people_merge_move", MOVE),
        rows("people_form_sent", "app_system() IS NOT NULL", "app_system() IS NOT NULL"),
        migrations.RunSQL(sql.COUPLE_OF_TWO, sql.COUPLE_OF_TWO_NO_MORE),
        *(migrations.RunSQL(never_removed(table), migrations.RunSQL.noop) for table in NEVER_REMOVED),
        *(migrations.RunSQL(append_only(table), migrations.RunSQL.noop) for table in NEVER_CHANGED),
    ]
