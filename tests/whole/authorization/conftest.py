"""
The walk's world, built once for each file of tests, in a transaction that is never committed.

No longer than for a file: workers help each other, and whoever goes on to another folder leaves no transaction open.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.access.conftest import letters
from tests.whole.authorization.caseload_places import put_caseload
from tests.whole.authorization.interop_places import put_interop
from tests.whole.authorization.live_places import put_live
from tests.whole.authorization.placement_places import put_placement
from tests.whole.authorization.safety_places import put_safety
from tests.whole.authorization.schedule_places import put_schedule
from tests.whole.authorization.watch_places import put_watch
from tests.whole.authorization.world import World, world

__all__ = ["letters"]


@pytest.fixture(scope="module")
def there(django_db_setup: None, django_db_blocker) -> Iterator[World]:  # type: ignore[no-untyped-def]
    with django_db_blocker.unblock(), transaction.atomic():
        made = world()
        put_caseload(made)
        put_schedule(made)
        put_interop(made)
        put_placement(made)
        put_safety(made)
        put_live(made)
        put_watch(made)
        yield made
        transaction.set_rollback(True)
