"""A proposed week is changed by hand and checked at once; what breaks a rule is not kept; the last change is undone."""

import pytest

from hearthside.access.require import NotAllowed
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.editing import BreaksRules, NothingToUndo, edit_proposal, undo_edit
from hearthside.placement.actions.publishing import publish
from hearthside.placement.models.proposals import ProposalEdit
from hearthside.placement.proposal_refusals import NotReady
from hearthside.placement.solver.check import check
from hearthside.placement.solver.edits import ChangeSession, MovePerson, NotAnEdit, TakeOutSession
from hearthside.placement.week_json import from_json
from tests.kept import begins_with
from tests.placement.reviewing import planned_room

pytestmark = begins_with(planned_room)


@pytest.fixture
def proposal(kept):
    return kept.proposal


def answer_of(kept, proposal):
    return kept.answers(proposal)["only"]


def week_of(kept, proposal):
    row = answer_of(kept, proposal)
    return from_json(row.edited or row.week)


def edited(kept, proposal, edit):
    with scope(kept.coordinator):
        return edit_proposal(answer=answer_of(kept, proposal), edit=edit, by=kept.coordinator)


def undone(kept, proposal):
    with scope(kept.coordinator):
        return undo_edit(answer=answer_of(kept, proposal), by=kept.coordinator)


def edits(kept, proposal):
    with behind(kept.house.program.pk, kept.coordinator):
        return list(ProposalEdit.objects.filter(answer__proposal=proposal).order_by("number"))


def alone(kept):
    """Somebody who is placed and is no half of a couple."""
    return str(kept.people["Ravi"].pk)


def test_a_change_is_kept_with_what_follows_and_breaks_nothing(kept, proposal):
    ravi = alone(kept)

    edited(kept, proposal, MovePerson(ravi, ""))

    week = week_of(kept, proposal)
    assert ravi not in week.cohort_of()
    assert ravi in {row.person_id for row in week.unplaced}
    assert all(ravi not in s.people for s in week.sessions)
    assert not any(check(kept.seen().problem, week).values())
    assert [(e.number, e.kind) for e in edits(kept, proposal)] == [(1, "move_person")]
    assert answer_of(kept, proposal).figures["placed"] == len(week.cohort_of())


def test_a_change_that_breaks_a_rule_is_told_and_not_kept(kept, proposal):
    jo = str(kept.people["Jo"].pk)
    before = answer_of(kept, proposal)

    with pytest.raises(BreaksRules) as refused:
        edited(kept, proposal, MovePerson(jo, week_of(kept, proposal).cohorts[0].id))

    assert "H4" in {rule for rule, _ in refused.value.broken}
    assert edits(kept, proposal) == []
    assert answer_of(kept, proposal).edited == before.edited is None


def test_the_last_change_is_taken_back_and_the_ones_before_stay(kept, proposal):
    week = week_of(kept, proposal)
    session = next(s for s in week.sessions if s.kind == "individual" and alone(kept) not in s.people)
    edited(kept, proposal, TakeOutSession(session.id))
    once = week_of(kept, proposal)
    edited(kept, proposal, MovePerson(alone(kept), ""))

    undone(kept, proposal)

    assert week_of(kept, proposal) == once
    assert [e.kind for e in edits(kept, proposal)] == ["take_out_session"]
    assert not any(check(kept.seen().problem, once).values())


def test_with_every_change_taken_back_it_is_the_planners_week_again(kept, proposal):
    planned = week_of(kept, proposal)
    edited(kept, proposal, MovePerson(alone(kept), ""))

    undone(kept, proposal)

    assert answer_of(kept, proposal).edited is None
    assert week_of(kept, proposal) == planned
    with pytest.raises(NothingToUndo):
        undone(kept, proposal)


def test_what_was_changed_by_hand_is_what_is_published(kept, proposal):
    edited(kept, proposal, MovePerson(alone(kept), ""))

    with scope(kept.coordinator):
        publish(answer=answer_of(kept, proposal), by=kept.coordinator)

    assert alone(kept) not in kept.seen().running.cohort_of()
    with pytest.raises(NotReady):
        edited(kept, proposal, MovePerson(str(kept.people["Grace"].pk), ""))
    with pytest.raises(NotReady):
        undone(kept, proposal)


def test_changes_are_in_the_ledger_by_ids_alone(kept, proposal):
    edited(kept, proposal, MovePerson(alone(kept), ""))
    undone(kept, proposal)

    with behind(kept.house.program.pk, kept.coordinator):
        kinds = list(Entry.objects.filter(kind__in=["ProposalEdited", "EditTakenBack"]).values_list("kind", flat=True))
    assert sorted(kinds) == ["EditTakenBack", "ProposalEdited"]


def test_what_is_not_there_is_no_change(kept, proposal):
    with pytest.raises(NotAnEdit):
        edited(kept, proposal, ChangeSession("s99", 0, 600, "nobody"))


@pytest.mark.parametrize("role", ["intake", "director", "clinician", "compliance"])
def test_only_who_plans_weeks_changes_them(kept, proposal, role):
    who = kept.house.actor(role)
    row = answer_of(kept, proposal)

    with pytest.raises(NotAllowed), scope(who):
        edit_proposal(answer=row, edit=MovePerson(alone(kept), ""), by=who)
    with pytest.raises(NotAllowed), scope(who):
        undo_edit(answer=row, by=who)
