"""Who sees which rows of the schedule, what is never removed, and what the database itself refuses."""

from django.db import migrations

from hearthside.caseload.sql import never_removed
from hearthside.ledger.sql import IN_PROGRAM, row_security
from hearthside.people.sql import WRITTEN_BEHIND, sees
from hearthside.schedule import sql

STAFF_SEE = "((SELECT people_trusted()) OR (SELECT people_staff_asks()))"
# A partner without a chart is looked up behind the wall of people: by the patient's shared part, or as oneself.
PERSON = f"({sees('schedule')} OR partner_id IN (SELECT p.id FROM people_partner_without_chart p))"
REASON = (
    f"({sees('excuse-reason')} OR partner_id IN "
    "(SELECT p.id FROM people_partner_without_chart p WHERE p.account_id = app_actor()))"
)
# Times and staff are known to all staff; to anybody else where they have a seat.
SESSION = f"{IN_PROGRAM} AND ({STAFF_SEE} OR schedule_has_seat(id))"
SERIES = f"{IN_PROGRAM} AND ({STAFF_SEE} OR schedule_has_seat_in_series(id))"
OF_SESSION = f"{IN_PROGRAM} AND ({STAFF_SEE} OR schedule_has_seat(session_id))"
OF_BLOCK = f"{IN_PROGRAM} AND ({STAFF_SEE} OR schedule_has_seat_in_block(block_id))"
OF_STAFF = f"{IN_PROGRAM} AND {STAFF_SEE}"
QUESTION = f"{IN_PROGRAM} AND {STAFF_SEE} AND (patient_id IS NULL OR {sees('schedule')})"
OCCUPANCY = (
    f"{IN_PROGRAM} AND ((SELECT people_trusted()) OR (whose = 'clinician' AND {STAFF_SEE}) "
    f"OR {sees('schedule', patient='who')})"
)
# Written by the database's own triggers and by nobody else.
BY_TRIGGER = f"{WRITTEN_BEHIND} AND pg_trigger_depth() > 0"

ROWS = {
    "schedule_series": SERIES,
    "schedule_series_staff": OF_STAFF,
    "schedule_series_seat": PERSON,
    "schedule_session": SESSION,
    "schedule_block": OF_SESSION,
    "schedule_staffing": OF_BLOCK,
    "schedule_seat": PERSON,
    "schedule_seat_reason": REASON,
    "schedule_shortage": OF_STAFF,
    "schedule_cover_offer": OF_STAFF,
    "schedule_closure": IN_PROGRAM,
    "schedule_absence": OF_STAFF,
    "schedule_question": QUESTION,
}


class Migration(migrations.Migration):
    dependencies = [
        ("schedule", "0001_initial"),
        ("caseload", "0002_last_word"),
        ("people", "0005_patient_rows"),
        ("policy", "0003_whole"),
    ]

    operations = [
        migrations.RunSQL(sql.SEEN, migrations.RunSQL.noop),
        # Written behind the scenes alone, once an action has asked whether whoever acts may.
        *(
            migrations.RunSQL(row_security(table, seen=seen, written=WRITTEN_BEHIND), migrations.RunSQL.noop)
            for table, seen in ROWS.items()
        ),
        migrations.RunSQL(
            row_security("schedule_occupancy", seen=OCCUPANCY, written=BY_TRIGGER), migrations.RunSQL.noop
        ),
        migrations.RunSQL(sql.OCCUPANCY, migrations.RunSQL.noop),
        migrations.RunSQL(sql.LIMITS, migrations.RunSQL.noop),
        migrations.RunSQL(sql.TOGETHER, migrations.RunSQL.noop),
        migrations.RunSQL(sql.LICENSED, migrations.RunSQL.noop),
        *(migrations.RunSQL(never_removed(table), migrations.RunSQL.noop) for table in ROWS),
    ]
