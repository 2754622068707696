"""Why somebody of the staff is in a room and does not count; and the database's last word on every rule of the door."""

from typing import ClassVar

from django.db import migrations, models

from hearthside.live.door_last_word_sql import last_word


class Migration(migrations.Migration):
    dependencies: ClassVar = [("live", "0007_delivered"), ("schedule", "0006_swap_outside_hours")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="seatoccupant",
            name="uncounted_because",
            field=models.CharField(blank=True, default="", max_length=12),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="seatoccupant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("uncounted_because", ""),
                    models.Q(
                        ("counts_in_ratio", False),
                        (
                            "uncounted_because__in",
                            ["related", "other_role", "no_clinician", "unlicensed", "unfit"],
                        ),
                    ),
                    _connector="OR",
                ),
                name="live_occupant_uncounted_why",
            ),
        ),
        # What it replaces is never brought back: nothing may be let in by less.
        migrations.RunSQL(last_word(), migrations.RunSQL.noop),
    ]
