"""
Signatures under the program's agreements, and revocations of them: added to, never changed.

A signature keeps the version and the hash of the very text that was shown. Revoking one stops its use from then on;
what was done while it stood stays right.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.people.models.couples import Couple, PartnerWithoutChart
from hearthside.people.models.patients import AboutPatientQuerySet, Patient


class Signature(models.Model):
    """Somebody signed one version of one agreement."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="signatures", null=True, blank=True)
    partner = models.ForeignKey(PartnerWithoutChart, models.PROTECT, related_name="signatures", null=True, blank=True)
    kind = models.CharField(max_length=20)
    version = models.CharField(max_length=10)
    text_hash = models.CharField(max_length=64)
    typed_name = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    # Who typed it: the person, or the member of staff who wrote down what the person signed on paper.
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    # Of a disclosure: to which couple's other member, about what, until when.
    couple = models.ForeignKey(Couple, models.PROTECT, related_name="+", null=True, blank=True)
    topics = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    until_on = models.DateField(null=True, blank=True)

    objects = AboutPatientQuerySet.as_manager()

    class Meta:
        db_table = "people_signature"
        constraints = [
            models.CheckConstraint(
                condition=Q(patient__isnull=False, partner__isnull=True)
                | Q(patient__isnull=True, partner__isnull=False),
                name="signature_of_one_person",
            ),
            models.CheckConstraint(condition=~Q(typed_name=""), name="signature_has_a_name"),
            models.CheckConstraint(condition=Q(text_hash__regex=r"^[0-9a-f]{64}$"), name="signature_hash_form"),
            models.CheckConstraint(
                condition=~Q(kind="disclosure") | (Q(couple__isnull=False) & Q(topics__len__gte=1)),
                name="signature_disclosure_says_what_to_whom",
            ),
        ]
        indexes = [models.Index(fields=["patient", "kind", "-signed_at"], name="signature_patient_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class Revocation(models.Model):
    """A signature counts no more from this instant on."""

    signature = models.OneToOneField(Signature, models.PROTECT, primary_key=True, related_name="revocation")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "people_revocation"

    def __str__(self) -> str:
        return str(self.signature_id)
