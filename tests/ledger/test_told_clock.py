"""The demonstration tells of weeks that are over; the ledger says when its lines were really written."""

from datetime import timedelta

import pytest

from hearthside.access.actions.accounts import add_account
from hearthside.access.actions.programs import create_program
from hearthside.access.actions.roles import give_role
from hearthside.access.models import RoleHeld
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.ledger.verifying import verify

pytestmark = pytest.mark.django_db

THE_DEMONSTRATION = system_actor("demonstration", request_id="told")


def test_rows_bear_the_time_that_is_told_and_lines_the_one_at_which_they_were_written(tmp_path):
    really = clock.now()
    then = really - timedelta(weeks=5)

    with scope(THE_DEMONSTRATION), clock.told_as_of(then, by=THE_DEMONSTRATION):
        program = create_program(name="Told", slug="told", zone="America/New_York", by=THE_DEMONSTRATION)
        account = add_account(
            email="robin.tate@example.org", name="Robin Tate", password="four-words-make-one", by=THE_DEMONSTRATION
        )
        give_role(account=account, program=program, role="coordinator", by=THE_DEMONSTRATION)

    assert RoleHeld.objects.get(account=account).from_at == then
    with scope(THE_DEMONSTRATION):
        assert min(Entry.objects.values_list("at", flat=True)) >= really
    assert clock.now() >= really
    assert verify(tmp_path).findings == ()


@pytest.mark.parametrize("name", ["command_line", "nightly", "migration"])
def test_nobody_but_the_demonstration_tells_of_the_past(name: str):
    then = clock.now() - timedelta(days=1)

    with pytest.raises(ValueError, match="Only the demonstration"), clock.told_as_of(then, by=system_actor(name)):
        pass


def test_nobody_tells_of_what_is_to_come():
    ahead = clock.now() + timedelta(days=1)

    with pytest.raises(ValueError, match="to come"), clock.told_as_of(ahead, by=THE_DEMONSTRATION):
        pass
