"""The pages of planned weeks: asking, looking how far it is, publishing, and what does not hold any more."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from hearthside.access.models import Account
from hearthside.ledger import reading
from hearthside.ledger.actors import system_actor
from hearthside.ledger.listening import read_on
from hearthside.ledger.models import Reading
from hearthside.ledger.scope import scope
from hearthside.notify.models import Notice
from hearthside.people.actions.grants import behind
from hearthside.placement import jobs, jobs_publish
from hearthside.placement.actions.planning import begin_planning, note_progress
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.models.publishings import Publishing
from hearthside.placement.news import HANDLERS, LISTENER
from tests.builders import availability
from tests.kept import begins_with
from tests.placement.waiting_room import waiting_room

pytestmark = begins_with(waiting_room)

PLANNER = system_actor("planner")


@pytest.fixture
def robin(kept):
    """The coordinator, signed in."""
    return client_of(kept.coordinator)


def client_of(who) -> Client:
    found = Client()
    found.force_login(Account.objects.get(pk=who.account))
    return found


def text(answer) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def went_on(robin, answer):
    """The page that is opened after something was done."""
    assert answer.status_code == 303
    return robin.get(answer["Location"])


def worked_on(kept, robin, answer):
    """The page that says what became of what was to be published, once a worker has done it."""
    kept.works_on_publishing()
    shown = robin.get(answer["Location"])
    return went_on(robin, shown) if shown.status_code == 303 else shown


def asks(kept, robin, **said):
    return robin.post("/proposals/new/", {"week": kept.monday, "kind": "plan", "seconds": 60, **said})


def only_proposal(kept) -> Proposal:
    with behind(kept.house.program.pk, kept.coordinator):
        return Proposal.objects.get()


def test_before_the_first_plan_the_list_says_what_a_plan_is(robin):
    shown = robin.get("/proposals/")

    assert "No week was planned yet." in text(shown)
    assert 'href="/proposals/new/"' in shown.content.decode()


def test_a_week_is_asked_for_and_its_page_looks_again_by_itself(kept, robin):
    asked = asks(kept, robin)
    waits = robin.get(asked["Location"])
    with scope(PLANNER):
        begun = begin_planning(proposal=only_proposal(kept).pk, by=PLANNER)
        note_progress(proposal=begun, stage="searching", reached=[[12.0, 5400.4, 6000.0]], by=PLANNER)
    looked = robin.get(asked["Location"], headers={"HX-Request": "true"})

    assert asked.status_code == 303
    assert "It begins as soon as a worker is free." in text(waits)
    assert 'hx-trigger="every 2s"' in waits.content.decode()
    assert all(said in text(looked) for said in ("12 s of 60 s", "5400 points", "6000 points"))


@pytest.mark.parametrize(
    "said", [{"seconds": "0"}, {"seconds": "901"}, {"week": "2020-01-07"}, {"kind": "other"}, {"week": ""}]
)
def test_what_cannot_be_asked_is_refused_beside_the_field(kept, robin, said):
    refused = asks(kept, robin, **said)

    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.content.decode()
    with behind(kept.house.program.pk, kept.coordinator):
        assert not Proposal.objects.exists()


def test_a_second_plan_waits_until_the_first_is_done(kept, robin):
    asks(kept, robin)

    refused = asks(kept, robin)

    assert refused.status_code == 422
    assert "A week is being planned already." in text(refused)


def test_whoever_stops_a_plan_reads_what_became_of_it(kept, robin):
    home = asks(kept, robin)["Location"]

    stopped = went_on(robin, robin.post(f"{home}cancel/"))
    again = went_on(robin, robin.post(f"{home}cancel/"))

    assert "It was stopped before anything was found." in text(stopped)
    assert "not being made any more" in text(again)


def test_when_it_is_ready_the_page_shows_who_sits_with_whom_and_who_waits(kept, robin):
    home = f"/proposals/{kept.proposed().pk}/"

    looked = robin.get(home, headers={"HX-Request": "true"})
    shown = robin.get(home)

    said = text(shown)
    assert (looked.status_code, looked["HX-Refresh"]) == (204, "true")
    assert all(name in said for name in ("Alex Park", "Theo Nakamura", "Jo Lind"))
    assert str(kept.people["Jo"].pk) not in said
    with behind(kept.house.program.pk, kept.coordinator):
        read = Reading.objects.filter(kind="demographics").latest("at")
        assert set(read.patients) == {str(p.pk) for p in kept.people.values()}
        assert read.facts["purpose"] == reading.TREATMENT


def test_it_is_published_after_one_question_and_everybody_who_plans_is_told(kept, robin):
    proposal = kept.proposed()
    home = f"/proposals/{proposal.pk}/"
    other = kept.house.actor("director")

    question = robin.get(f"{home}only/publish/")
    pressed = robin.post(f"{home}only/publish/")
    under_way, meanwhile = went_on(robin, pressed), robin.get(home)
    kept.works_on_publishing()
    looked = robin.get(pressed["Location"], headers={"HX-Request": "true"})
    done = went_on(robin, robin.get(pressed["Location"]))

    assert "6 people get a place, 1 cohort begins." in text(question)
    assert "It begins as soon as a worker is free." in text(under_way)
    assert 'hx-trigger="every 1s"' in under_way.content.decode()
    assert "is publishing this week at this moment." in text(meanwhile)
    assert "Publish this week" not in text(meanwhile)
    assert (looked.status_code, looked["HX-Refresh"]) == (204, "true")
    assert "Published. Everybody concerned is told." in text(done)
    assert "Publish this week" not in text(done)
    assert all(name in text(done) for name in ("6 of 7 people have a place", "Alex Park", "New cohort 1", "Jo Lind"))
    read_on(LISTENER, HANDLERS, by=system_actor("outbox"))
    with behind(kept.house.program.pk, kept.coordinator):
        told = set(Notice.objects.filter(kind="week_published").values_list("account", flat=True))
        assert other.account in told
        assert kept.coordinator.account not in told
        assert Notice.objects.filter(kind="plan_ready", account=kept.coordinator.account).count() == 1


def test_what_does_not_hold_is_listed_by_name_and_one_press_publishes_the_rest(kept, robin):
    proposal = kept.proposed()
    home = f"/proposals/{proposal.pk}/"
    availability.free(kept.house, kept.people["Theo"], sun="9:00-10:00")

    refused = worked_on(kept, robin, robin.post(f"{home}only/publish/"))
    items = re.findall(r'name="items" value="([^"]+)"', refused.content.decode())
    done = worked_on(kept, robin, robin.post(f"{home}only/take-out/", {"items": items}))

    assert "Theo Nakamura is not available for all of New cohort 1 on" in text(refused)
    assert "Nothing was published" in text(refused)
    assert "Published without what did not hold any more." in text(done)
    assert str(kept.people["Theo"].pk) not in kept.seen().running.cohort_of()
    assert len(kept.seen().running.cohort_of()) == 5


def test_a_second_one_who_publishes_reads_who_does_and_how_far_it_is(kept, robin):
    home = f"/proposals/{kept.proposed().pk}/"
    second = client_of(kept.house.actor("coordinator"))
    pressed = robin.post(f"{home}only/publish/")

    told = second.post(f"{home}only/publish/")
    shown = went_on(second, told)
    taken_out = second.post(f"{home}only/take-out/", {"items": []})
    shown_then = went_on(second, taken_out)
    listed = second.get("/proposals/")

    assert told["Location"] == taken_out["Location"] == pressed["Location"]
    for each in (shown, shown_then):
        assert "Robin Tate is publishing a week at this moment." in text(each)
    assert "Being published" in text(listed)
    with behind(kept.house.program.pk, kept.coordinator):
        assert Publishing.objects.count() == 1


def test_what_could_not_be_published_says_why_and_whoever_pressed_is_told(kept, robin, monkeypatch):
    home = f"/proposals/{kept.proposed().pk}/"
    pressed = robin.post(f"{home}only/publish/")
    monkeypatch.setattr(jobs_publish, "publish_asked", None)

    shown = worked_on(kept, robin, pressed)

    assert jobs_publish.OUR_MISTAKE in text(shown)
    assert "Publish again" in text(shown)
    assert not kept.seen().running.cohorts
    read_on(LISTENER, HANDLERS, by=system_actor("outbox"))
    with behind(kept.house.program.pk, kept.coordinator):
        assert Notice.objects.get(kind="week_not_published").account_id == kept.coordinator.account


def test_where_nothing_was_to_be_published_its_page_leads_back_to_the_proposal(kept, robin):
    home = f"/proposals/{kept.proposed().pk}/"

    answer = robin.get(f"{home}publishing/")

    assert (answer.status_code, answer["Location"]) == (303, home)


def test_a_plan_that_failed_says_why(kept, robin, monkeypatch):
    monkeypatch.setattr(jobs.planned, "WORK", "hearthside.placement.planned:nothing_of_this_name")
    proposal = kept.proposed()

    shown = robin.get(f"/proposals/{proposal.pk}/")

    assert jobs.OUR_MISTAKE in text(shown)


@pytest.mark.parametrize("role", ["director", "compliance"])
def test_whoever_oversees_reads_and_changes_nothing(kept, role):
    home = f"/proposals/{kept.proposed().pk}/"
    who = client_of(kept.house.actor(role))

    shown = who.get(home)

    assert shown.status_code == 200
    assert "Publish this week" not in text(shown)
    assert who.get("/proposals/new/").status_code == 403
    assert who.post(f"{home}only/publish/").status_code == 403


@pytest.mark.parametrize("role", ["clinician", "intake", "biller", "on_call"])
def test_nobody_else_sees_a_plan(kept, role):
    home = f"/proposals/{kept.proposed().pk}/"

    assert client_of(kept.house.actor(role)).get(home).status_code == 403
    assert client_of(kept.house.actor(role)).get("/proposals/").status_code == 403


def test_the_questions_that_a_plans_page_asks_do_not_grow_with_its_people(kept, robin, django_assert_max_num_queries):
    home = f"/proposals/{kept.proposed().pk}/"
    robin.get(home)

    with django_assert_max_num_queries(40):
        robin.get(home)


def kinds(robin, asked=""):
    """The kinds of plans that the list shows, in its order."""
    page = robin.get(f"/proposals/{asked}").content.decode()
    return re.findall(r'<th scope="row"><a[^>]+>[^<]+</a></th><td>([^<]+)</td>', page)


def test_plans_are_found_by_who_asked_by_kind_and_state_and_sorted_by_what_is_pressed(kept, robin):
    first = asks(kept, robin)
    robin.post(f"{first['Location']}cancel/")
    asks(kept, robin, kind="replan", week=kept.monday + timedelta(days=7))

    assert sorted(kinds(robin)) == ["Place waiting people", "Plan again"]
    assert kinds(robin, "?sort=week") == ["Place waiting people", "Plan again"]
    assert kinds(robin, "?sort=-week") == ["Plan again", "Place waiting people"]
    assert kinds(robin, "?kind=replan") == ["Plan again"]
    assert kinds(robin, "?state=canceled") == ["Place waiting people"]
    assert len(kinds(robin, "?q=robin+tate")) == 2
    assert kinds(robin, "?q=nobody") == []
    assert "No such plan is found." in text(robin.get("/proposals/?q=nobody"))
