from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("live", "0003_check_in")]
    operations: ClassVar = []
