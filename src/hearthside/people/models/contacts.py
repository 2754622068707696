"""Whom to call when a patient cannot be reached or is in danger."""

from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.people.models.patients import AboutPatientQuerySet, Patient


class EmergencyContact(models.Model):
    """Somebody near the patient, with the patient's word on what they may be told."""

    PART = "emergency-contact"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="emergency_contacts")
    name = models.CharField(max_length=200)
    relationship = models.CharField(max_length=60)
    phone = models.CharField(max_length=16)
    is_nearby = models.BooleanField(default=False)
    # Whether the patient allows the program to call this person before there is an emergency.
    may_call_anytime = models.BooleanField(default=False)

    objects = AboutPatientQuerySet.as_manager()

    class Meta:
        db_table = "people_emergency_contact"
        ordering = ["-is_nearby", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="contact_has_a_name"),
            models.CheckConstraint(condition=Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"), name="contact_phone_form"),
        ]

    def __str__(self) -> str:
        return str(self.id)
