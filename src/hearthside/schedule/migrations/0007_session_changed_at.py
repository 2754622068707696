"""When the time or state of a session last changed: calendars say so with each event."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schedule", "0006_swap_outside_hours")]

    operations = [
        migrations.AddField(model_name="session", name="changed_at", field=models.DateTimeField(blank=True, null=True)),
    ]
