"""
This month's groups as the public reads them: planned sizes and people for one therapist, counted over everybody.

They are no person's data, so each process keeps them for the hour in which they were counted.
"""

from dataclasses import dataclass
from uuid import UUID

from hearthside.access.models import Program
from hearthside.base.hourly import Hourly
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.policy.queries import today
from hearthside.project.web.our_numbers import KINDS, people
from hearthside.schedule.queries.planned_numbers import PlannedNumbers, planned_numbers
from hearthside.ui.charts import Bar, BarChart

_kept: Hourly[UUID, PlannedNumbers] = Hourly()
forget = _kept.forget


def planned_now(program: Program, by: Actor) -> PlannedNumbers:
    """This month's numbers of a program, at most an hour old."""

    def count() -> PlannedNumbers:
        with behind(program.id, by):
            return planned_numbers(program.id, today(program))

    return _kept.of(program.id, clock.now(), count).value


@dataclass(frozen=True)
class ThisMonth:
    """The month's numbers in words and drawings."""

    numbers: PlannedNumbers

    @property
    def month(self) -> str:
        """November 2026."""
        return f"{self.numbers.first:%B %Y}"

    @property
    def sentence(self) -> str:
        """How many groups and how large, or why there is no number."""
        sizes = self.numbers.sizes
        if self.numbers.withheld:
            return (
                f"Few people or few sessions are planned in {self.month}. A number could say something about one of "
                "them, so we show none."
            )
        if sizes is None:
            return f"No group is planned in {self.month} yet. Our rules hold from its first day on."
        many = "1 group is" if sizes.groups == 1 else f"{sizes.groups} groups are"
        return (
            f"In {self.month}, {many} planned, with {said(sizes.mean)} people on average. "
            f"The largest has {sizes.largest}."
        )

    @property
    def size(self) -> str:
        """The size of a group as a table says it, or why there is no number."""
        sizes = self.numbers.sizes
        if sizes is None:
            return "too few to say" if self.numbers.withheld else "none planned"
        return f"{said(sizes.mean)} people on average, {sizes.largest} in the largest"

    @property
    def bars(self) -> tuple[Bar, ...]:
        """Beside the rule: a group on average, and the largest."""
        sizes = self.numbers.sizes
        if sizes is None:
            return ()
        return (
            Bar("This month, on average", end=sizes.mean, text=f"{said(sizes.mean)} people"),
            Bar("This month, the largest", end=sizes.largest),
        )

    def ratio(self, kind: str) -> str:
        """People for one therapist in this kind of block, or why there is no number."""
        if kind in self.numbers.ratios_withheld:
            return "too few to say"
        each = self.numbers.ratios.get(kind)
        return f"1 for {said(each)} people" if each is not None else "none planned"

    @property
    def process(self) -> str:
        return self.ratio("process")

    @property
    def skills(self) -> str:
        return self.ratio("skills")

    @property
    def education(self) -> str:
        return self.ratio("psychoeducation")

    @property
    def couples_group(self) -> str:
        return self.ratio("couples_group")

    def ratios(self) -> BarChart | None:
        """People for one therapist, by kind of group; nothing where none can be told."""
        found = [(name, self.numbers.ratios[kind]) for name, kind in _NAMED if kind in self.numbers.ratios]
        if not found:
            return None
        far = 2 * (int(max(each for _, each in found)) // 2 + 1)
        parts = [f"{said(each)} in {people(name)}" for name, each in found]
        told = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
        return BarChart(
            sentence=f"People for each therapist in {self.month}: {told}.",
            bars=[Bar(name, end=each, text=f"{said(each)} people") for name, each in found],
            low=0,
            high=far,
            ticks=range(0, far + 1, 2),
            unit="people for one therapist",
        )


_NAMED = [(name, key.removeprefix("ratio.")) for name, key in KINDS]


def said(number: float) -> str:
    """6 for 6.0, 6.4 for 6.38."""
    return f"{number:.1f}".removesuffix(".0")
