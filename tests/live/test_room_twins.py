"""
Twin worlds of a live room: whatever somebody entered in private, and whatever is done about them, everybody else in the
group is sent the same bytes, and hears the same news.
"""

import json

import pytest

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.actions.missing import close_card, note_act, open_card
from hearthside.live.models.check_in import CheckIn, CheckInAnswer, TalkFirst
from hearthside.live.push.hub import Hub, Listener
from hearthside.live.queries.relations import tie
from hearthside.live.queries.room_state import state_of
from hearthside.live.relations import TO_COUNTS, TO_CRISIS, TO_STAFF
from hearthside.live.rules.check_in import FEELING, RISK, SAFE, SAFETY, SPACE
from tests import build
from tests.builders import live
from tests.builders.live import instant
from tests.kept import begins_with


def harbor():
    return live.live(build.program())


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    return kept


def bytes_for(there, name: str) -> bytes:
    """Everything that this person's page is sent of the session."""
    account = there.actors[name].account
    with scope(there.watch):
        held = tie(account, there.live.pk)
        live_now = type(there.live).objects.select_related("session__cohort").get(pk=there.live.pk)
        return json.dumps(state_of(live_now, held, account, instant(there, 0))).encode()


def answers(there, name: str, step: str, **facts: object) -> CheckIn:
    patient = live.patient_named(there, name)
    with scope(there.watch):
        check_in, _ = CheckIn.objects.get_or_create(
            program=there.at.program, session=there.live, patient=patient, defaults={"began_at": clock.now()}
        )
        CheckInAnswer.objects.create(
            program=there.at.program, check_in=check_in, step=step, facts=facts, at=clock.now()
        )
        return check_in


def feels(there) -> None:
    answers(there, "p2", FEELING, mood=1, urge=9)


def is_not_safe(there) -> None:
    answers(there, "p2", SAFETY, safe_now="no", hurt_self="yes")
    answers(there, "p2", SAFE, unsafe=True)


def is_not_alone(there) -> None:
    answers(there, "p2", SPACE, place="not_private")


def is_talked_with_first(there) -> None:
    check_in = answers(there, "p2", SAFETY, safe_now="no")
    with scope(there.watch):
        TalkFirst.objects.create(program=there.at.program, check_in=check_in, causes=[RISK], raised_at=clock.now())


def is_looked_for(there) -> None:
    who = live.patient_named(there, "p2").pk
    with scope(there.watch):
        card = open_card(seat=there.seats["p2"], person=who, lost_at=instant(there, 0), by=there.watch)
    with scope(there.lead):
        note_act(card=card, act="emergency_called", answered=True, by=there.lead)


def was_found(there) -> None:
    who = live.patient_named(there, "p2").pk
    with scope(there.watch):
        card = open_card(seat=there.seats["p2"], person=who, lost_at=instant(there, 0), by=there.watch)
    with scope(there.lead):
        close_card(card=card, outcome="dispatched", note="Police are there.", by=there.lead)


PRIVATE = [feels, is_not_safe, is_not_alone, is_talked_with_first, is_looked_for, was_found]


@pytest.mark.parametrize("private", PRIVATE)
def test_nobody_else_in_the_group_is_sent_anything_of_it(there, private):
    before = bytes_for(there, "p1")

    private(there)

    assert bytes_for(there, "p1") == before


@pytest.mark.parametrize("audience", [TO_STAFF, TO_COUNTS, TO_CRISIS])
def test_a_bell_for_staff_rings_nowhere_else(there, audience):
    hub, account = Hub(), there.actors["p1"].account
    listener = Listener(there.live.pk, "key", account, tie(account, there.live.pk).audiences)
    hub.join(listener)

    hub.hear(json.dumps({"session": str(there.live.pk), "to": audience, "kind": "card", "id": str(there.room.pk)}))

    assert listener.queue.empty()


def test_whoever_entered_it_reads_their_own_again_and_nobody_elses(there):
    feels(there)

    own, other = json.loads(bytes_for(there, "p2")), json.loads(bytes_for(there, "p1"))

    assert (own["own"]["mood"], own["own"]["urge"]) == (1, 9)
    # What they said themselves at the door.
    assert (other["own"]["mood"], other["own"]["urge"]) == (6, 2)
