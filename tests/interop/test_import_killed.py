"""A worker that is killed while it brings a roster in leaves nothing of it, and the next worker brings in all of it."""

import psycopg
import pytest

from hearthside.interop.models import Upload
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.models.patients import Patient
from hearthside.project.up.embedded import SUPERUSER
from tests import build
from tests.builders.access import somebody
from tests.database import SERVER
from tests.placement.test_publish_killed import WAITS
from tests.placement.workers import give_no_sign_of_life, until, worker
from tests.project.test_roster_pages import WEEK, count, sends, zipped

pytestmark = pytest.mark.slow


def test_killed_before_its_last_line_it_leaves_nothing_and_is_begun_anew(apart):
    at = build.program()
    page = somebody(at, "coordinator").signed_in()
    address = sends(at, page, zipped(), **WEEK)
    page.post(address)

    with (
        psycopg.connect(SERVER.url(SUPERUSER, apart)) as ledger,
        psycopg.connect(SERVER.url(SUPERUSER, apart), autocommit=True) as looks,
    ):
        ledger.execute("SELECT 1 FROM ledger_chain_head FOR UPDATE")
        first = worker(apart, stays=True)
        until(lambda: looks.execute(WAITS).fetchone())
        first.kill()
        first.wait(60)
    left = count(at, Patient)
    give_no_sign_of_life(apart)
    worker(apart, stays=False).wait(180)

    assert left == 0
    assert count(at, Patient) == 24
    assert "Brought in" in page.get(address).content.decode()
    with scope(system_actor("nightly", program=at.program.id)):
        assert Upload.objects.get().begun >= 2
