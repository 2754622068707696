"""Every state of the closed list has a name, and no other has."""

from hearthside.base.states import STATE_NAMES
from hearthside.base.words import STATES


def test_every_state_has_a_name_in_the_order_of_the_list():
    assert list(STATE_NAMES) == list(STATES)
