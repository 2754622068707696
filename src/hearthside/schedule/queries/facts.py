"""What is known of everybody in some plans, read once: as many questions for the plans of a whole week as for one."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from hearthside.schedule import times
from hearthside.schedule.queries.availability import free_between
from hearthside.schedule.queries.fitness import Fitness
from hearthside.schedule.queries.numbers import Numbers
from hearthside.schedule.queries.plans import Plan
from hearthside.schedule.queries.standing import Standing

DAY = timedelta(days=1)


class Facts:
    """Where everybody in these plans of one program is, when they are free, who may lead whom, and policy's numbers."""

    def __init__(self, plans: Sequence[Plan], days: Collection[date]) -> None:
        program = plans[0].program
        clinicians = {who for plan in plans for who in plan.clinicians}
        patients = {who for plan in plans for who in plan.patients}
        persons = {who for plan in plans for who in plan.persons}
        first, last = min(days), max(days)
        spans = [times.day_span(first, last + DAY, zone) for zone in {plan.zone for plan in plans}]
        self.standing = Standing(
            program.pk, clinicians, persons, min(begin for begin, _ in spans), max(end for _, end in spans)
        )
        self.fitness = Fitness(program.pk, clinicians, patients)
        self.numbers = Numbers(program.pk, days)
        self.free = free_between(program, clinicians | patients, first - DAY, last + DAY)
