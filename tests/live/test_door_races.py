"""Two of staff work at the door at one moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, transaction

from hearthside.ledger.scope import scope
from hearthside.live.actions.door import let_in, turn_away
from hearthside.live.door_refusals import IsInside, MayNotComeIn
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import SeatOccupant
from tests.apart import apart
from tests.builders.door import open_door

pytestmark = pytest.mark.slow
__all__ = ["apart"]


@pytest.mark.parametrize("first", ["let in", "not today"])
def test_somebody_is_let_in_or_turned_away_and_never_both(apart, first):
    at = open_door()
    at.comes("Dana")
    at.checks_in("Alex")
    dana, row = at.actor("Dana"), at.check_in("Alex")

    def one(act, **facts):
        try:
            with scope(dana):
                return act(check_in=row, by=dana, **facts)
        except (IsInside, MayNotComeIn) as refusal:
            return refusal
        finally:
            connection.close()

    acts = [lambda: one(let_in), lambda: one(turn_away, because="unwell")]
    with ThreadPoolExecutor(2) as pool:
        with scope(dana), transaction.atomic():
            LiveSession.objects.select_for_update().get(pk=at.session.pk)
            both = []
            for act in acts if first == "let in" else reversed(acts):
                both.append(pool.submit(act))
                sleep(0.5)
        refusals = [each.result() for each in both if isinstance(each.result(), Exception)]

    with scope(dana):
        is_in = SeatOccupant.objects.filter(patient=row.patient_id, until_at__isnull=True).exists()
    turned_away = at.check_in("Alex").turned_away_at is not None
    assert len(refusals) == 1
    assert is_in != turned_away
