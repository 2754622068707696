"""Two people who may not share a group. The pair is one thing, the reasons another, behind a wall of their own."""

from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people import following
from hearthside.people.actions.grants import behind
from hearthside.people.events.couples import KeepApartReasonEnded, KeepApartReasonGiven, KeptApart, KeptApartNoMore
from hearthside.people.models.couples import KEEP_APART_SOURCES, KeepApart, KeepApartReason
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import kept_words, one_of
from hearthside.people.queries.standing import require_part


class NotAPair(Refusal):
    """Nobody is kept apart from themselves, or from somebody of another program."""

    def __init__(self) -> None:
        super().__init__("Choose another person of this program.")


@action
def keep_apart(*, patient: Patient, other: Patient, source: str, words: str = "", by: Actor) -> KeepApartReason:
    """
    Let these two never share a group, for a reason given from `patient`'s side.

    Neither of them is told, nor is the other one's clinician: they see that the two may not share a group.

    Raises:
        NotYours: `by` may not give reasons for this patient.
        NotAPair: the two are no pair.
        WrongFact: the source is not from the list, or the words cannot be kept.

    Rule: docs/rules/couples-privacy.md
    """
    require_part(by, patient, "keep-apart-reason")
    if patient.pk == other.pk or patient.program_id != other.program_id:
        raise NotAPair
    one_of("source", source, KEEP_APART_SOURCES, "Choose where this comes from.")
    words = kept_words("words", words)
    with behind(patient.program_id, by):
        return begin_reason(patient, other, source=source, words=words, by=by)


@action
def end_keep_apart_reason(*, reason: KeepApartReason, by: Actor) -> None:
    """
    This reason counts no more. The pair stays apart as long as another one stands.

    Raises:
        NotYours: `by` may not give reasons for this patient.
    """
    require_part(by, reason.patient, "keep-apart-reason")
    with behind(reason.program_id, by):
        end_reason(reason, by=by)


def begin_reason(patient: Patient, other: Patient, *, source: str, words: str, by: Actor) -> KeepApartReason:
    """A reason for a pair, which is opened if it is not open. Within a follow-up scope."""
    first, second = sorted((patient, other), key=lambda p: p.id)
    # The two records in the order of their ids, so that two who say it at once take turns.
    list(Patient.objects.select_for_update().filter(pk__in=[first.pk, second.pk]).order_by("pk"))
    at = clock.now()
    pair = KeepApart.objects.filter(first=first, second=second, until_at__isnull=True).first()
    if pair is None:
        pair = KeepApart.objects.create(program_id=patient.program_id, first=first, second=second, from_at=at)
        record(KeptApart(pair=pair.id, patients=(first.id, second.id)), by=by)
        following.follow("kept_apart", pair=pair, by=by)
    reason = KeepApartReason.objects.create(
        program_id=patient.program_id,
        pair=pair,
        patient=patient,
        source=source,
        words=words,
        author_id=by.account,
        from_at=at,
    )
    record(KeepApartReasonGiven(patient=patient.id, reason=reason.id, source=source), by=by)
    return reason


def end_reason(reason: KeepApartReason, *, by: Actor) -> None:
    """A reason ends, and with the last one the pair. Within a follow-up scope."""
    pair = KeepApart.objects.select_for_update().get(pk=reason.pair_id)
    at = clock.now()
    ended = KeepApartReason.objects.filter(pk=reason.pk, until_at__isnull=True).update(until_at=at)
    if not ended:
        return
    record(KeepApartReasonEnded(patient=reason.patient_id, reason=reason.id), by=by)
    if not pair.reasons.filter(until_at__isnull=True).exists():
        pair.until_at = at
        pair.save(update_fields=["until_at"])
        record(KeptApartNoMore(pair=pair.id, patients=(pair.first_id, pair.second_id)), by=by)
