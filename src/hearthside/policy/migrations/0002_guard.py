"""The database's own word: never looser than the baseline, never changed once answered."""

from django.db import migrations

from hearthside.policy import sql


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial"), ("ledger", "0002_append_only")]

    operations = [
        migrations.RunSQL(sql.GUARD, sql.UNDO_GUARD),
        migrations.RunSQL(sql.BASELINES_STAY, migrations.RunSQL.noop),
    ]
