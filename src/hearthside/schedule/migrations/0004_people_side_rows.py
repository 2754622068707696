"""Who sees when somebody is free, what they asked for and where their calendar is; and that none of it is removed."""

from django.db import migrations

from hearthside.caseload.sql import never_removed
from hearthside.ledger.sql import IN_PROGRAM, row_security
from hearthside.people.sql import WRITTEN_BEHIND, sees
from hearthside.schedule import sql

# A clinician's own hours: known to whoever plans with them and to themselves.
OF_CLINICIAN = (
    f"{IN_PROGRAM} AND ((SELECT people_trusted()) "
    "OR app_roles() && ARRAY['coordinator', 'intake', 'compliance', 'director'] "
    "OR clinician_id IN (SELECT c.id FROM people_clinician c WHERE c.account_id = app_actor()))"
)
FREE = f"CASE WHEN clinician_id IS NULL THEN {sees('availability')} ELSE {OF_CLINICIAN} END"
OWN = f"{IN_PROGRAM} AND ((SELECT people_trusted()) OR account_id = app_actor())"
SYSTEM = f"{IN_PROGRAM} AND (SELECT people_trusted())"

ROWS = {
    "schedule_availability_window": FREE,
    "schedule_availability_exception": FREE,
    "schedule_own_minimum": sees("hours"),
    "schedule_swap": sees("swaps"),
    "schedule_calendar_feed": OWN,
    "schedule_reminder": SYSTEM,
}


class Migration(migrations.Migration):
    dependencies = [("schedule", "0003_people_side")]

    operations = [
        *(
            migrations.RunSQL(row_security(table, seen=seen, written=WRITTEN_BEHIND), migrations.RunSQL.noop)
            for table, seen in ROWS.items()
        ),
        *(migrations.RunSQL(never_removed(table), migrations.RunSQL.noop) for table in ROWS),
        migrations.RunSQL(sql.SEAT_CHANGES, migrations.RunSQL.noop),
    ]
