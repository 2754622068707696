"""Somebody leaves the program while their proposed week is looked at: the rest of it can be changed all the same."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.placement.actions.editing import BreaksRules, edit_proposal, undo_edit
from hearthside.placement.actions.publishing import publish
from hearthside.placement.solver.check import check
from hearthside.placement.solver.edits import ChangePattern, ChangeStaff, MovePerson, NotAnEdit
from hearthside.placement.week_json import from_json
from hearthside.policy.queries import today
from hearthside.schedule.actions.ending import end_care
from tests.kept import begins_with
from tests.people.clinic import signed_in
from tests.placement.reviewing import planned_room

pytestmark = begins_with(planned_room)


def answer_of(kept):
    return kept.answers(kept.proposal)["only"]


def week_of(kept):
    row = answer_of(kept)
    return from_json(row.edited or row.week)


def cohort_of(kept):
    (cohort,) = week_of(kept).cohorts
    return cohort


def edited(kept, edit):
    with scope(kept.coordinator):
        return edit_proposal(answer=answer_of(kept), edit=edit, by=kept.coordinator)


def undone(kept):
    with scope(kept.coordinator):
        return undo_edit(answer=answer_of(kept), by=kept.coordinator)


def moved(kept, name, to=""):
    return edited(kept, MovePerson(str(kept.people[name].pk), to))


def discharged(kept, name):
    intake = kept.house.actor("intake")
    with scope(intake):
        end_care(patient=kept.people[name], last_on=today(kept.house.program), reason="other", by=intake)


def lead_leaves(kept):
    """Whoever leads the cohort works here no more by then; gives them and somebody else, by id."""
    lead = next(s.clinician_id for s in cohort_of(kept).staff if s.part == "lead")
    with behind(kept.house.program.pk, kept.coordinator):
        Clinician.objects.filter(pk=lead).update(works_until=kept.monday - timedelta(days=1))
    kept.arrives("Casey Wren")  # which the ledger tells of, as it does of a clinician who leaves by a press
    return lead, next(str(who.pk) for who in kept.staff.values() if str(who.pk) != lead)


def holds(kept):
    """What is left is published, and breaks nothing."""
    with scope(kept.coordinator):
        publish(answer=answer_of(kept), by=kept.coordinator)
    seen = kept.seen()
    assert not any(check(seen.problem, seen.running, figures=False).values())
    return seen.running


def test_somebody_else_is_moved_after_one_of_the_plan_was_discharged(kept):
    discharged(kept, "Theo")

    moved(kept, "Ravi")

    week = week_of(kept)
    assert str(kept.people["Ravi"].pk) not in week.cohort_of()
    assert all(str(kept.people["Ravi"].pk) not in s.people for s in week.sessions)
    assert len(holds(kept).cohort_of()) == 4


def test_the_cohort_of_somebody_who_was_discharged_goes_to_another_hour(kept):
    cohort = cohort_of(kept)
    discharged(kept, "Theo")

    edited(kept, ChangePattern(cohort.id, cohort.days, cohort.start + 120))

    assert cohort_of(kept).start == cohort.start + 120
    assert str(kept.people["Theo"].pk) not in cohort_of(kept).members


def test_whoever_was_discharged_is_moved_nowhere(kept):
    discharged(kept, "Theo")

    with pytest.raises(NotAnEdit):
        moved(kept, "Theo")


def test_the_last_change_is_taken_back_and_the_ones_before_stay_after_a_discharge(kept):
    cohort = cohort_of(kept)
    moved(kept, "Ravi")
    moved(kept, "Ravi", cohort.id)
    discharged(kept, "Theo")

    undone(kept)

    assert str(kept.people["Ravi"].pk) not in week_of(kept).cohort_of()
    assert len(holds(kept).cohort_of()) == 4


def test_where_whoever_leads_has_left_somebody_else_takes_their_part(kept):
    lead, other = lead_leaves(kept)

    edited(kept, ChangeStaff(cohort_of(kept).id, lead, other))

    assert {s.clinician_id for s in cohort_of(kept).staff} == {other}
    assert all(lead not in s.clinicians for s in week_of(kept).sessions)
    assert len(holds(kept).cohort_of()) == 6


def test_until_then_the_rule_that_is_told_is_the_one_that_stands_against_it(kept):
    lead_leaves(kept)

    with pytest.raises(BreaksRules) as refused:
        moved(kept, "Ravi")

    assert {rule for rule, _ in refused.value.broken} == {"H3"}


def test_the_pages_say_so_in_a_sentence_and_never_break(kept):
    robin, cohort = signed_in(kept.house, "coordinator"), cohort_of(kept)
    discharged(kept, "Theo")
    ravi = str(kept.people["Ravi"].pk)
    there = reverse("placement:review_person", args=[kept.proposal.pk, "only", ravi])

    answer = robin.post(there, {"kind": "move", "to": "waits"})
    back = robin.post(there, {"kind": "move", "to": cohort.id})
    undo = robin.post(reverse("placement:undo_edit", args=[kept.proposal.pk, "only"]))

    assert [answer.status_code, back.status_code, undo.status_code] == [303, 303, 303]
    assert "4 of 6 people can start" in robin.get(undo["Location"]).content.decode()
