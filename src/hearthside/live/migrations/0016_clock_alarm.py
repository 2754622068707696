"""Alarms that the media server's clock and ours are apart."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import hearthside.base.ids
from hearthside.ledger.sql import row_security
from hearthside.live.clocks_sql import ROWS
from hearthside.people.sql import WRITTEN_BEHIND


class Migration(migrations.Migration):
    dependencies: ClassVar = [("live", "0015_time_stays")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="ClockAlarm",
            fields=[
                ("id", models.UUIDField(
                    default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                )),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("behind_ms", models.IntegerField()),
                ("program", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"
                )),
            ],
            options={
                "db_table": "live_clock_alarm",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)), fields=("program",),
                        name="live_clock_alarm_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("began_at")), _connector="OR"
                        ),
                        name="live_clock_alarm_ends_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("behind_ms", 0), _negated=True), name="live_clock_alarm_says_how_much"
                    ),
                ],
            },
        ),
        *(
            migrations.RunSQL(row_security(table, seen=seen, written=WRITTEN_BEHIND), migrations.RunSQL.noop)
            for table, seen in ROWS.items()
        ),
    ]  # fmt: skip
