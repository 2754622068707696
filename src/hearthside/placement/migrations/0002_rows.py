"""Who sees proposals, offers, reasons and scenarios, and which of them are never removed."""

from django.db import migrations

from hearthside.caseload.sql import never_removed
from hearthside.ledger.sql import row_security
from hearthside.people.sql import WRITTEN_BEHIND
from hearthside.placement.sql import REMOVED_WHEN_TAKEN_BACK, ROWS


class Migration(migrations.Migration):
    dependencies = [("placement", "0001_initial"), ("people", "0008_follow_up_reads_licenses")]

    operations = [
        *(
            migrations.RunSQL(row_security(table, seen=seen, written=WRITTEN_BEHIND), migrations.RunSQL.noop)
            for table, seen in ROWS.items()
        ),
        *(
            migrations.RunSQL(never_removed(table), migrations.RunSQL.noop)
            for table in ROWS
            if table not in REMOVED_WHEN_TAKEN_BACK
        ),
    ]
