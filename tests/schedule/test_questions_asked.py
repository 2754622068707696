"""How many questions a change asks while others wait for it: whoever changes a group holds it meanwhile."""

import pytest

from tests.schedule.asked import two_groups

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Two partners who come or move together ask no more than one person does, but for what is asked of their couple.
MOST = {
    "join": 45,
    "join, a couple": 45,
    "transfer": 70,
    "transfer, a couple": 70,
    "leave": 40,
    "finish": 70,
    "assign a treatment": 40,
    "end a treatment": 30,
    "book": 60,
    "reschedule": 55,
    "excuse": 30,
    "ask for a swap": 60,
    "grant a swap": 75,
    "drop out": 80,
    "cover": 85,
}


def test_no_change_of_a_group_asks_more_than_it_may():
    counted = {name: len(asked) for name, asked in two_groups().asked()}

    assert counted.keys() == MOST.keys()
    assert {name: count for name, count in counted.items() if count > MOST[name]} == {}
