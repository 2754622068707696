"""Somebody who was there, or compliance, says that the record of who was there is right: one press for one version."""

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.actions.attesting.freezing import locked
from hearthside.live.attested_events import AttendanceAttested
from hearthside.live.attested_refusals import AnotherVersion, NotYetJudged, NotYoursToAttest
from hearthside.live.attested_words import ON_THE_EVIDENCE, WAS_THERE
from hearthside.live.models.attested import AttendanceVersion, Attestation
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.attested_standing import COMPLIANCE, facilitated
from hearthside.people.actions.grants import behind


def words_for(live: LiveSession, by: Actor) -> str:
    """
    The sentence that this actor attests to: whoever was there says so, compliance goes by the evidence.

    Raises:
        NotYoursToAttest: `by` is neither.
    """
    if by.account is None or by.program != live.program_id:
        raise NotYoursToAttest
    if facilitated(live.pk, by.account):
        return WAS_THERE
    if COMPLIANCE in by.roles:
        return ON_THE_EVIDENCE
    raise NotYoursToAttest


@action
def attest(*, live: LiveSession, number: int, by: Actor) -> Attestation:
    """
    Say that this version is right. Said again, the first word stands.

    Raises:
        NotYoursToAttest: `by` neither led nor helped there and is not of compliance.
        NotYetJudged: there is no version yet. AnotherVersion: `number` is not the one in force.
    """
    with behind(live.program_id, by):
        words = words_for(live, by)
        assert by.account is not None  # nobody else has words to attest to
        locked(live.pk)
        version = AttendanceVersion.objects.filter(session=live).order_by("-n").first()
        if version is None:
            raise NotYetJudged
        if version.n != number:
            raise AnotherVersion
        before: Attestation | None = Attestation.objects.filter(version=version).first()
        if before is not None:
            return before
        made: Attestation = Attestation.objects.create(
            version=version, program_id=live.program_id, words=words, by_id=by.account, at=clock.now()
        )
    record(AttendanceAttested(session=live.pk, version=version.pk, number=version.n), by=by)
    return made
