"""The door's rules are asked of whoever was never at the door, too, and of whoever is put back into a room."""

from typing import ClassVar

from django.db import migrations

from hearthside.live.door_everybody_sql import LET_IN, MAY_SIT, NOBODY_PUT_BACK, PUT_BACK


class Migration(migrations.Migration):
    dependencies: ClassVar = [("live", "0012_observing")]
    # What it replaces is never brought back: nobody may be let in by less.
    operations: ClassVar = [migrations.RunSQL(MAY_SIT + LET_IN + PUT_BACK, NOBODY_PUT_BACK)]
