"""Lines that somebody types for everybody in the room to read."""

import django.db.models.deletion
from django.db import migrations, models

import hearthside.base.ids
from hearthside.ledger.sql import row_security
from hearthside.live.typed_lines_sql import ROWS
from hearthside.people.sql import WRITTEN_BEHIND


class Migration(migrations.Migration):
    dependencies = [("live", "0008_door_last_word")]

    operations = [
        migrations.CreateModel(
            name="TypedLine",
            fields=[
                ("id", models.UUIDField(
                    default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                )),
                ("words", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("program", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"
                )),
                ("seat", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="live.seat"
                )),
                ("session", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="live.livesession"
                )),
            ],
            options={
                "db_table": "live_typed_line",
                "indexes": [models.Index(fields=["session", "at"], name="live_typed_line_session")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="live_typed_line_says_something"
                    )
                ],
            },
        ),
        *(
            migrations.RunSQL(row_security(table, seen=seen, written=WRITTEN_BEHIND), migrations.RunSQL.noop)
            for table, seen in ROWS.items()
        ),
    ]  # fmt: skip
