"""Who sees which rows of caseload, what is never removed, and what the database itself refuses."""

from django.db import migrations

from hearthside.caseload import sql
from hearthside.ledger.sql import append_only


class Migration(migrations.Migration):
    dependencies = [("caseload", "0001_initial"), ("people", "0005_patient_rows"), ("policy", "0003_whole")]

    operations = [
        migrations.RunSQL(sql.ROWS, migrations.RunSQL.noop),
        migrations.RunSQL(sql.FACTS, sql.NO_FACTS),
        migrations.RunSQL(sql.TRIGGERS, sql.NO_TRIGGERS),
        *(migrations.RunSQL(sql.never_removed(table), migrations.RunSQL.noop) for table in sql.NEVER_REMOVED),
        *(migrations.RunSQL(append_only(table), migrations.RunSQL.noop) for table in sql.NEVER_CHANGED),
    ]
