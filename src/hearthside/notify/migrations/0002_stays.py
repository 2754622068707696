"""What was told, and what was done with a mail, stays."""

from django.db import migrations

from hearthside.notify import sql


class Migration(migrations.Migration):
    dependencies = [("notify", "0001_initial"), ("ledger", "0003_cursor")]

    operations = [
        migrations.RunSQL(sql.TRIES_STAY, migrations.RunSQL.noop),
        migrations.RunSQL(sql.NOTICE_STAYS, sql.UNDO_NOTICE_STAYS),
    ]
