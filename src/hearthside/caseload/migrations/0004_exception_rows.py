"""Who sees to an exception is for staff to see, and never changed."""

from django.db import migrations

from hearthside.caseload import sql
from hearthside.ledger.sql import append_only


class Migration(migrations.Migration):
    dependencies = [("caseload", "0003_exceptions")]

    operations = [
        migrations.RunSQL(sql.EXCEPTION_ROWS, migrations.RunSQL.noop),
        migrations.RunSQL(append_only("caseload_exception_owned"), migrations.RunSQL.noop),
    ]
