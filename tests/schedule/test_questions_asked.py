"""How many questions a change asks while others wait for it: whoever changes a group holds it meanwhile."""

import pytest

from tests.schedule.asked import two_groups

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Two partners who come or move together ask no more than one person does, but for what is asked of their couple. Of
# whoever moves it is asked whether they have yet to say yes to a place.
MOST = {
    "join": 45,
    "join, a couple": 45,
    "transfer": 72,
    "transfer, a couple": 73,
    "leave": 38,
    "finish": 65,
    "assign a treatment": 38,
    "end a treatment": 28,
    "book": 53,
    "reschedule": 39,
    "excuse": 21,
    "ask for a swap": 42,
    "grant a swap": 50,
    "drop out": 58,
    "cover": 65,
}


def test_no_change_of_a_group_asks_more_than_it_may():
    counted = {name: len(asked) for name, asked in two_groups().asked()}

    assert counted.keys() == MOST.keys()
    assert {name: count for name, count in counted.items() if count > MOST[name]} == {}
