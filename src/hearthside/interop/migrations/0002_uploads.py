"""What was sent, and what came of it: seen by whoever sent it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hearthside.base.ids
from hearthside.ledger.sql import IN_PROGRAM, row_security

OWN = f"{IN_PROGRAM} AND (account_id = app_actor() OR app_system() = 'nightly')"


class Migration(migrations.Migration):
    dependencies = [
        ("interop", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("source", models.CharField(max_length=60)),
                ("week", models.DateField(blank=True, null=True)),
                ("packed", models.BinaryField()),
                ("sent_at", models.DateTimeField()),
                ("state", models.CharField(default="looking", max_length=10)),
                ("zones", models.JSONField(default=dict)),
                ("lines", models.JSONField(default=list)),
                ("questions", models.JSONField(default=list)),
                ("wrong", models.JSONField(default=list)),
                ("wrong_in_all", models.PositiveIntegerField(default=0)),
                ("because", models.TextField(blank=True)),
                ("stage", models.CharField(blank=True, max_length=12)),
                ("done", models.PositiveIntegerField(default=0)),
                ("whole", models.PositiveIntegerField(default=0)),
                ("begun", models.PositiveSmallIntegerField(default=0)),
                ("beat_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"
                    ),
                ),
            ],
            options={
                "db_table": "interop_upload",
                "indexes": [models.Index(fields=["sent_at"], name="upload_sent")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("looking", "bringing", "looked", "brought", "wrong", "failed"))
                        ),
                        name="upload_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), models.Q(("because", ""), _negated=True)),
                            models.Q(models.Q(("state", "failed"), _negated=True), ("because", "")),
                            _connector="OR",
                        ),
                        name="upload_failure_has_its_sentence",
                    ),
                ],
            },
        ),
        migrations.RunSQL(row_security("interop_upload", seen=OWN, written=OWN), migrations.RunSQL.noop),
    ]
