"""Why somebody has their place, or waits, as it was written down; and what the planner said to whoever plans."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger.actors import Actor
from hearthside.people.models.patients import Patient
from hearthside.placement.models.proposals import Proposal, ProposalAnswer
from hearthside.placement.models.reasons import PlacementReason
from hearthside.placement.words import PUBLISHED, READY
from hearthside.policy.queries import today


def reason_of(patient: Patient, actor: Actor) -> PlacementReason | None:
    """What holds now, if the actor may see it."""
    rows = PlacementReason.objects.visible_to(actor).filter(patient=patient, over_at__isnull=True)
    found: PlacementReason | None = rows.first()
    return found


def place_of(patient: Patient) -> Membership | None:
    """The place they have, or are to have. Behind the scenes."""
    rows = Membership.objects.filter(patient=patient).not_over_by(today(patient.program))
    return rows.select_related("cohort", "program").order_by("from_on").first()


def names_of_cohorts(facts: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What the groups are called that these facts speak of. Behind the scenes."""
    ids = {each["cohort"] for each in facts if _is_id(each["cohort"])}
    return {str(pk): name for pk, name in Cohort.objects.filter(pk__in=ids).values_list("pk", "name")}


def said_by_planner(reason: PlacementReason, actor: Actor) -> dict[str, str] | None:
    """The line of the published week about somebody who waits, for whoever may see proposals."""
    if reason.proposal_id is None:
        return None
    proposal = Proposal.objects.visible_to(actor).filter(pk=reason.proposal_id).select_related("chosen").first()
    if proposal is None or proposal.chosen is None:
        return None
    week = proposal.chosen.edited or proposal.chosen.week
    rows = (row for row in week["unplaced"] if row["person_id"] == str(reason.patient_id))
    return next(rows, None)


def tried_by_planner(patient: Patient, actor: Actor) -> tuple[date, str] | None:
    """
    Of the last plan of a week that said something about somebody who waits: its Monday, and the smallest change with
    which they had a place when the planner tried it; for whoever may see proposals.
    """
    rows = ProposalAnswer.objects.filter(
        proposal__in=Proposal.objects.visible_to(actor).filter(status__in=(READY, PUBLISHED)),
        week__unplaced__contains=[{"person_id": str(patient.pk)}],
    )
    said = rows.order_by("-proposal__asked_at", "which").values_list("proposal__week", "week__unplaced").first()
    if said is None:
        return None
    monday, lines = said
    change = next(row["change"] for row in lines if row["person_id"] == str(patient.pk))
    return None if change == "none" else (monday, change)


def _is_id(cohort: str) -> bool:
    try:
        UUID(cohort)
    except ValueError:
        return False
    return True
