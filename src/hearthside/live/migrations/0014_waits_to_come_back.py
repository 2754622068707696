"""Whoever stepped away and says that they are back may have to wait for whoever leads."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("live", "0013_door_of_everybody")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="steppedaway", name="waits_since", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
