"""Who sees the rows of the live room, and which of them are never changed or removed."""

from django.db import migrations

from hearthside.caseload.sql import never_removed
from hearthside.ledger.sql import append_only, row_security
from hearthside.live.sql import NEVER_CHANGED, ROWS, WRITTEN
from hearthside.people.sql import WRITTEN_BEHIND


class Migration(migrations.Migration):
    dependencies = [("live", "0001_initial"), ("schedule", "0006_swap_outside_hours")]

    operations = [
        *(
            migrations.RunSQL(
                row_security(table, seen=seen, written=WRITTEN.get(table, WRITTEN_BEHIND)), migrations.RunSQL.noop
            )
            for table, seen in ROWS.items()
        ),
        *(
            migrations.RunSQL(
                append_only(table) if table in NEVER_CHANGED else never_removed(table), migrations.RunSQL.noop
            )
            for table in ROWS
            if table not in WRITTEN
        ),
    ]
