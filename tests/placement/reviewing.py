"""A program with a proposed week that waits for somebody to look at it."""

from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.placement.actions.planning import begin_planning, keep_answers
from hearthside.placement.actions.proposing import propose
from hearthside.placement.actions.publishing import publish
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.queries.snapshot import snapshot
from hearthside.placement.solver.edit_tried import Editing
from hearthside.placement.solver.week import Session
from hearthside.placement.week_json import from_json, to_json
from tests.builders import groups
from tests.placement.waiting_room import WaitingRoom, waiting_room

WEEK = timedelta(days=7)


@dataclass
class PlannedRoom(WaitingRoom):
    """The waiting room, and what was proposed for it."""

    proposal: Proposal | None = None


def planned_room() -> PlannedRoom:
    """Six people placed in one cohort, and Jo, who waits."""
    room = waiting_room()
    return PlannedRoom(**vars(room), proposal=room.proposed())


def published_room() -> WaitingRoom:
    """Six people in one cohort whose first week is published, and Jo, who waits."""
    room = waiting_room()
    proposal = room.proposed()
    with scope(room.coordinator):
        publish(answer=room.answers(proposal)["only"], by=room.coordinator)
    return room


def again_room() -> PlannedRoom:
    """Two small groups, one of which is short of people; planned again for the week after, they become one."""
    room = waiting_room()
    for name in ("Max Lind", "Casey Wren"):
        room.arrives(name)
    morning = [room.people[n] for n in ("Alex", "Sam", "Ravi", "Grace")]
    noon = [room.people[n] for n in ("Nia", "Theo", "Max", "Casey")]
    for people, lead, start, name in ((morning, "Dana", 9 * 60, "Morning"), (noon, "Kim", 13 * 60, "Noon")):
        groups.group(room.house, people, lead=room.staff[lead], start=start, from_on=room.monday, called=name)
    planned = room.proposed(replan=True, week=room.monday + WEEK, effort=6)
    return PlannedRoom(**vars(room), proposal=_two_answers(room, planned))


def _two_answers(room: WaitingRoom, planned: Proposal) -> Proposal:
    """A proposal in which the planner's week stands beside one that leaves everybody where they are."""
    planner, week = system_actor("planner", program=room.house.program.pk), room.week(planned, "keep")
    with scope(room.coordinator):
        seen = snapshot(room.house.program, planned.week, by=room.coordinator, replan=True)
        asked = propose(program=room.house.program, week=planned.week, effort=1, replan=True, by=room.coordinator)
    stays = Editing(seen.problem).told(seen.running, week)
    with scope(planner):
        begun = begin_planning(proposal=asked.pk, by=planner)
        assert begun is not None
        weeks = {"keep": to_json(stays), "most": to_json(week)}
        keep_answers(proposal=begun, before=to_json(seen.running), weeks=weeks, by=planner)
    return room.now(asked)


def kept_room() -> PlannedRoom:
    """Six people in one cohort, planned again for the week after: everything stays as it is."""
    room = published_room()
    return PlannedRoom(**vars(room), proposal=room.proposed(replan=True, week=room.monday + WEEK, effort=6))


def with_a_moved_session(room: PlannedRoom, client: Client) -> tuple[str, Session]:
    """The address of one weekly session of that plan, moved by hand to another hour; and the session as it was."""
    assert room.proposal is not None
    ((which, answer),) = room.answers(room.proposal).items()
    session = next(s for s in from_json(answer.week).sessions if s.kind == "individual")
    there = reverse("placement:review_session", args=[room.proposal.pk, which, session.id])
    asked = {"kind": "session", "day": session.day, "clinician": session.clinicians[0]}
    starts = range(session.start + 60, 20 * 60, 30)
    assert any(client.post(there, {**asked, "start": start}).status_code == 303 for start in starts)
    return there, session
