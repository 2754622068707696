"""A program before its first week: people who wait, a couple among them, and clinicians who could treat them."""

from dataclasses import dataclass
from datetime import date

from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import Couple
from hearthside.people.models.patients import Patient
from hearthside.placement.actions.proposing import propose
from hearthside.placement.jobs import plan, publish
from hearthside.placement.models.proposals import Proposal, ProposalAnswer
from hearthside.placement.models.publishings import Publishing
from hearthside.placement.queries.snapshot import Snapshot, snapshot
from hearthside.placement.week_json import from_json
from tests import build
from tests.builders import availability, caseload, groups, schedule
from tests.builders.clinicians import House
from tests.placement.in_this_process import in_this_process

# Enough for so few people, and the same week every time.
EFFORT = 2
NAMES = ("Alex Park", "Sam Park", "Ravi Menon", "Grace Oyelaran", "Nia Ferreira", "Theo Nakamura", "Jo Lind")
STAFF = ("Dana Reyes", "Kim Osei", "Lee Moreau", "Ines Varga")
BY_DAY = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "9:00-20:00")


@dataclass
class WaitingRoom:
    """The program, whoever is in it by first name, and the Monday that is planned."""

    house: House
    monday: date
    people: dict[str, Patient]
    staff: dict[str, Clinician]
    couple: Couple
    coordinator: Actor

    def proposed(self, *, replan: bool = False, week: date | None = None, effort: int = EFFORT) -> Proposal:
        """A week asked for and worked out, as a worker does."""
        with scope(self.coordinator):
            asked = propose(
                program=self.house.program, week=week or self.monday, effort=effort, replan=replan, by=self.coordinator
            )
        with in_this_process():
            plan(proposal=str(asked.pk))
        return self.now(asked)

    def works_on_publishing(self) -> Publishing:
        """A worker does what was to be published last; gives what became of it."""
        with behind(self.house.program.pk, self.coordinator):
            asked = Publishing.objects.filter(program=self.house.program).latest("asked_at", "pk")
        publish(publishing=str(asked.pk))
        with behind(self.house.program.pk, self.coordinator):
            return Publishing.objects.get(pk=asked.pk)

    def now(self, proposal: Proposal) -> Proposal:
        """The proposal as it is now."""
        with behind(self.house.program.pk, self.coordinator):
            return Proposal.objects.select_related("program").get(pk=proposal.pk)

    def answers(self, proposal: Proposal) -> dict[str, ProposalAnswer]:
        with behind(self.house.program.pk, self.coordinator):
            rows = ProposalAnswer.objects.filter(proposal=proposal).select_related("proposal__program")
            return {row.which: row for row in rows}

    def week(self, proposal: Proposal, which: str = "only"):
        """One of its answers."""
        return from_json(self.answers(proposal)[which].week)

    def seen(self, monday: date | None = None) -> Snapshot:
        """What the planner would see now."""
        with scope(self.coordinator):
            return snapshot(self.house.program, monday or self.monday, by=self.coordinator)

    def arrives(self, name: str, **facts: object) -> Patient:
        """One more who waits, free by day."""
        made = build.patient(self.house, *name.split(), **facts)
        availability.free(self.house, made, **BY_DAY)
        self.people[name.split()[0]] = made
        return made


def waiting_room() -> WaitingRoom:
    """Seven people, all free by day: six in Pennsylvania, Jo in Ohio, where nobody here is licensed."""
    house = build.program()
    with house.seen_by("coordinator"):
        caseload.day_plan(house, plan=groups.THREE_HOURS)
    staff = {name.split()[0]: schedule.able(house, name) for name in STAFF}
    for clinician in staff.values():
        availability.free(house, clinician, **BY_DAY)
    made = WaitingRoom(house, schedule.next_monday(house), {}, staff, None, house.actor("coordinator"))  # type: ignore[arg-type]
    for name in NAMES:
        made.arrives(name, state="OH" if name == "Jo Lind" else "PA")
    made.couple = build.couple(house, made.people["Alex"], made.people["Sam"])
    return made


def from_ohio(at: WaitingRoom) -> list[Patient]:
    """Four more from Ohio, where nobody here is licensed."""
    made = caseload.people(at.house, 4, state="OH")
    for each in made:
        availability.free(at.house, each, **BY_DAY)
    return made
