"""A proposal is looked at beside today and changed on plain pages: each change checked, refused in words, or kept."""

import re

import pytest
from django.urls import reverse

from hearthside.people.actions.grants import behind
from hearthside.placement.models.proposals import ProposalEdit
from hearthside.placement.web import review_moves, review_page
from hearthside.placement.web.review_cohorts import PlannedCohorts
from hearthside.placement.week_json import from_json
from tests.kept import begins_with
from tests.people.clinic import signed_in
from tests.placement.reviewing import again_room, kept_room, planned_room, with_a_moved_session

pytestmark = begins_with(planned_room)


@pytest.fixture
def robin(kept):
    return signed_in(kept.house, "coordinator")


def week_of(kept):
    row = kept.answers(kept.proposal)["only"]
    return from_json(row.edited or row.week)


def address(kept, name, *more):
    return reverse(f"placement:{name}", args=[kept.proposal.pk, *(("only", *more) if name != "proposal" else ())])


def edits(kept):
    with behind(kept.house.program.pk, kept.coordinator):
        return ProposalEdit.objects.filter(answer__proposal=kept.proposal).count()


def text(answer):
    return answer.content.decode()


def pressed(client, where, sent=None):
    """The page that comes once a press has done something."""
    answer = client.post(where, sent or {})
    assert answer.status_code == 303, text(answer)
    return client.get(answer["Location"])


def alone(kept):
    return str(kept.people["Ravi"].pk)


def test_the_page_shows_the_week_beside_today(kept, robin):
    shown = text(robin.get(address(kept, "proposal")))

    assert "6 of 7 people can start" in shown
    assert "Six people get a place." in shown
    assert "One new cohort begins." in shown
    assert "6 of 10, one couple" in shown
    assert "at most 1 to 6" in shown
    assert "Who waits, and what would help" in shown
    assert "Jo Lind" in shown
    assert "Ravi Menon" in shown
    assert "Held against the roster as of" in shown


def test_somebody_is_moved_and_what_followed_is_said(kept, robin):
    here = address(kept, "review_person", alone(kept))
    shown = text(robin.get(here))
    assert "In this plan" in shown
    assert "<bdi>Robin Tate</bdi>" in shown

    answer = pressed(robin, here, {"kind": "move", "to": "waits"})

    assert "Individual therapy of Ravi Menon goes with the place." in text(answer)
    assert "taken out of this plan by hand" in text(answer)
    assert "Take the last change back" in text(answer)
    assert alone(kept) not in week_of(kept).cohort_of()


def test_a_change_that_breaks_a_rule_is_refused_in_words_with_everything_still_there(kept, robin):
    jo, cohort = str(kept.people["Jo"].pk), week_of(kept).cohorts[0].id

    answer = robin.post(address(kept, "review_cohort", cohort), {"kind": "bring", "person": jo})

    assert answer.status_code == 422
    assert "Licensed where everybody is (H4)" in text(answer)
    assert "may not treat Jo Lind: no license in Ohio all week." in text(answer)
    assert f'value="{jo}" selected' in text(answer)
    assert edits(kept) == 0


def test_a_change_is_taken_back(kept, robin):
    before = week_of(kept)
    robin.post(address(kept, "review_person", alone(kept)), {"kind": "move", "to": "waits"})

    answer = pressed(robin, address(kept, "undo_edit"))

    assert "taken back" in text(answer)
    assert week_of(kept) == before
    assert "nothing to take back" in text(pressed(robin, address(kept, "undo_edit")))


def test_a_cohort_gets_other_days_and_another_time(kept, robin):
    cohort = week_of(kept).cohorts[0]
    days = [day for day in (0, 1, 2, 3, 4) if day not in cohort.days] + list(cohort.days)
    sent = {"kind": "pattern", "days": sorted(days[: len(cohort.days)]), "start": cohort.start}

    answer = robin.post(address(kept, "review_cohort", cohort.id), sent)

    assert answer.status_code == 303
    assert set(week_of(kept).cohorts[0].days) == set(days[: len(cohort.days)])


def test_whoever_leads_is_replaced(kept, robin):
    cohort = week_of(kept).cohorts[0]
    lead = next(s.clinician_id for s in cohort.staff if s.part == "lead")
    # Whoever treats nobody yet has all their hours.
    busy = {c for s in week_of(kept).sessions for c in s.clinicians} | {s.clinician_id for s in cohort.staff}
    other = next((str(c.pk) for c in kept.staff.values() if str(c.pk) not in busy), None)
    other = other or next(str(c.pk) for c in kept.staff.values() if str(c.pk) != lead)

    answer = pressed(
        robin, address(kept, "review_cohort", cohort.id), {"kind": "staff", "leaves": lead, "comes": other}
    )

    assert answer.status_code == 200
    assert {s.clinician_id for s in week_of(kept).cohorts[0].staff if s.part == "lead"} == {other}


def test_a_session_goes_to_another_hour_and_out_of_the_plan(kept, robin):
    session = next(s for s in week_of(kept).sessions if s.kind == "individual")
    here = address(kept, "review_session", session.id)

    refused = robin.post(here, {"kind": "session", "day": 6, "start": 180, "clinician": session.clinicians[0]})
    gone = robin.post(here, {"kind": "take_out"})

    assert refused.status_code == 422
    assert "Everybody is free then (H6)" in text(refused)
    assert gone.status_code == 303
    assert session.id not in {s.id for s in week_of(kept).sessions}


def test_a_cohort_is_taken_out_and_its_people_wait(kept, robin):
    cohort = week_of(kept).cohorts[0]

    answer = pressed(robin, address(kept, "review_cohort", cohort.id), {"kind": "take_out"})

    assert answer.status_code == 200
    assert week_of(kept).cohorts == ()
    assert "Nobody can start this week yet" in text(answer)


@pytest.mark.parametrize("kind", ["bring", "staff", "pattern"])
def test_an_empty_form_is_answered_beside_the_field(kept, robin, kind):
    answer = robin.post(address(kept, "review_cohort", week_of(kept).cohorts[0].id), {"kind": kind})

    assert answer.status_code == 422
    assert edits(kept) == 0


@pytest.mark.parametrize(
    ("name", "what"), [("review_cohort", "g99"), ("review_person", "nobody"), ("review_session", "s99")]
)
def test_what_is_not_in_the_plan_is_not_found(kept, robin, name, what):
    assert robin.get(address(kept, name, what)).status_code == 404


def test_a_plan_that_is_published_is_not_changed_any_more(kept, robin):
    robin.post(address(kept, "publish"))
    kept.works_on_publishing()

    assert robin.get(address(kept, "review_person", alone(kept))).status_code == 404
    assert robin.post(address(kept, "undo_edit")).status_code == 404


@pytest.mark.parametrize("role", ["director", "compliance"])
def test_whoever_looks_over_it_changes_nothing(kept, role):
    client = signed_in(kept.house, role)

    shown = text(client.get(address(kept, "proposal")))

    assert "What changes beside today" in shown
    assert "Publish this week" not in shown
    assert "Take this" not in shown
    assert client.get(address(kept, "review_person", alone(kept))).status_code == 403


@pytest.mark.parametrize("role", ["intake", "clinician", "biller", "on_call"])
def test_nobody_else_looks(kept, role):
    assert signed_in(kept.house, role).get(address(kept, "proposal")).status_code == 403


def test_the_page_asks_few_questions(kept, robin, django_assert_max_num_queries):
    robin.get(address(kept, "proposal"))

    with django_assert_max_num_queries(MOST_QUESTIONS):
        robin.get(address(kept, "proposal"))


MOST_QUESTIONS = 35


@pytest.mark.kept.with_args(again_room)
def test_two_answers_stand_side_by_side_and_a_move_can_be_refused(kept, robin):
    home = reverse("placement:proposal", args=[kept.proposal.pk])
    max_ = str(kept.people["Max"].pk)
    was = kept.seen(kept.proposal.week).running.cohort_of()

    shown = text(robin.get(home))

    assert "Two answers side by side" in shown
    assert shown.index("Nobody else loses a place</h2>") < shown.index("Most people placed</h2>")
    assert "Who moves, and why" in shown
    assert "Their cohort does not go on in this plan." in shown
    assert was[max_].members
    there = reverse("placement:review_person", args=[kept.proposal.pk, "most", max_])
    refused = robin.post(there, {"kind": "stay"})
    assert refused.status_code == 422
    assert "does not go on in this plan, so nobody can stay in it" in text(refused)


@pytest.mark.kept.with_args(again_room)
def test_why_many_move_is_worked_out_while_somebody_looks_on(kept, robin, monkeypatch):
    home = reverse("placement:proposal", args=[kept.proposal.pk])
    monkeypatch.setattr(review_moves, "WITHIN_SECONDS", 0)
    first = robin.get(home)
    monkeypatch.undo()

    then = robin.get(f"{home}?moves=on", headers={"HX-Request": "true"})

    assert "is being worked out" in text(first)
    assert 'hx-get="?moves=on"' in first.content.decode()
    assert then.status_code == 200
    assert "is being worked out" not in text(then)
    assert "Their cohort does not go on in this plan." in text(then)


@pytest.mark.kept.with_args(kept_room)
def test_a_weekly_session_at_another_hour_is_named_with_both_hours_and_kept_as_it_was_with_one_press(kept, robin):
    home = reverse("placement:proposal", args=[kept.proposal.pk])
    assert "weekly session at another hour" not in text(robin.get(home))

    there, session = with_a_moved_session(kept, robin)
    moved = text(robin.get(home))

    assert "1 weekly session at another hour or with somebody else" in moved
    assert "Individual therapy of" in moved
    assert "it may as well stay" in moved
    sent = dict(re.findall(r'<input type="hidden" name="(kind|day|start|clinician)" value="([^"]+)">', moved))
    assert sent == {
        "kind": "session", "day": str(session.day), "start": str(session.start), "clinician": session.clinicians[0],
    }  # fmt: skip
    assert "weekly session at another hour" not in text(pressed(robin, there, sent))


def test_a_page_shows_so_many_cohorts_and_leads_to_the_others(kept, robin, monkeypatch):
    monkeypatch.setattr(review_page, "COHORTS_A_PAGE", 1)
    # As though the one cohort that begins were two.
    twice = property(lambda planned: 2 * [planned.one(planned.week.cohorts[0].id)])
    monkeypatch.setattr(PlannedCohorts, "all", twice)

    first, second = (text(robin.get(f"{address(kept, 'proposal')}?page={page}")) for page in (1, 2))

    assert "1 to 1 of 2 cohorts" in first
    assert "2 to 2 of 2 cohorts" in second
