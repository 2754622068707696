"""Whoever watches over sessions, or is on duty for them, is told nothing of one to which their partner belongs."""

import pytest
from django.test import Client

from hearthside.access.models import Account
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.seating import revoke_seat
from hearthside.live.push.rights import NOT_THEIRS, admit
from hearthside.live.queries.relations import tie
from hearthside.live.relations import MONITOR, MONITORS
from hearthside.people.actions.couples import link_partner_account, part_partners
from hearthside.people.actions.patients import link_account
from hearthside.people.models.couples import Couple, PartnerWithoutChart
from hearthside.safety.actions.duty import start_duty
from hearthside.safety.words import CRISIS, FLOATER, SUPERVISOR
from tests import build
from tests.builders import groups, live, people
from tests.builders.live import account_of
from tests.builders.schedule import able
from tests.kept import begins_with
from tests.live.receiving import everybody
from tests.live.test_streams import cookie_of

DUTIES = {FLOATER, SUPERVISOR, CRISIS}
# What somebody is beside their work here, and what their partner is to the session.
CLOSE = [("a patient", "is expected"), ("a patient", "is there"), ("a guest", "is there")]
NOT_SHOWN = "A session to which you or your partner belong is not shown here."
TITLE = "Evening group"


def harbor():
    return live.live(build.program())


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    return kept


def on_duty(there, name: str) -> Actor:
    """A clinician who has just started every duty there is."""
    who = live.signs_in(there.at, able(there.at, name))
    with scope(who):
        for kind in DUTIES:
            start_duty(program=there.at.program.pk, kind=kind, by=who)
    return who


def close_to_p1(there, account: Account, close_as: str = "a patient", partner: str = "is there") -> Couple:
    """Whoever signs in so is a couple with somebody in the group, who is in the room or has not come yet."""
    at, patient = there.at, live.patient_named(there, "p1")
    if close_as == "a patient":
        (own,) = groups.people(at, 1)
        couple = people.couple(at, patient, own)
        with at.seen_by("intake") as intake:
            link_account(patient=own, account=account, by=intake)
    else:
        couple = people.partner_of(at, patient)
        with at.seen_by("intake") as intake:
            guest = PartnerWithoutChart.objects.get(couple_members__couple=couple)
            link_partner_account(partner=guest, account=account, by=intake)
    if partner == "is expected":
        with scope(there.lead):
            revoke_seat(seat=there.seats["p1"], by=there.lead)
    return couple


def part(there, couple: Couple) -> None:
    with there.at.seen_by("intake") as intake:
        part_partners(couple=couple, because="separated", by=intake)


def opens(who: Actor, path: str) -> str:
    page = Client()
    page.force_login(account_of(who))
    return page.get(path).content.decode()


@pytest.mark.parametrize(("close_as", "partner"), CLOSE)
def test_whoever_is_on_duty_hears_of_a_session_unless_their_own_partner_belongs_to_it(there, close_as, partner):
    close, other = (on_duty(there, name) for name in ("Ines Varga", "Max Stone"))
    couple = close_to_p1(there, account_of(close), close_as, partner)

    assert tie(other.account, there.live.pk).relations == DUTIES
    assert tie(close.account, there.live.pk).relations == set()
    part(there, couple)
    assert tie(close.account, there.live.pk).relations == DUTIES


@pytest.mark.parametrize("role", MONITORS)
@pytest.mark.parametrize(("close_as", "partner"), CLOSE)
def test_whoever_watches_over_the_program_hears_of_a_session_unless_their_own_partner_belongs_to_it(
    there, role, close_as, partner
):
    close, other = (build.actor(there.at.program, role) for _ in range(2))
    couple = close_to_p1(there, account_of(close), close_as, partner)

    assert tie(other.account, there.live.pk).relations == {MONITOR}
    assert tie(close.account, there.live.pk).relations == set()
    part(there, couple)
    assert tie(close.account, there.live.pk).relations == {MONITOR}


def test_whoever_watches_over_the_program_and_is_in_the_group_is_a_patient_there_and_no_more(there):
    account = account_of(there.actors["p1"])
    build.actor(there.at.program, "coordinator", who=account)

    assert tie(account.pk, there.live.pk).relations == {"patient"}
    assert tie(account.pk, there.live.pk).audiences == tie(there.actors["p2"].account, there.live.pk).audiences - {
        f"seat:{there.seats['p2'].pk}"
    } | {f"seat:{there.seats['p1'].pk}"}


@pytest.mark.parametrize("role", MONITORS)
def test_a_monitor_finds_neither_count_nor_name_of_their_partners_session_on_the_page_and_no_stream(there, role):
    everybody(there)
    close, other = (build.actor(there.at.program, role) for _ in range(2))
    couple = close_to_p1(there, account_of(close))

    seen, hidden = opens(other, "/live/"), opens(close, "/live/")

    assert "2 of 1 needed" in seen
    assert "Kim Osei" in seen
    assert [told for told in ("2 of 1 needed", "Kim Osei", str(there.live.pk), TITLE) if told in hidden] == []
    # Said to everybody alike, so that nothing on the page depends on whose partner is where.
    assert NOT_SHOWN in seen
    assert NOT_SHOWN in hidden
    assert admit(cookie_of(account_of(close)), there.live.pk) == NOT_THEIRS
    assert admit(cookie_of(account_of(other)), there.live.pk) != NOT_THEIRS
    part(there, couple)
    assert "2 of 1 needed" in opens(close, "/live/")


def test_whoever_is_on_duty_finds_no_count_of_their_partners_session_among_the_sessions_now(there):
    everybody(there)
    close, other = (on_duty(there, name) for name in ("Ines Varga", "Max Stone"))
    close_to_p1(there, account_of(close))

    seen, hidden = opens(other, "/live/console/"), opens(close, "/live/console/")

    assert "2 of 1 needed" in seen
    assert [told for told in ("2 of 1 needed", str(there.live.pk)) if told in hidden] == []
    assert NOT_SHOWN in seen
    assert NOT_SHOWN in hidden


def test_what_happens_in_their_partners_session_changes_nothing_on_a_monitors_page(there):
    received = everybody(there)
    close = build.actor(there.at.program, "coordinator")
    close_to_p1(there, account_of(close))
    before = listed(close)

    received.says_leave("lee", at=received.second)
    received.beating -= {"kim", "p1"}
    received.until(received.second + 60)

    assert "No session that you watch over" in before
    assert listed(close) == before
    assert "The group is paused" in listed(there.at.director)


def listed(who: Actor) -> str:
    """What the page tells of sessions, without what differs from one answer to the next."""
    return opens(who, "/live/").partition('<div id="live-sessions">')[2].partition("</look-again>")[0]
