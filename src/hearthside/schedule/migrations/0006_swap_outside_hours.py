"""Why a guest seat outside of somebody's hours is right all the same."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schedule", "0005_outside_hours")]

    operations = [
        migrations.AddField(model_name="swap", name="outside_hours_because", field=models.TextField(blank=True)),
    ]
