"""What follows from a change must know who may treat whom: a week that begins asks for everybody's licenses."""

from django.db import migrations

STAFF_ASKS = """
CREATE OR REPLACE FUNCTION people_staff_asks() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(app_system() IN ('command_line', 'demonstration', 'follow_up', 'migration', 'nightly', 'outbox',
                                     'planner'), false)
        OR app_roles() && ARRAY['clinician', 'coordinator', 'intake', 'biller', 'on_call', 'compliance', 'director']
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_rosters")]

    operations = [migrations.RunSQL(STAFF_ASKS, migrations.RunSQL.noop)]
