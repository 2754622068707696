"""
Two records of one person become one: what is offered to them, and why they have their place or wait, goes along.

Offers go with the places that they hold. The reason that stands goes where the other record has none of its own.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from hearthside.caseload.refusals import CareOverlaps
from hearthside.ledger.actors import Actor
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind
from hearthside.people.models.patients import Patient
from hearthside.placement.models.offers import Offer
from hearthside.placement.models.reasons import PlacementReason

BOTH_ASKED = "Both records have a place that waits for an answer. Write down the answer to one of the two first."
MOVED: tuple[type[Model], ...] = (Offer, PlacementReason)


def follow_merge(*, kept: Patient, gone: Patient, moved: list[tuple[str, UUID]], by: Actor) -> None:
    """
    Move both, past and present; what moved is added to `moved`.

    Raises:
        CareOverlaps: both records have a place that waits for an answer.
    """
    with behind(kept.program_id, by), refusing({"offer_one_open": CareOverlaps(BOTH_ASKED)}):
        reasons = PlacementReason.objects.filter(patient=gone)
        if PlacementReason.objects.filter(patient=kept, over_at__isnull=True).exists():
            reasons = reasons.filter(over_at__isnull=False)
        for rows in (Offer.objects.filter(patient=gone), reasons):
            ids = list(rows.values_list("pk", flat=True))
            rows.model.objects.filter(pk__in=ids).update(patient=kept)
            moved += [(rows.model._meta.db_table, pk) for pk in ids]


def follow_unmerge(*, kept: Patient, gone: Patient, moves: Mapping[str, Collection[UUID]], by: Actor) -> None:
    """Both go back, as they are now."""
    with behind(kept.program_id, by):
        for model in MOVED:
            rows: QuerySet[Any] = model._default_manager.filter(pk__in=moves.get(model._meta.db_table, ()))
            rows.update(patient=gone)
