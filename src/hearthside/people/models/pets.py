"""Animals: those who live with a patient and may be seen or heard in a session, and those a patient fears."""

from django.db import models
from django.db.models import Q

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.people.models.patients import AboutPatientQuerySet, Patient

SPECIES = {
    "dog": "Dog",
    "cat": "Cat",
    "bird": "Bird",
    "rabbit": "Rabbit",
    "rodent": "Mouse, rat, hamster or guinea pig",
    "reptile": "Lizard, turtle or other reptile",
    "snake": "Snake",
    "spider": "Spider",
    "fish": "Fish",
    "horse": "Horse",
    "other": "Another animal",
}


class Pet(models.Model):
    """An animal that lives with a patient."""

    PART = "pets"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="pets")
    name = models.CharField(max_length=60)
    species = models.CharField(max_length=10)
    notes = models.CharField(max_length=300, blank=True)

    objects = AboutPatientQuerySet.as_manager()

    class Meta:
        db_table = "people_pet"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="pet_has_a_name"),
            models.CheckConstraint(condition=Q(species__in=list(SPECIES)), name="pet_species_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def kind(self) -> str:
        return SPECIES[self.species]


class PetFear(models.Model):
    """An animal that a patient would rather not meet on the screen."""

    PART = "pets"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="pet_fears")
    species = models.CharField(max_length=10)

    objects = AboutPatientQuerySet.as_manager()

    class Meta:
        db_table = "people_pet_fear"
        ordering = ["species"]
        constraints = [
            models.CheckConstraint(condition=Q(species__in=list(SPECIES)), name="pet_fear_species_is_known"),
            models.UniqueConstraint(fields=["patient", "species"], name="pet_fear_once"),
        ]

    def __str__(self) -> str:
        return self.species

    @property
    def kind(self) -> str:
        return SPECIES[self.species]
