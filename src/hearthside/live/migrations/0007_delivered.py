"""What groups really had, session by session, and each month as it was told to everybody."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import hearthside.base.ids
from hearthside.ledger.sql import append_only, row_security
from hearthside.live.delivered_sql import BEHIND, ROWS
from hearthside.people.sql import WRITTEN_BEHIND


class Migration(migrations.Migration):
    dependencies = [("access", "0002_invitations"), ("live", "0006_attested")]

    operations = [
        migrations.CreateModel(
            name="DeliveredMonth",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("month", models.DateField()),
                ("edition", models.PositiveSmallIntegerField()),
                ("told_at", models.DateTimeField()),
                ("policy_version", models.CharField(max_length=80)),
                ("told", models.JSONField()),
                ("versions", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
            ],
            options={
                "db_table": "live_delivered_month",
                "ordering": ["program_id", "month", "edition"],
            },
        ),
        migrations.CreateModel(
            name="DeliveredPart",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("patients", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("patient_ms", models.BigIntegerField()),
                ("staff_ms", models.BigIntegerField()),
                ("occupied_ms", models.BigIntegerField()),
                ("largest", models.PositiveSmallIntegerField()),
                ("breach_ms", models.BigIntegerField()),
                ("breaches", models.PositiveIntegerField()),
                ("size_ms", models.BigIntegerField()),
                ("size_breaches", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "live_delivered_part",
            },
        ),
        migrations.CreateModel(
            name="DeliveredSession",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="delivered",
                        serialize=False,
                        to="live.attendanceversion",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "live_delivered_session",
            },
        ),
        migrations.AddField(
            model_name="deliveredmonth",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="deliveredpart",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="deliveredsession",
            name="program",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"),
        ),
        migrations.AddField(
            model_name="deliveredpart",
            name="delivered",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="live.deliveredsession"
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveredmonth",
            constraint=models.UniqueConstraint(
                fields=("program", "month", "edition"), name="live_delivered_month_edition_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveredmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="live_delivered_month_begins_on_the_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveredmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(("edition__gte", 1)), name="live_delivered_editions_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveredpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "process",
                            "psychoeducation",
                            "skills",
                            "couples_group",
                            "couples",
                            "individual",
                            "wellness",
                            "break",
                            "pet",
                        ),
                    )
                ),
                name="live_delivered_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveredpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("largest__gte", 1),
                    ("occupied_ms__gt", 0),
                    ("patient_ms__gte", models.F("occupied_ms")),
                    ("staff_ms__gte", 0),
                ),
                name="live_delivered_while_somebody_was_there",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveredpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("breach_ms__gte", 0),
                    ("breach_ms__lte", models.F("occupied_ms")),
                    ("size_ms__gte", 0),
                    ("size_ms__lte", models.F("occupied_ms")),
                ),
                name="live_delivered_breach_is_part_of_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveredpart",
            constraint=models.UniqueConstraint(fields=("delivered", "kind"), name="live_delivered_part_once"),
        ),
        *(
            migrations.RunSQL(row_security(table, seen=BEHIND, written=WRITTEN_BEHIND), migrations.RunSQL.noop)
            for table in ROWS
        ),
        *(migrations.RunSQL(append_only(table), migrations.RunSQL.noop) for table in ROWS),
    ]
