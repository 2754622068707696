"""The lead passes on from two sides at one moment, each on a connection of its own: one leads, and nothing fails."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, transaction

from hearthside.ledger.scope import scope
from hearthside.live.actions.course.leading import hand_over
from hearthside.live.actions.watching import take_lead
from hearthside.live.models.rooms import Lead
from tests.apart import apart
from tests.live.coursed import does, harbor, lead_of

pytestmark = pytest.mark.slow
__all__ = ["apart"]


def test_whoever_is_handed_the_lead_while_the_watch_passes_it_on_leads_once(apart):
    there, _ = harbor()
    lee = there.co

    def one(act):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        with scope(there.watch), transaction.atomic():
            row = Lead.objects.select_for_update().get(session=there.live, until_at__isnull=True)
            clinician = there.seat("lee").occupants.get().clinician_id
            both = [
                pool.submit(one, lambda: does(there.lead, hand_over, live=there.live, seat=there.seat("lee").pk)),
                pool.submit(
                    one,
                    lambda: does(there.watch, take_lead, live=there.live, clinician=clinician, because="succession"),
                ),
            ]
            sleep(1)
            assert row.clinician.account_id != lee.account
        for each in both:
            each.result()

    assert lead_of(there).clinician.account_id == lee.account
    with scope(there.watch):
        assert Lead.objects.filter(session=there.live).count() == 2
