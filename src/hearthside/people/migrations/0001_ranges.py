"""The type of a range of ids, which exclusion constraints compare ids with."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = [("access", "0001_initial"), ("ledger", "0002_append_only")]

    operations = [
        migrations.RunSQL("CREATE TYPE uuidrange AS RANGE (subtype = uuid)", "DROP TYPE uuidrange"),
    ]
