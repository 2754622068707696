"""
Who sees which rows about clinicians, whatever a query asks for; that none is ever removed; and who may treat whom
where, as the database judges it.
"""

from django.db import migrations

from hearthside.ledger.sql import IN_PROGRAM, row_security
from hearthside.people import practice_sql

# Staff of the program, and the parts of the system that work for staff. Not whoever is only signing in.
STAFF_ASKS = """
CREATE FUNCTION people_staff_asks() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(app_system() IN ('command_line', 'demonstration', 'migration', 'nightly', 'outbox', 'planner'),
                    false)
        OR app_roles() && ARRAY['clinician', 'coordinator', 'intake', 'biller', 'on_call', 'compliance', 'director']
$$;
"""
CARD = f"{IN_PROGRAM} AND coalesce(app_system(), '') NOT IN ('visitor', 'sign_in', 'application_form')"
# The inner SELECT depends on no row, so PostgreSQL asks it once, however long the table is.
STAFF = f"{IN_PROGRAM} AND (SELECT people_staff_asks())"

TABLES = (
    "people_clinician_file",
    "people_credential",
    "people_practice_authority",
    "people_supervision",
    "people_expiry_noted",
)


def never_removed(table: str) -> str:
    """Rows of this table are ended, never removed."""
    return f"""
        CREATE TRIGGER never_removed BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER never_removed_whole BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    """


class Migration(migrations.Migration):
    dependencies = [("people", "0002_clinicians")]

    operations = [
        migrations.RunSQL(STAFF_ASKS, "DROP FUNCTION people_staff_asks()"),
        migrations.RunSQL(row_security("people_clinician", seen=CARD, written=STAFF), migrations.RunSQL.noop),
        *(migrations.RunSQL(row_security(t, seen=STAFF, written=STAFF), migrations.RunSQL.noop) for t in TABLES),
        *(migrations.RunSQL(never_removed(t), migrations.RunSQL.noop) for t in ("people_clinician", *TABLES)),
        migrations.RunSQL(practice_sql.tables() + practice_sql.FUNCTIONS, practice_sql.NO_FUNCTIONS),
    ]
