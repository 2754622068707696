"""A connection that the client mends by itself is a new one to the media server: the page speaks of that one."""

import time

import pytest

from hearthside.live.models.beats import LastBeat
from tests.live.room_page.hearing import comes_in, said
from tests.live.room_page.rooms import House

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.media]

# The client's own room, which the page keeps to itself.
KEEPS_THE_ROOM = """(() => {
  let kit
  const kept = (of, name) => name !== "Room" ? of[name]
    : class extends of.Room { constructor(...given) { super(...given); globalThis.connection = this } }
  Object.defineProperty(globalThis, "LivekitClient", {
    get: () => kit && new Proxy(kit, { get: kept }), set: given => { kit = given }, configurable: true,
  })
})()"""


def heard_of(at: House, name: str) -> str:
    """The connection of which their page spoke last."""
    with at.changed() as there:
        last = LastBeat.objects.filter(seat=there.seat(name)).order_by("at").last()
    return last.sid if last else ""


def until_heard_of(at: House, name: str, sid: str) -> bool:
    deadline = time.monotonic() + 20
    while heard_of(at, name) != sid and time.monotonic() < deadline:
        time.sleep(0.3)
    return heard_of(at, name) == sid


def test_heartbeats_name_the_connection_that_took_the_place_of_a_lost_one(at: House):
    with at.opened("p3", script=KEEPS_THE_ROOM, strict=False) as page:
        comes_in(page)
        before = page.evaluate("connection.localParticipant.sid")
        assert until_heard_of(at, "p3", before)

        page.evaluate("connection.simulateScenario('full-reconnect').then(() => null)")
        said(page, "Your connection is back")
        after = page.evaluate("connection.localParticipant.sid")

        assert after != before
        assert until_heard_of(at, "p3", after)
