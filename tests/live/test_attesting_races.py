"""
Two who touch one record at the same moment, each on a connection of their own: one version is in force, each change is
in it, and nobody's word stands for figures that they did not read. REL-P5.
"""

from datetime import timedelta

import pytest

from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.live.actions.attesting.attesting import attest
from hearthside.live.actions.attesting.correcting import Mark, correct_attendance
from hearthside.live.actions.attesting.freezing import Frozen, judge_attendance
from hearthside.live.attested_refusals import AnotherVersion
from hearthside.live.models.attested import Amendment, AttendanceVersion, Attestation
from tests.apart import race
from tests.builders.live import instant, patient_named
from tests.live.ended import END, held, judged, minutes_of, record

pytestmark = pytest.mark.slow

# One world for all rounds of a race; each round is ten minutes later.
ROUNDS = [2, pytest.param(25, marks=pytest.mark.long)]
ROUND = timedelta(minutes=10)


def attests(there, by, number, at):
    with clock.fixed(at), scope(by):
        return attest(live=there.live, number=number, by=by)


def corrects(there, minutes, at, by):
    """p3 was there for so many minutes from the beginning."""
    end = instant(there, minutes * 60)
    said = Mark(patient_named(there, "p3").pk, there.room.pk, instant(there, 0), end, "present")
    with clock.fixed(at), scope(by):
        return correct_attendance(live=there.live, marks=[said], reason="She was on my phone.", by=by)


def judges(there, at):
    with clock.fixed(at), scope(there.watch):
        return judge_attendance(live=there.live, by=there.watch)


def versions(there):
    with scope(there.watch):
        return list(AttendanceVersion.objects.filter(session=there.live).values_list("n", flat=True))


def entries(kind):
    return Entry.objects.filter(kind=kind).count()


def starting_at(there, number):
    return instant(there, END + 900) + number * ROUND


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_two_who_attest_at_once_the_first_word_stands_for_both(apart, rounds):
    there, _ = held()
    judged(there)
    both = (there.lead, there.co)
    for number in range(rounds):
        at = starting_at(there, number)

        words = race(2, lambda n, number=number, at=at: attests(there, both[n], number + 1, at))

        assert all(isinstance(word, Attestation) for word in words), words
        assert len({(word.version_id, word.by_id) for word in words}) == 1
        assert entries("AttendanceAttested") == number + 1
        corrects(there, 30 + number, at, there.lead)
    with scope(there.watch):
        assert Attestation.objects.count() == rounds
    assert versions(there) == list(range(1, rounds + 2))


@pytest.mark.parametrize("rounds", ROUNDS)
def test_nobody_attests_to_a_version_that_a_correction_replaces_at_that_moment(apart, rounds):
    there, _ = held()
    judged(there)
    for number in range(rounds):
        at = starting_at(there, number)
        acts = (
            lambda number=number, at=at: attests(there, there.co, number + 1, at),
            lambda number=number, at=at: corrects(there, 30 + number, at, there.lead),
        )

        word, frozen = race(2, lambda n, acts=acts: acts[n]())

        # Whichever came first: the word is for the older version, or it was refused; the newer one asks again.
        assert isinstance(word, Attestation | AnotherVersion), word
        assert isinstance(frozen, Frozen), frozen
        assert (frozen.before.n, frozen.after.n) == (number + 1, number + 2)
        assert not isinstance(word, Attestation) or word.version_id == frozen.before.pk
        assert not record(there).is_attested
        assert minutes_of(there, "p3").attended == 30 + number


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_correction_and_late_evidence_are_both_in_what_stands(apart, rounds):
    """p4's connection comes to be known, minute by minute, while a therapist corrects p3's."""
    there, received = held()
    judged(there)
    for number in range(rounds):
        at = starting_at(there, number)
        start = 600 + 240 * number
        received.sids["p4"] = f"PA_p4_{number}"
        for event, second in (("participant_joined", start), ("participant_left", start + 120)):
            received.event(event, "p4", second, stored=END + 300 + number, reason="CLIENT_INITIATED")
        acts = (
            lambda number=number, at=at: corrects(there, 30 + number, at, there.lead),
            lambda at=at: judges(there, at),
        )

        frozen, version = race(2, lambda n, acts=acts: acts[n]())

        assert isinstance(frozen, Frozen), frozen
        assert isinstance(version, AttendanceVersion), version
        # Each judges all that is there: whoever comes second finds the other's in it, or adds their own to it.
        assert versions(there) == list(range(1, len(versions(there)) + 1))
        assert entries("AttendanceFrozen") == len(versions(there))
        assert minutes_of(there, "p3").attended == 30 + number
        assert minutes_of(there, "p4").attended == 2 * (number + 1)
    with scope(there.watch):
        assert Amendment.objects.count() == rounds
