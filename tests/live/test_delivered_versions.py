"""What is told of a session is what somebody attested to: a correction counts once somebody has attested to it, too."""

import pytest

from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.attesting.attesting import attest
from hearthside.live.actions.attesting.correcting import Mark, correct_attendance
from hearthside.live.actions.delivering import count_delivered
from hearthside.live.attested_refusals import AnotherVersion
from hearthside.live.models.delivered import DeliveredPart
from hearthside.live.queries.delivered import versions_without_figures
from tests.builders.live import instant, patient_named
from tests.kept import begins_with
from tests.live.ended import END, held, judged

pytestmark = begins_with(held)


@pytest.fixture
def there(kept):
    with clock.fixed(instant(kept[0], END + 900)):
        yield kept[0]


def attests(there, number):
    with scope(there.lead):
        attest(live=there.live, number=number, by=there.lead)


def corrects(there):
    """p3, whom the machine has never seen, was there for an hour."""
    said = Mark(patient_named(there, "p3").pk, there.room.pk, instant(there, 0), instant(there, 3600), "present")
    with scope(there.co):
        return correct_attendance(live=there.live, marks=[said], reason="She was on my phone.", by=there.co).after


def nightly(there):
    return system_actor("nightly", program=there.at.program.pk)


def counted(there) -> set:
    """Whom the figures of the process group count, as the night has them."""
    night = nightly(there)
    with scope(night):
        for version in versions_without_figures(10):
            count_delivered(version=version, by=night)
        rows = DeliveredPart.objects.filter(program=there.at.program, kind="process").order_by("delivered__version__n")
        return [set(row.patients) for row in rows]


def people(there, *names):
    return {patient_named(there, name).pk for name in names}


def test_a_correction_that_nobody_attested_to_is_in_no_figures(there):
    version = judged(there, END + 120)
    attests(there, 1)
    corrects(there)

    assert counted(there) == []
    with pytest.raises(AnotherVersion), scope(nightly(there)):
        count_delivered(version=version, by=nightly(there))


def test_figures_stand_until_the_correction_is_attested_and_are_then_followed_by_its_own(there):
    judged(there, END + 120)
    attests(there, 1)
    assert counted(there) == [people(there, "p1", "p2")]
    after = corrects(there)
    assert counted(there) == [people(there, "p1", "p2")]

    attests(there, after.n)

    assert counted(there) == [people(there, "p1", "p2"), people(there, "p1", "p2", "p3")]
