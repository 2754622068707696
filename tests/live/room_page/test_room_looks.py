"""
The room in every state that it can be in, for each role that can be in it: looked at on a phone and on a desk.

The rows of one list: a state, whose page, and what makes it so. What is not so any more is undone by the next row.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.actions.course.coming import come_to_lead
from hearthside.live.actions.room.stepping import come_back, step_away
from hearthside.live.models.rooms import LiveBlock, LiveRoom, LiveSession
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.words import PARTNER
from hearthside.people.actions.keep_apart import keep_apart
from hearthside.safety.actions.duty import start_duty
from hearthside.safety.actions.pages import accept_page
from tests.browsing import faults, opposites, picture, too_wide
from tests.builders import live, observing, safety, schedule
from tests.live.room_page.rooms import House

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.media]

PATIENT, LEAD, CO, FLO = "p1", "kim", "lee", "Flo Ito"
# A phone on its side.
ON_ITS_SIDE = {"width": 740, "height": 360}


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


def flo_on_duty(at: House, page: Page) -> None:
    """Somebody who could stand in, and was not called yet."""
    with at.site.as_program():
        flo = live.signs_in(at.there.at, schedule.able(at.there.at, FLO))
        with scope(flo):
            start_duty(program=at.there.at.program.pk, kind="floater", by=flo)
        at.brings("flo", flo)


def flo_accepts(at: House, page: Page) -> None:
    with at.site.as_program():
        there, flo = at.there, at.there.actors["flo"]
        call = safety.called_for(there.at, subject=there.room.pk, ladder="floaters", of="room", cause="ratio")
        with scope(flo):
            accept_page(page=call, by=flo)


def flo_enters(at: House, page: Page) -> None:
    with at.site.as_program():
        flo = at.there.actors["flo"]
        with scope(flo):
            come_to_lead(session=at.there.session, by=flo)


def as_a_partner(at: House, page: Page) -> None:
    """Somebody is there as the partner of somebody who is treated."""
    with at.changed() as there:
        SeatOccupant.objects.filter(seat=there.seats["p2"]).update(role=PARTNER)


def with_an_observer(at: House, page: Page) -> None:
    with at.site.as_program():
        _, ines, _ = observing.observes(at.there)
        at.brings("ines", ines)


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


def waits_to_come_back(at: House, page: Page) -> None:
    """One of the two stepped away, and may not come back beside somebody who came meanwhile."""
    with at.site.as_program():
        there = at.there
        gone, other = (live.patient_named(there, name) for name in ("p2", "p1"))
        with scope(there.watch):
            sitter = SeatOccupant.objects.get(patient=gone, until_at=None, seat=there.seats["p3"]).pk
        beside = there.actors["p3"]
        with scope(beside):
            step_away(live=there.live, sitter=sitter, by=beside)
        with there.at.seen_by("intake") as intake:
            keep_apart(patient=gone, other=other, source="court_order", words="Made up: an order.", by=intake)
        with scope(beside):
            come_back(live=there.live, sitter=sitter, by=beside)


def answers_for_it(at: House, page: Page) -> None:
    """Whoever leads has opened what can be done about them."""
    page.locator("#persons details.person", has_text="waits to be brought back").locator("summary").first.click()
    page.locator("#persons summary", has_text="Answer for it").click()


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
    ("partner", "p2", as_a_partner, "#microphone", True),
    ("floater", "flo", flo_on_duty, "#sessions-now", True),
    ("coming", "flo", flo_accepts, "#enter", True),
    ("stands-in", "flo", flo_enters, "#microphone", True),
    ("observed", "ines", with_an_observer, "#tiles", True),
    ("observed", PATIENT, nothing, "#microphone", True),
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
    ("away", "p3", waits_to_come_back, "#own", True),
    ("away", LEAD, answers_for_it, "#persons button:text('I answer for it')", False),
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


# Of the panel's buttons and numbers those that something else lies over, or that are outside of it.
COVERED = """() => {
    const panel = document.querySelector("#private-help > .panel"), edge = panel.getBoundingClientRect()
    return [...panel.querySelectorAll("button, a")].filter(each => {
        each.scrollIntoView({ block: "nearest" })
        const { left, right, top, bottom } = each.getClientRects()[0]
        const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
        return left < edge.left || right > edge.right || !each.contains(over)
    }).map(each => each.textContent)
}"""


@pytest.mark.parametrize(("width", "height"), [(375, 667), (1280, 900), (740, 360)])
def test_everything_in_the_panel_of_private_help_can_be_seen_and_pressed(at, width, height):
    with at.opened("p2") as page:
        page.set_viewport_size({"width": width, "height": height})
        expect(page.locator("#hand-button")).to_be_visible()
        page.locator("#private-help > summary").click()
        picture(page, f"room-help-{width}", whole=False)

        assert page.locator("#private-help .panel button").count() == 4
        assert page.evaluate(COVERED) == []
        assert too_wide(page) == []


def test_on_a_phone_that_lies_on_its_side_the_group_is_left_and_the_controls_are_right(at):
    with at.opened(PATIENT) as page:
        page.set_viewport_size(ON_ITS_SIDE)
        expect(page.locator("#microphone")).to_be_visible()
        page.get_by_role("button", name="I have read them").click()
        bar, tiles = (page.locator(each).bounding_box() for each in ("#bar", "#tiles"))
        buttons = [each.bounding_box() for each in page.locator("#bar .button:visible").all()]
        picture(page, "room-on-its-side", whole=False)

        assert bar
        assert tiles
        assert too_wide(page) == []
        assert tiles["x"] + tiles["width"] <= bar["x"]
        assert bar["x"] + bar["width"] <= ON_ITS_SIDE["width"]
        assert {each["x"] for each in buttons if each} == {buttons[0] and buttons[0]["x"]}
        assert all(each["height"] >= 44 for each in buttons if each)
        # Everything that one needs is in view: the group and every control.
        assert max(each["y"] + each["height"] for each in (tiles, *filter(None, buttons))) <= ON_ITS_SIDE["height"]
