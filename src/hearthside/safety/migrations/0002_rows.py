"""Who sees who is on duty and who is called; and that none of it is removed, and no step or alarm is changed."""

from django.db import migrations

from hearthside.caseload.sql import never_removed
from hearthside.ledger.sql import row_security
from hearthside.people.sql import WRITTEN_BEHIND
from hearthside.safety.sql import ADDED, ONLY_ADDED, ROWS, STAFF


class Migration(migrations.Migration):
    dependencies = [("safety", "0001_initial"), ("people", "0008_follow_up_reads_licenses")]

    operations = [
        *(
            migrations.RunSQL(row_security(table, seen=STAFF, written=WRITTEN_BEHIND), migrations.RunSQL.noop)
            for table in ROWS
        ),
        *(migrations.RunSQL(never_removed(table), migrations.RunSQL.noop) for table in ROWS if table not in ONLY_ADDED),
        migrations.RunSQL(ADDED, migrations.RunSQL.noop),
    ]
