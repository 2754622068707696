"""Whose account and whose record a line is about: looked for by the sign-in log and by "who looked at my record"."""

from django.db import migrations

INDEXES = {
    "ledger_entry_account": "ledger_entry ((facts -> 'account'), at DESC)",
    "ledger_entry_patients": "ledger_entry USING gin (patients jsonb_path_ops)",
    "ledger_reading_patients": "ledger_reading USING gin (patients jsonb_path_ops)",
}


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_cursor")]

    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON {of}", f"DROP INDEX {name}") for name, of in INDEXES.items()
    ]
