"""
The room in every state that it can be in, for each role that can be in it: looked at on a phone and on a desk.

The rows of one list: a state, whose page, and what makes it so. What is not so any more is undone by the next row.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hearthside.ledger import clock
from hearthside.live.models.rooms import LiveBlock, LiveRoom, LiveSession
from hearthside.live.models.seats import Seat, SeatOccupant
from tests.browsing import faults, opposites
from tests.live.room_page.rooms import House

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.media]

PATIENT, LEAD, CO = "p1", "kim", "lee"


def nothing(at: House, page: Page) -> None:
    """The group as it is."""


def resting(kind: str) -> Callable[[House, Page], None]:
    def begin(at: House, page: Page) -> None:
        with at.changed() as there:
            now = clock.now()
            LiveBlock.objects.filter(session=there.live, ended_at__isnull=True).update(ended_at=now)
            LiveBlock.objects.create(
                program_id=there.live.program_id, session=there.live, number=1, kind=kind, began_at=now,
                rest_until=now + timedelta(minutes=5),
            )  # fmt: skip

    return begin


def held(at: House, page: Page) -> None:
    with at.changed() as there:
        LiveBlock.objects.filter(session=there.live, ended_at__isnull=True).update(ended_at=clock.now())
        LiveRoom.objects.filter(session=there.live).update(held_at=clock.now())


def winding_down(at: House, page: Page) -> None:
    with at.changed() as there:
        LiveRoom.objects.filter(session=there.live).update(held_at=None)
        LiveSession.objects.filter(pk=there.live.pk).update(closing_at=clock.now() + timedelta(minutes=5))


def offline(at: House, page: Page) -> None:
    page.context.set_offline(True)


def elsewhere(at: House, page: Page) -> None:
    expect(page.locator("#microphone")).to_be_visible()
    second = page.context.new_page()
    second.goto(at.site.url + at.path)
    expect(second.locator("#microphone")).to_be_visible()


def without_media(at: House, page: Page) -> None:
    at.stage.stop()


def one_screen(at: House, page: Page) -> None:
    """Two people sit at one device, one of whom looks."""
    with at.changed() as there:
        LiveSession.objects.filter(pk=there.live.pk).update(closing_at=None)
        SeatOccupant.objects.filter(seat=there.seats["p2"]).update(seat=there.seats["p3"])


def put_out(at: House, page: Page) -> None:
    with at.changed() as there:
        Seat.objects.filter(pk=there.seats["p4"].pk).update(revoked_at=clock.now())


def over(at: House, page: Page) -> None:
    with at.changed() as there:
        LiveSession.objects.filter(pk=there.live.pk).update(closing_at=None, ended_at=clock.now())


# State, whose page, what makes it so, what is shown then, and whether the page is opened after that.
LOOKS = [
    ("group", PATIENT, nothing, "#microphone", True),
    ("group", LEAD, nothing, "#microphone", True),
    ("group", CO, nothing, "#microphone", True),
    ("offline", PATIENT, offline, "#stage-offline", False),
    ("elsewhere", PATIENT, elsewhere, "#stage-elsewhere", False),
    ("rest", PATIENT, resting("break"), "#stage-rest", True),
    ("pet", PATIENT, resting("pet"), "#stage-pet", True),
    ("pet", LEAD, nothing, "#stage-pet", True),
    ("held", PATIENT, held, "#stage-held", True),
    ("held", LEAD, nothing, "#stage-held", True),
    ("wind-down", PATIENT, winding_down, "#stage-wind-down", True),
    ("wind-down", LEAD, nothing, "#stage-wind-down", True),
    ("removed", "p4", put_out, "#main", True),
    ("one-screen", "p3", one_screen, "#own", True),
    ("one-screen", LEAD, nothing, "#persons", True),
    ("media-down", PATIENT, without_media, "#stage-media-down", False),
    ("media-down", LEAD, nothing, "#stage-media-down", True),
    ("ended", PATIENT, over, "#stage-ended", True),
    ("ended", LEAD, nothing, "#stage-ended", True),
]


def test_every_state_of_the_room_for_everybody_who_can_be_in_it(own):
    found = {}
    for state, who, make, shown, after in LOOKS:
        if after:
            make(own, None)  # type: ignore[arg-type]
        with own.opened(who, strict=False) as page:
            if not after:
                make(own, page)
            expect(page.locator(shown)).to_be_visible()
            found |= {f"{state} {who} {size}": what for size, what in looked(page, f"room-{state}-{who}").items()}

    assert found == {}


def looked(page: Page, name: str) -> dict:
    """The private help panel of a phone lies over the page: judged closed, as everything is that opens over others."""
    return faults(page, name, opposites())
