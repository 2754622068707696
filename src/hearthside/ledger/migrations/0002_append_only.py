"""The ledger's own function, its triggers, and the functions that row security asks."""

from django.db import migrations

from hearthside.ledger import sql


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(sql.REFUSE_CHANGE, "DROP FUNCTION refuse_change() CASCADE"),
        migrations.RunSQL(sql.FIRST_HEADS, "DELETE FROM ledger_chain_head"),
        migrations.RunSQL(sql.APPEND, "DROP FUNCTION ledger_append(text, integer, text)"),
        migrations.RunSQL(sql.append_only("ledger_entry", by_function=True), migrations.RunSQL.noop),
        migrations.RunSQL(sql.append_only("ledger_reading", by_function=True), migrations.RunSQL.noop),
        migrations.RunSQL(
            sql.WHO_ASKS,
            "DROP FUNCTION app_in_program(uuid), app_asked_program(), app_any_program(), app_system(), app_roles(), "
            "app_program(), app_actor()",
        ),
    ]
