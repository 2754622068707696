"""What a roster from elsewhere may leave open, and what it may say beside: birth dates, addresses, professions."""

from django.db import migrations, models
from django.db.models import Q

from hearthside.base.words import STATES

TYPES = (
    "psychiatrist pmhnp pa psychologist lcsw lmft lpc associate sud_counselor nurse peer case_manager not_stated"
).split()


class Migration(migrations.Migration):
    dependencies = [("people", "0006_told")]

    operations = [
        migrations.RemoveConstraint("credential", "credential_type_is_known"),
        migrations.RemoveConstraint("practiceauthority", "privilege_has_a_home_state"),
        migrations.AddField("application", "street", models.CharField(blank=True, max_length=200)),
        migrations.AddField("application", "city", models.CharField(blank=True, max_length=100)),
        migrations.AddField("application", "postal_code", models.CharField(blank=True, max_length=10)),
        migrations.AddField("clinicianfile", "email", models.EmailField(blank=True, max_length=254)),
        migrations.AlterField("patientdetails", "born_on", models.DateField(blank=True, null=True)),
        migrations.AddConstraint(
            "credential", models.CheckConstraint(condition=Q(type__in=TYPES), name="credential_type_is_known")
        ),
        migrations.AddConstraint(
            "practiceauthority",
            models.CheckConstraint(
                condition=~Q(kind="compact_privilege")
                | Q(status="pending")
                | (~Q(compact="") & Q(home_state__in=list(STATES))),
                name="privilege_has_a_home_state",
            ),
        ),
    ]
