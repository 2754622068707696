"""Whoever's access was ended while they are in a room: out with the next second, counted no more, and others stay."""

import pytest

from hearthside.access.actions.ending import end_access_everywhere
from hearthside.access.actions.roles import end_role
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.live.actions.course.coming import come_to_lead
from hearthside.live.models.seats import Seat
from hearthside.live.models.states import RoomState
from hearthside.live.refusals import NotInThisSession
from hearthside.safety.actions.duty import start_duty
from hearthside.safety.actions.pages import accept_page
from hearthside.safety.models.pages import Page
from tests.builders import live, schedule
from tests.builders.live import account_of
from tests.kept import begins_with
from tests.live.coursed import does, harbor, joined, lead_of, media, received, server

pytestmark = begins_with(harbor)
__all__ = ["media", "received", "server"]


@pytest.fixture
def there(kept):
    return kept[0]


def loses_access(there, who):
    with scope(there.at.director):
        end_access_everywhere(account=account_of(there.actors[who]), program=there.at.program, by=there.at.director)


def revoked(there) -> set[str]:
    with scope(there.watch):
        out = set(Seat.objects.filter(session=there.live, revoked_at__isnull=False).values_list("pk", flat=True))
    return {name for name, seat in there.seats.items() if seat.pk in out}


def test_their_connection_ends_with_the_next_second_and_their_seat_opens_nothing_any_more(
    there, received, media, server, django_capture_on_commit_callbacks
):
    joined(there, server, "p1", "kim", "lee")
    loses_access(there, "lee")

    with django_capture_on_commit_callbacks(execute=True):
        received.look()

    assert {each.identity for each in media.participants(there.room.name)} == {
        there.seat("p1").identity, there.seat("kim").identity,
    }  # fmt: skip
    assert revoked(there) == {"lee"}
    with pytest.raises(NotInThisSession):
        does(there.co, come_to_lead, session=there.session)


def test_whoever_led_is_gone_at_once_for_ratio_and_lead_though_their_page_beats_on(there, received):
    received.says_leave("lee", at=10)
    loses_access(there, "kim")

    received.until(14)

    with scope(there.watch):
        room = RoomState.objects.get(room=there.room)
        (page,) = Page.objects.filter(program=there.at.program)
    assert (room.state, room.staff) == ("breach", 0)
    assert page.counts == {"patients": 4, "staff": 0, "needed": 1}


def test_where_they_had_said_that_they_come_others_are_called_in_their_place(there, received):
    floater = schedule.able(there.at, "Noor Haddad")
    by = live.signs_in(there.at, floater)
    there.actors["noor"] = by
    with scope(by):
        start_duty(program=there.at.program.pk, kind="floater", by=by)
    received.says_leave("kim", at=10)
    received.says_leave("lee", at=10)
    received.until(14)
    with scope(by):
        accept_page(page=page_of(there), by=by)
    received.look()
    assert page_of(there).accepted_by_id == by.account

    loses_access(there, "noor")
    received.look()

    page = page_of(there)
    assert (page.accepted_by_id, page.accepted_at, page.step) == (None, None, 0)
    assert page.next_due_at == page.calling_from_at
    assert page.is_calling


def page_of(there) -> Page:
    with scope(there.watch):
        return Page.objects.get(program=there.at.program)


def test_whoever_stays_leads(there, received):
    loses_access(there, "kim")

    received.until(24)

    assert lead_of(there).clinician.account_id == there.co.account


def test_the_last_role_in_the_program_is_as_good_as_all_access(there, received):
    with scope(there.at.director):
        end_role(account=account_of(there.co), program=there.at.program, role="clinician", by=there.at.director)

    received.look()

    assert revoked(there) == {"lee"}


def test_nobody_else_is_put_out_and_nobody_twice(there, received):
    received.look()
    assert revoked(there) == set()
    loses_access(there, "p2")

    received.look()
    received.look()

    assert revoked(there) == {"p2"}
    assert Entry.objects.filter(kind="SeatRevoked").count() == 1
