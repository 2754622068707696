"""Two records of one person become one, and two again if it was a mistake."""

from typing import Any
from uuid import UUID

from django.db import models

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people import following
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.events.patients import MergeUndone, PatientsMerged
from hearthside.people.models.contacts import EmergencyContact
from hearthside.people.models.couples import CoupleMember, CoupleWish, KeepApart, KeepApartReason, PartnerWithoutChart
from hearthside.people.models.merges import Merge, MergeMove
from hearthside.people.models.patients import Patient
from hearthside.people.models.pets import Pet, PetFear

# What moves to the record that is kept. Signatures, screens and status stay where they were said and are read with it.
MOVED: tuple[type[models.Model], ...] = (
    Pet,
    EmergencyContact,
    PartnerWithoutChart,
    CoupleMember,
    CoupleWish,
    KeepApartReason,
)


class NotOnePerson(Refusal):
    """The two records cannot be one person's."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class MergeClosed(Refusal):
    """The merge was undone before, or one of the records was merged further."""

    def __init__(self) -> None:
        super().__init__("This cannot be undone any more: it was undone before, or the record was merged again since.")


@action
def merge_patients(*, kept: Patient, gone: Patient, by: Actor) -> Merge:
    """
    Make two records of one person one: `gone` leads to `kept` from now on. What moved is written down, so that it can
    be undone.

    Raises:
        NotAllowed: `by` may not merge records in this program.
        NotOnePerson: they are two people's, or both sign in, or one was merged before.
        And whatever packages above refuse, where the care of both stands in the way.
    """
    require(by, Permission.MERGE_RECORDS, within=kept.program_id)
    with behind(kept.program_id, by):
        kept, gone = _locked(kept, gone)
        _refuse_two_people(kept, gone)
        merge: Merge = Merge.objects.create(
            program_id=kept.program_id, kept=kept, gone=gone, merged_at=clock.now(), merged_by_id=by.account
        )
        gone.merged_into = kept
        gone.save(update_fields=["merged_into"])
        moved = [(model._meta.db_table, row) for model in MOVED for row in _moved(model, gone, kept)]
        moved += _moved_fears(gone, kept) + _moved_pairs(gone, kept)
        if gone.account_id and not kept.account_id:
            kept.account_id = gone.account_id
            kept.save(update_fields=["account"])
            moved.append((Patient._meta.db_table, kept.pk))
        following.follow("merged", kept=kept, gone=gone, moved=moved, by=by)
        MergeMove.objects.bulk_create(
            [MergeMove(program_id=kept.program_id, merge=merge, table=table, row=row) for table, row in moved]
        )
    record(PatientsMerged(merge=merge.id, patients=(kept.id, gone.id), moved=len(moved)), by=by)
    bring_grants_up_to_date(kept.program_id, [kept.id, gone.id, *_partners_of(kept, by)], by=by)
    return merge


@action
def undo_merge(*, merge: Merge, by: Actor) -> None:
    """
    Make them two records again; everything that moved goes back.

    Raises:
        NotAllowed: `by` may not merge records in this program.
        MergeClosed: it was undone before, or the record that was kept was merged into another since.
    """
    require(by, Permission.MERGE_RECORDS, within=merge.program_id)
    with behind(merge.program_id, by):
        kept, gone = _locked(merge.kept, merge.gone)
        row = Merge.objects.select_for_update().get(pk=merge.pk)
        if row.undone_at is not None or kept.merged_into_id is not None:
            raise MergeClosed
        moves: dict[str, list[UUID]] = {}
        for table, moved in row.moves.values_list("table", "row"):
            moves.setdefault(table, []).append(moved)
        moved_models: tuple[type[models.Model], ...] = (*MOVED, PetFear)
        for model in moved_models:
            _rows(model).filter(pk__in=moves.get(model._meta.db_table, [])).update(patient=gone)
        for pair in KeepApart.objects.filter(pk__in=moves.get(KeepApart._meta.db_table, [])):
            _put(pair, gone, instead_of=kept)
        if Patient._meta.db_table in moves:
            kept.account_id = None
            kept.save(update_fields=["account"])
        gone.merged_into = None
        gone.save(update_fields=["merged_into"])
        following.follow("unmerged", kept=kept, gone=gone, moves=moves, by=by)
        row.undone_at, row.undone_by_id = clock.now(), by.account
        row.save(update_fields=["undone_at", "undone_by"])
    count = sum(map(len, moves.values()))
    record(MergeUndone(merge=row.id, patients=(kept.id, gone.id), moved=count), by=by)
    partners = [*_partners_of(kept, by), *_partners_of(gone, by)]
    bring_grants_up_to_date(kept.program_id, [kept.id, gone.id, *partners], by=by)


def _rows(model: type[models.Model]) -> "models.Manager[Any]":
    return model._default_manager


def _locked(*patients: Patient) -> list[Patient]:
    """The rows as they are now, locked in the order of their ids, given in the order asked for."""
    rows = Patient.objects.select_for_update().filter(pk__in=[p.pk for p in patients]).order_by("pk")
    by_id = {row.pk: row for row in rows}
    return [by_id[p.pk] for p in patients]


def _refuse_two_people(kept: Patient, gone: Patient) -> None:
    if kept.pk == gone.pk or kept.program_id != gone.program_id:
        raise NotOnePerson("Choose two different records of this program.")
    if kept.merged_into_id or gone.merged_into_id:
        raise NotOnePerson("One of the two was merged before. Merge the record it leads to.")
    if kept.account_id and gone.account_id:
        raise NotOnePerson("Both sign in with accounts of their own. End one's access first, if it is one person.")
    members = CoupleMember.objects.filter(patient__in=[kept, gone], until_at__isnull=True)
    if members.count() > 1:
        raise NotOnePerson("Each of the two is linked with a partner. End one of the links first, if it is one person.")
    if KeepApart.objects.filter(first__in=[kept, gone], second__in=[kept, gone], until_at__isnull=True).exists():
        raise NotOnePerson("These two are kept apart, so they are two people. End that first, if it is one person.")


def _moved(model: type[models.Model], gone: Patient, kept: Patient) -> list[UUID]:
    rows = list(_rows(model).filter(patient=gone).values_list("pk", flat=True))
    _rows(model).filter(pk__in=rows).update(patient=kept)
    return rows


def _moved_fears(gone: Patient, kept: Patient) -> list[tuple[str, UUID]]:
    """Fears that the kept record does not name yet."""
    known = PetFear.objects.filter(patient=kept).values_list("species", flat=True)
    rows = list(PetFear.objects.filter(patient=gone).exclude(species__in=known).values_list("pk", flat=True))
    PetFear.objects.filter(pk__in=rows).update(patient=kept)
    return [(PetFear._meta.db_table, row) for row in rows]


def _moved_pairs(gone: Patient, kept: Patient) -> list[tuple[str, UUID]]:
    """Pairs with somebody from whom the kept record is not kept apart yet, open or past."""
    known = set(KeepApart.objects.filter(first=kept, until_at=None).values_list("second", flat=True))
    known |= set(KeepApart.objects.filter(second=kept, until_at=None).values_list("first", flat=True))
    moved = []
    for pair in KeepApart.objects.filter(models.Q(first=gone) | models.Q(second=gone)):
        other = pair.second_id if pair.first_id == gone.pk else pair.first_id
        if pair.until_at is None and other in known:
            continue
        _put(pair, kept, instead_of=gone)
        moved.append((KeepApart._meta.db_table, pair.pk))
    return moved


def _put(pair: KeepApart, patient: Patient, *, instead_of: Patient) -> None:
    other = pair.second_id if pair.first_id == instead_of.pk else pair.first_id
    pair.first_id, pair.second_id = sorted((other, patient.pk))
    pair.save(update_fields=["first", "second"])


def _partners_of(patient: Patient, by: Actor) -> list[UUID]:
    with behind(patient.program_id, by):
        others = CoupleMember.objects.filter(
            couple__members__patient=patient, until_at__isnull=True, patient__isnull=False
        ).exclude(patient=patient)
        return list(others.values_list("patient", flat=True))
