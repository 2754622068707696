"""What the media server tells reaches the inbox through the process that serves raw doors."""

import urllib.error
import urllib.request

import pytest

from tests.apart import apart_database
from tests.contracts.raw_doors import raw_doors
from tests.live.hooks import HOOK, message, signed, stored

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def database(database_server, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), apart_database() as name:
        yield name


@pytest.fixture(scope="module")
def address(database, tmp_path_factory):
    """Where the media server is heard, over this database."""
    media = {
        "LIVEKIT_URL": "http://127.0.0.1:1", "LIVEKIT_API_KEY": "app", "LIVEKIT_API_SECRET": "a" * 40,
        "LIVEKIT_WEBHOOK_KEY": HOOK.name, "LIVEKIT_WEBHOOK_SECRET": HOOK.secret,
    }  # fmt: skip
    with raw_doors(database, tmp_path_factory.mktemp("data"), media) as served:
        yield f"{served}/hooks/livekit"


def post(address: str, body: bytes, signature: str) -> int:
    asked = urllib.request.Request(address, body, {"Authorization": signature})
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code


def test_a_signed_event_is_in_the_inbox_and_a_forged_one_is_not(address, database):
    assert post(address, *signed(message(1))) == 200
    assert post(address, message(2), signed(message(3))[1]) == 401

    assert [row[0] for row in stored(database)] == ["EV_1"]


def test_the_door_answers_a_signed_message_and_nothing_else(address):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address, timeout=10)

    refused.value.close()
    assert refused.value.code == 405
