"""The number in force, for constraints of the packages above."""

from django.db import migrations

from hearthside.policy import sql


class Migration(migrations.Migration):
    dependencies = [("policy", "0002_guard")]

    operations = [migrations.RunSQL(sql.WHOLE, sql.NO_WHOLE)]
