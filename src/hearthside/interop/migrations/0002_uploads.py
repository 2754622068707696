"""What was sent and is not brought in yet: seen by whoever sent it."""

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
            },
        ),
        migrations.RunSQL(row_security("interop_upload", seen=OWN, written=OWN), migrations.RunSQL.noop),
    ]
