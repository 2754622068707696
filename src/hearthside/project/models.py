"""What the demonstration knows of itself, and which of its guides somebody has put away."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hearthside.access.models import Account, Program
from hearthside.base.ids import new_id


class Demonstration(models.Model):
    """A made-up program: from which Monday until which Sunday it takes place, and which of its pieces are there."""

    program = models.OneToOneField(Program, models.PROTECT, primary_key=True, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    added = ArrayField(models.CharField(max_length=60), default=list)

    class Meta:
        db_table = "project_demonstration"

    def __str__(self) -> str:
        return str(self.program_id)


class GuidePutAway(models.Model):
    """Somebody has seen what their first hour walks through, and wants to see it no more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "project_guide_put_away"
        constraints = [models.UniqueConstraint(fields=["program", "account"], name="guide_put_away_once")]

    def __str__(self) -> str:
        return str(self.account_id)
