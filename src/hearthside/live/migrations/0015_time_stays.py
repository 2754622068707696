"""A session whose door has opened is not moved any more."""

from typing import ClassVar

from django.db import migrations

from hearthside.live.door_opened_sql import STAYS, STAYS_NO_MORE


class Migration(migrations.Migration):
    dependencies: ClassVar = [("live", "0014_waits_to_come_back")]
    operations: ClassVar = [migrations.RunSQL(STAYS, STAYS_NO_MORE)]
