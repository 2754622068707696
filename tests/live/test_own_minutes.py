"""A partner without a chart finds the way to their own minutes, and nothing of anybody else's."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from hearthside.access.models import Account
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.actions.attesting.attesting import attest
from tests.kept import begins_with
from tests.live.partnered import couples_work

pytestmark = begins_with(couples_work)


@pytest.fixture
def there(kept):
    with clock.fixed(kept.over):
        yield kept


def reads(account: Account, path: str) -> str:
    client = Client()
    client.force_login(account)
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_partner_goes_from_home_and_from_every_page_to_their_minutes_and_back(there):
    session, casey = there.session, there.casey
    listed, one = reverse("live:my_sessions"), reverse("live:my_minutes", args=[session.pk])

    home, own, minutes = (reads(casey, path) for path in (reverse("home"), listed, one))

    assert "See your minutes" in home
    assert all(f'href="{listed}"' in page for page in (home, own, minutes))
    assert f'href="{one}"' in own
    assert (re.findall(r"\d+ minutes", own), "Not confirmed yet" in own) == (["50 minutes"], True)
    # Nothing on them leads to a page that a partner has not.
    assert reverse("schedule:my_hours") not in home + own + minutes


def test_what_was_attested_is_no_longer_said_to_be_open(there):
    with scope(there.lead):
        attest(live=there.session.live, number=2, by=there.lead)

    assert "Not confirmed yet" not in reads(there.casey, reverse("live:my_sessions"))


def test_whoever_has_a_chart_finds_their_minutes_with_their_hours(there):
    account = Account.objects.get(pk=there.theo.account)

    home, own = reads(account, reverse("home")), reads(account, reverse("live:my_sessions"))

    assert "See your minutes" not in home
    assert reverse("schedule:my_hours") in home
    # Their partner was there, and they were not.
    assert ("Not seen there" in own, "50 minutes" in own) == (True, False)
