"""Somebody who was declined is told by somebody, and it is kept how."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_invitations"),
        ("people", "0005_patient_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="application",
            name="told_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="told_how",
            field=models.CharField(blank=True, max_length=10),
        ),
        # A release from before writes rows without this column. A default that the model knew would be read back after
        # every insert, and whoever sends the public form may read nothing.
        migrations.RunSQL(
            "ALTER TABLE people_application ALTER COLUMN told_how SET DEFAULT ''", migrations.RunSQL.noop
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("told_at__isnull", True), ("told_how", "")),
                    models.Q(
                        ("decision", "declined"),
                        ("told_at__isnull", False),
                        ("told_how__in", ["spoken", "letter", "unreached"]),
                    ),
                    _connector="OR",
                ),
                name="applicant_told_of_a_no",
            ),
        ),
    ]
