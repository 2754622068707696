"""Two of staff work at the door at one moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, transaction

from hearthside.ledger.scope import scope
from hearthside.live.actions.door import let_in, turn_away
from hearthside.live.door_refusals import IsInside, MayNotComeIn
from hearthside.live.models.seats import SeatOccupant
from tests.apart import apart
from tests.builders.door import open_door

pytestmark = pytest.mark.slow
__all__ = ["apart"]

LETS_IN, NOT_TODAY = (let_in, {}), (turn_away, {"because": "unwell"})


@pytest.mark.parametrize(
    ("first", "second", "refusal"),
    [(LETS_IN, NOT_TODAY, IsInside), (NOT_TODAY, LETS_IN, MayNotComeIn)],
    ids=["let in first", "not today first"],
)
def test_somebody_is_let_in_or_turned_away_and_never_both(apart, first, second, refusal):
    at = open_door()
    at.comes("Dana")
    at.checks_in("Alex")
    dana, row = at.actor("Dana"), at.check_in("Alex")

    def presses(act, facts):
        with scope(dana):
            act(check_in=row, by=dana, **facts)

    def meanwhile():
        try:
            presses(*second)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            presses(*first)
            pressed = other.submit(meanwhile)
            sleep(1)
        refused = pressed.exception()

    with scope(dana):
        is_in = SeatOccupant.objects.filter(patient=row.patient_id, until_at__isnull=True).exists()
    assert isinstance(refused, refusal)
    assert is_in != (at.check_in("Alex").turned_away_at is not None)
