"""Whoever is declined is told by somebody, and no word of why is ever mailed."""

from datetime import timedelta

import pytest
from django.core import mail

from hearthside.ledger import clock
from hearthside.notify.actions.outbox import send_due
from hearthside.notify.jobs import sweep
from tests.cast import harbor_house
from tests.kept import begins_with
from tests.people.clinic import page, send

pytestmark = begins_with(harbor_house)


@pytest.fixture
def cast(kept):
    return kept


def text(answer) -> str:
    return answer.content.decode()


def test_a_no_says_whom_to_call_until_somebody_did_and_no_word_of_it_is_mailed(cast):
    client, words = cast.client("intake"), "There is no group for you in your language yet."
    assert send(client, "decline_application", cast.nia.id, answer=words).status_code == 303
    sweep(timestamp=1)
    with clock.fixed(clock.now().replace(hour=17) + timedelta(days=1)):
        send_due()
    before = [text(client.get("/intake/?decision=declined")), text(page(client, "application", cast.nia.id))]
    home = text(client.get("/home/"))

    refused = send(client, "told_applicant", cast.nia.id)
    done = send(client, "told_applicant", cast.nia.id, how="spoken")

    assert "To be told" in before[0]
    assert "Nobody has told them yet." in before[1]
    assert "person waits to hear why we said no" in home
    assert "They were told" not in text(page(cast.client("coordinator"), "application", cast.nia.id))
    assert (refused.status_code, done.status_code) == (422, 303)
    after = text(page(client, "application", cast.nia.id))
    assert "Nobody has told them yet." not in after
    assert "We talked" in after
    assert send(client, "told_applicant", cast.nia.id, how="spoken").status_code == 303
    assert not [letter for letter in mail.outbox if "language" in letter.body]
    assert "There is an answer" in "".join(letter.body for letter in mail.outbox)
