"""What was brought in from elsewhere; seen by the staff who bring in and take out."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import hearthside.base.ids
from hearthside.ledger.sql import IN_PROGRAM, row_security

KINDS = ["person", "clinician", "day_plan", "cohort", "session", "applicant"]
STAFF_SEES = f"{IN_PROGRAM} AND (app_system() IS NOT NULL OR app_roles() && ARRAY['coordinator', 'intake', 'director'])"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("access", "0002_invitations"), ("ledger", "0004_found_quickly")]

    operations = [
        migrations.CreateModel(
            name="Imported",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hearthside.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("source", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=12)),
                ("key", models.CharField(max_length=200)),
                ("object_id", models.UUIDField()),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.program"
                    ),
                ),
            ],
            options={
                "db_table": "interop_imported",
                "indexes": [models.Index(fields=["program", "object_id"], name="imported_program_object")],
                "constraints": [
                    models.UniqueConstraint(fields=["program", "source", "kind", "key"], name="imported_once"),
                    models.CheckConstraint(condition=Q(kind__in=KINDS), name="imported_kind_is_known"),
                    models.CheckConstraint(condition=~Q(source="") & ~Q(key=""), name="imported_has_a_name"),
                ],
            },
        ),
        migrations.RunSQL(row_security("interop_imported", seen=STAFF_SEES), migrations.RunSQL.noop),
    ]
