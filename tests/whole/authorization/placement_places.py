"""
What of placement may stand in an address: a place that is offered to Theo, whom everybody in the story knows; a
planned week and a scenario of each program.
"""

from hearthside.caseload.models.day_plans import DayPlan
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.placement.actions.offers import make_offers
from hearthside.placement.actions.planning import begin_planning, keep_answers
from hearthside.placement.actions.proposing import propose
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.models.scenarios import Scenario
from hearthside.placement.solver.week import Cohort, Session, Week
from hearthside.placement.solver.whatif_changes import CloseDay, as_values
from hearthside.placement.week_json import to_json
from tests.builders import schedule
from tests.builders.clinicians import House
from tests.whole.authorization.world import World

# (name of the door, place) -> what stands there, which is one persona's own; then what staff open.
OWN_OF_PLACEMENT = {
    ("placement:accept_offer", "offer"): "own place",
    ("placement:another_offer", "offer"): "own place",
    ("placement:decline_offer", "offer"): "own place",
}
OTHERS_OF_PLACEMENT = {
    ("placement:record_answer", "offer"): "offered place",
    ("placement:extend_offer", "offer"): "offered place",
    ("placement:end_offer", "offer"): "offered place",
}


def put_placement(made: World) -> None:
    """Theo is in a group since the schedule was put there, and is asked whether he takes the place."""
    theo = made.patients["theo"]
    with made.harbor.seen_by("coordinator") as coordinator:
        (offer,) = make_offers(made.harbor.program, [theo.pk], None, by=coordinator)
    made.put("own place", "theo", offer.pk)
    made.put("offered place", "ours", offer.pk)
    planned = _planned(made)
    made.put("proposal", "ours", _proposal(made.harbor, planned).pk)
    made.put("proposal", "foreign", _proposal(made.other).pk)
    made.put("which", "ours", "only")
    made.put("planned_cohort", "ours", planned.cohorts[0].id)
    made.put("planned_person", "ours", planned.cohorts[0].members[0])
    made.put("planned_session", "ours", planned.sessions[0].id)
    made.put("scenario", "ours", _scenario(made.harbor).pk)
    made.put("scenario", "foreign", _scenario(made.other).pk)


def _planned(made: World) -> Week:
    """Theo alone in a cohort that nobody leads yet, and with one session: enough to stand behind an address."""
    at, theo = made.harbor, str(made.patients["theo"].pk)
    with behind(at.program.pk, at.director):
        plan = DayPlan.objects.filter(program=at.program).order_by("key", "-version").first()
        lee = Clinician.objects.filter(program=at.program, roles__contains=["individual"]).order_by("pk").first()
    assert plan is not None
    assert lee is not None
    cohort = Cohort("g1", plan.key, "mh", "en", "", (0, 2, 4)[: plan.days_per_week], 540, (), (theo,), 1)
    return Week((cohort,), (Session("s1", "individual", 1, 600, 50, (str(lee.pk),), (theo,)),))


def _proposal(at: House, planned: Week | None = None) -> Proposal:
    """A week that was planned and came to nothing new: it is seen by the same people as any other."""
    planner, nothing = system_actor("planner", program=at.program.pk), to_json(planned or Week())
    with at.seen_by("coordinator") as coordinator:
        asked = propose(program=at.program, week=schedule.next_monday(at), effort=1, by=coordinator)
    with scope(planner):
        begun = begin_planning(proposal=asked.pk, by=planner)
        assert begun is not None
        return keep_answers(proposal=begun, before=nothing, weeks={"only": nothing}, by=planner)


def _scenario(at: House) -> Scenario:
    """One that waits to be worked out. Whether the program could be planned makes no difference to who sees it."""
    monday = schedule.next_monday(at)
    with at.seen_by("coordinator") as coordinator, behind(at.program.pk, coordinator):
        return Scenario.objects.create(
            program=at.program, name="A closed Sunday", kind="what_if", changes=[as_values(CloseDay(6))], week=monday,
            on_day=monday, asked_at=clock.now(), effort=1,
        )  # fmt: skip
