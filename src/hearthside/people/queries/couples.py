"""What partners may see of each other: an explicit list, and everything else is not on it."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import Q, QuerySet

from hearthside.ledger.actors import Actor
from hearthside.people.credentials.values import day_in
from hearthside.people.models.couples import Couple, CoupleMember, KeepApart
from hearthside.people.models.patients import Patient


@dataclass(frozen=True)
class SharedView:
    """
    Everything that one partner may see of the other. A field is added here only after docs/rules/couples-privacy.md.

    Nothing in it depends on what either of them told the program in private.
    """

    partner_name: str
    linked_on: date
    ended_on: date | None = None

    def kept(self) -> dict[str, Any]:
        """As it is frozen when a couple ends."""
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(self).items()}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """A frozen one."""
        return cls(
            kept["partner_name"],
            date.fromisoformat(kept["linked_on"]),
            date.fromisoformat(kept["ended_on"]) if kept["ended_on"] else None,
        )


def shared_view(
    couple: Couple, member: CoupleMember, members: Sequence[CoupleMember], *, at: datetime | None = None
) -> SharedView:
    """What `member` sees of the other now; or, with `at`, as it is frozen at that instant."""
    if member.shared is not None:
        return SharedView.of(member.shared)
    other = next(m for m in members if m.pk != member.pk)
    zone = couple.program.zone
    return SharedView(other.name, day_in(zone, couple.from_at), day_in(zone, at) if at else None)


def view_of_half(member: CoupleMember, readable: Sequence[CoupleMember]) -> SharedView:
    """The same for staff, of whom some may read one half alone: then the other has no name."""
    if len(readable) > 1 or member.shared is not None:
        return shared_view(member.couple, member, readable)
    return SharedView("", day_in(member.couple.program.zone, member.couple.from_at))


def own_couples(actor: Actor) -> list[tuple[CoupleMember, SharedView]]:
    """The couples that this person is or was part of, the present one first, each as the person may see it."""
    own = CoupleMember.objects.filter(
        Q(patient__account=actor.account) | Q(partner__account=actor.account), program=actor.program
    )
    members = (
        CoupleMember.objects.filter(couple__in=own.values("couple"))
        .select_related("patient", "partner", "couple__program")
        .order_by("-couple__from_at", "id")
    )
    by_couple: dict[UUID, list[CoupleMember]] = {}
    for member in members:
        by_couple.setdefault(member.couple_id, []).append(member)
    return [
        (member, shared_view(member.couple, member, pair))
        for pair in by_couple.values()
        for member in pair
        if _is_of(member, actor) and (len(pair) == 2 or member.shared is not None)
    ]


def _is_of(member: CoupleMember, actor: Actor) -> bool:
    accounts = [who.account_id for who in (member.patient, member.partner) if who is not None]
    return member.program_id == actor.program and actor.account in accounts


def open_couple_of(patient: Patient) -> Couple | None:
    """The couple that this patient is part of now."""
    return Couple.objects.open().filter(members__patient=patient).first()


def open_couples_of(program: UUID, patients: Collection[UUID]) -> dict[UUID, Couple]:
    """The same of many, by patient."""
    own = CoupleMember.objects.filter(program=program, patient__in=patients, until_at__isnull=True)
    return {member.patient_id: member.couple for member in own.select_related("couple") if member.patient_id}


def kept_apart_from(patient: Patient, actor: Actor) -> QuerySet[KeepApart]:
    """Open pairs with this patient, for whoever may see that two may not share a group."""
    visible = Patient.objects.visible_to(actor, "keep-apart")
    pairs = KeepApart.objects.filter(Q(first=patient) | Q(second=patient), until_at__isnull=True)
    return pairs.filter(Q(first__in=visible) | Q(second__in=visible)).select_related("first", "second").order_by("id")
