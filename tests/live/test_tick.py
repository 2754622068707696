"""The watch on real rows: what is received becomes pages, leads, holds and cards, and somebody else can take over."""

from datetime import timedelta

import pytest

from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.live.actions.missing import close_card, note_act
from hearthside.live.models.missing import MissingCard
from hearthside.live.models.rooms import Lead, LiveBlock, LiveRoom, LiveSession
from hearthside.live.models.states import RoomState
from hearthside.live.watching.reading import Reader
from hearthside.live.watching.tick import Tick, open_doors
from hearthside.safety.models.pages import Page
from tests import build
from tests.builders import live
from tests.builders.live import instant
from tests.kept import begins_with
from tests.live.receiving import Received, everybody


def harbor():
    return live.live(build.program())


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    return kept


def state(there) -> RoomState:
    with scope(there.watch):
        return RoomState.objects.get(room=there.room)


def pages(there) -> list[Page]:
    with scope(there.watch):
        return list(Page.objects.filter(program=there.at.program).order_by("raised_at"))


def told(*kinds: str) -> list[dict[str, object]]:
    return [entry.facts for entry in Entry.objects.filter(kind__in=kinds).order_by("at", "id")]


def test_a_room_with_enough_staff_says_so_and_calls_nobody(there):
    everybody(there)

    kept = state(there)
    assert (kept.state, kept.patients, kept.staff, kept.needed, kept.unit) == ("ok", 4, 2, 1, "patients")
    assert pages(there) == []
    assert told("RatioChanged") == []


def test_the_last_facilitators_silence_calls_a_stand_in_and_then_holds_the_group(there):
    received = everybody(there)
    received.says_leave("lee", at=10)
    received.beating.discard("kim")

    received.until(16)
    suspected = state(there).state
    received.until(60)

    (page,) = pages(there)
    assert suspected == "suspect"
    assert state(there).state == "breach"
    assert page.counts == {"patients": 4, "staff": 0, "needed": 1}
    assert page.raised_at <= instant(there, 17)
    assert [facts["state"] for facts in told("RatioChanged")] == ["suspect", "breach"]
    with scope(there.watch):
        assert LiveRoom.objects.get(pk=there.room.pk).held_at == instant(there, 42)
    assert len(told("GroupHeld")) == 1


def test_the_co_facilitator_leads_when_the_lead_is_lost(there):
    received = everybody(there)
    received.beating.discard("kim")

    received.until(60)

    with scope(there.watch):
        leads = list(Lead.objects.filter(session=there.live).order_by("from_at").values_list("because", "until_at"))
        now_leads = Lead.objects.get(session=there.live, until_at__isnull=True).clinician.account_id
    assert [because for because, _ in leads] == ["planned", "succession"]
    assert now_leads == there.co.account
    assert pages(there) == []


def test_a_flap_takes_the_page_back_and_is_written_down(there):
    received = everybody(there)
    received.says_leave("lee", at=10)
    received.beating.discard("kim")
    received.until(17)
    received.joins("kim", at=18)

    received.until(30)

    (page,) = pages(there)
    assert page.withdrawn_at is not None
    assert state(there).state == "ok"
    assert len(told("FlapNoted")) == 1


def test_a_lost_patient_has_one_card_which_closes_when_they_are_back(there):
    received = everybody(there)
    received.beating.discard("p2")
    received.until(40)
    with scope(there.watch):
        (card,) = MissingCard.objects.all()
    received.joins("p2", at=45)

    received.until(50)

    with scope(there.watch):
        closed = MissingCard.objects.get()
    assert card.outcome == ""
    assert card.patient_id == live.patient_named(there, "p2").pk
    assert card.lost_at == instant(there, 11)
    assert (closed.outcome, closed.outcome_by_id) == ("back", None)


def test_whoever_is_on_call_is_called_when_somebody_was_missing_for_fifteen_minutes_and_nobody_told_them(there):
    received = everybody(there)
    received.beating.discard("p2")
    received.until(40)
    received.second = 11 + 15 * 60 - 2
    received.until(11 + 15 * 60 + 3)
    with scope(there.watch):
        card = MissingCard.objects.get()
    with scope(there.lead):
        close_card(card=card, outcome="reached", by=there.lead)

    (page,) = pages(there)
    assert (page.cause, page.subject_id) == ("missing", card.pk)
    assert page.resolved_at is not None


def test_nobody_is_called_for_somebody_of_whom_they_were_told(there):
    received = everybody(there)
    received.beating.discard("p2")
    received.until(40)
    card = card_of(there)
    with scope(there.lead):
        note_act(card=card, act="told", answered=True, by=there.lead)
    received.second = 20 * 60
    received.until(20 * 60 + 2)

    assert pages(there) == []


def card_of(there) -> MissingCard:
    with scope(there.watch):
        return MissingCard.objects.get()


def test_whoever_takes_over_knows_the_same_and_decides_nothing_twice(there):
    received = everybody(there)
    received.says_leave("lee", at=10)
    received.beating.discard("kim")
    received.until(30)
    received.tick = Tick()

    received.until(60)

    assert len(pages(there)) == 1
    assert [facts["state"] for facts in told("RatioChanged")] == ["suspect", "breach"]
    with scope(there.watch):
        assert LiveRoom.objects.get(pk=there.room.pk).held_at == instant(there, 42)


def test_a_watch_that_began_a_moment_ago_calls_nobody_from_silence(there):
    received = Received(there)
    received.joins("kim", "p1", at=0)
    received.beating.clear()

    received.until(6)
    early = pages(there)
    received.until(16)

    assert early == []
    assert len(pages(there)) == 1


def test_without_a_media_server_silence_says_nothing(there):
    received = everybody(there)
    received.beating.clear()

    received.until(60, media_works=False)

    assert pages(there) == []
    assert state(there).state == "ok"


def test_somebody_elses_heartbeat_keeps_nobody_alive(there):
    received = everybody(there)
    received.says_leave("lee", at=10)
    received.beating.discard("kim")
    sid = received.sids["kim"]
    for _ in range(10):
        received.second += 2
        received.beats.beat(there.seats["p1"].pk, sid, there.room.name)
        received.beat()
        received.look()

    assert state(there).state == "breach"


def test_polls_alone_end_a_connection_whose_goodbye_was_lost(there):
    received = everybody(there)
    received.says_leave("lee", at=10)
    for second in (15, 30, 45):
        received.until(second)
        received.poll("p1", "p2", "p3", "p4", at=second)

    received.until(46)

    assert state(there).state == "breach"


def test_what_waited_on_disk_is_heard_however_late_it_is_stored(there):
    received = everybody(there)
    received.beating.discard("lee")
    received.until(60)
    received.sids["lee"] = "PA_lee_again"
    received.event("participant_joined", "lee", 10, stored=60)
    received.beating.add("lee")

    received.until(66)

    assert state(there).staff == 2


def test_the_clock_begins_the_plans_blocks(there):
    received = everybody(there)
    received.until(11)
    received.second = 90 * 60 + 1
    received.look()

    with scope(there.watch):
        blocks = list(LiveBlock.objects.filter(session=there.live).values_list("number", "kind", "began_at"))
    assert [(number, kind) for number, kind, _ in blocks] == [(1, "process"), (2, "break")]
    assert blocks[1][2] == instant(there, 90 * 60 + 1)


def test_a_session_past_its_end_is_over_once_it_is_empty_for_a_minute(there):
    received = everybody(there)
    received.second = 190 * 60 + 5
    for name in list(received.beating):
        received.says_leave(name, at=received.second)
    received.until(190 * 60 + 30)
    with scope(there.watch):
        early = LiveSession.objects.get(pk=there.live.pk).ended_at

    received.until(190 * 60 + 70)

    with scope(there.watch):
        assert LiveSession.objects.get(pk=there.live.pk).ended_at is not None
        assert not LiveRoom.objects.filter(session=there.live, closed_at__isnull=True).exists()
    assert early is None


def test_a_session_that_cannot_be_read_keeps_no_other_from_being_watched(there, monkeypatch, caplog):
    wednesday = there.group.session(there.session.on_day + timedelta(days=2))
    broken = live.opened(there.at, wednesday)
    received = everybody(there)
    received.says_leave("lee", at=10)
    received.beating.discard("kim")
    usual = Reader._policy

    def policy(self, session):
        if session.pk == broken.pk:
            raise LookupError("no such policy")
        return usual(self, session)

    monkeypatch.setattr(Reader, "_policy", policy)
    received.until(20)

    assert len(pages(there)) == 1
    assert f"Session {broken.pk} could not be read: LookupError" in caplog.text


def test_doors_open_as_long_before_as_policy_says(there):
    wednesday = there.group.session(there.session.on_day + timedelta(days=2))

    early = open_doors(wednesday.starts_at - timedelta(minutes=15, seconds=1))
    opened = open_doors(wednesday.starts_at - timedelta(minutes=15))

    assert early == []
    assert [each.pk for each in opened] == [wednesday.pk]
