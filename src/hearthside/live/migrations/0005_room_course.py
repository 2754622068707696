"""The course of a session: who paused it, and when its room closes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("live", "0004_room_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="livesession",
            name="closing_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="liveroom",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="liveroom",
            constraint=models.CheckConstraint(
                condition=models.Q(("held_at__isnull", False), ("held_by__isnull", True), _connector="OR"),
                name="live_room_held_by_if_held",
            ),
        ),
    ]
