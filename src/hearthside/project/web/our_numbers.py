"""
Our sizes and ratios as the public reads them: the rules in force, beside what others publish.

They are what we plan with. What was really delivered is counted from sessions, and is shown as that and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from hearthside.policy.effective import Policy
from hearthside.ui.charts import Bar, BarChart

# Kinds of group, with the policy key of the most people for one therapist.
KINDS = (
    ("Process group", "ratio.process"),
    ("Skills group", "ratio.skills"),
    ("Education", "ratio.psychoeducation"),
    ("Couples group", "ratio.couples_group"),
)


def span(least: int, most: int) -> str:
    """4 to 10, or 7 alone."""
    return str(least) if least == most else f"{least} to {most}"


def people(kind: str) -> str:
    """Process groups, in the middle of a sentence."""
    return f"{kind.lower()}s" if kind.endswith("group") else kind.lower()


@dataclass(frozen=True)
class Staffing:
    """A group of this many people always has at least this many therapists."""

    least: int
    most: int
    therapists: int

    @property
    def people(self) -> str:
        """The number of people, in words."""
        return span(self.least, self.most)


@dataclass(frozen=True)
class OurNumbers:
    """Everything that the public pages say in numbers."""

    policy: Policy
    # What this month's groups are, drawn beside the rule.
    now: tuple[Bar, ...] = ()

    def _whole(self, key: str) -> int:
        return self.policy.whole(key)

    @property
    def cap(self) -> int:
        """The most people in a group."""
        return self._whole("cohort.cap")

    @property
    def smallest(self) -> int:
        """The fewest people a group begins with."""
        return self._whole("cohort.min")

    @property
    def best(self) -> tuple[int, int]:
        """Where groups do best; a program's own lower cap ends it."""
        most = min(self._whole("sweet_spot.most"), self.cap)
        return min(self._whole("sweet_spot.least"), most), most

    @property
    def process(self) -> int:
        """People for one therapist in a process group."""
        return self._whole("ratio.process")

    @property
    def couples_group(self) -> int:
        """People for one therapist in a couples group."""
        return self._whole("ratio.couples_group")

    @property
    def couples_in_group(self) -> int:
        """Couples in a couples group."""
        return self._whole("couples_group.max_couples")

    @property
    def couples_in_session(self) -> int:
        """Couples with one couples therapist."""
        return self._whole("couples_session.max_couples")

    @property
    def education(self) -> int:
        """People for one therapist in education."""
        return self._whole("ratio.psychoeducation")

    @property
    def skills(self) -> int:
        """People for one therapist in a skills group."""
        return self._whole("ratio.skills")

    @property
    def pods(self) -> int:
        """The most people in a session that splits into smaller groups for the working part."""
        return self._whole("pods.cap")

    @property
    def others_size(self) -> tuple[int, int]:
        """Group sizes others publish."""
        return self._whole("published.size.least"), self._whole("published.size.most")

    @property
    def others_ratio(self) -> tuple[int, int]:
        """People for one therapist, as others publish it: from intensive to group care."""
        return self._whole("published.ratio.intensive"), self._whole("published.ratio.group")

    @property
    def days(self) -> tuple[int, int]:
        """Program days a week."""
        return self._whole("dose.days.least"), self._whole("dose.days.most")

    @property
    def weeks(self) -> tuple[int, int]:
        """Weeks of the program."""
        return self._whole("dose.weeks.least"), self._whole("dose.weeks.most")

    @property
    def hours(self) -> str:
        """The fewest hours of treatment a week, as people say them."""
        hours, minutes = divmod(self._whole("week.minimum_minutes"), 60)
        return f"{hours} h {minutes:02}" if minutes else f"{hours}"

    def staffing(self) -> Iterator[Staffing]:
        """How many therapists a process group has, for every number of people it can have."""
        least = self.smallest
        while least <= self.cap:
            therapists = -(-least // self.process)
            most = min(therapists * self.process, self.cap)
            yield Staffing(least, most, therapists)
            least = most + 1

    def sizes(self) -> BarChart:
        """People in a group: our rule and this month's groups beside what others publish, with our cap as a line."""
        low, high = self.others_size
        far = max(high, self.cap, *(int(bar.end) for bar in self.now)) + 2
        return BarChart(
            sentence=(
                f"Our groups are planned with {span(self.smallest, self.cap)} people, best {span(*self.best)}. "
                f"Others publish groups of {span(low, high)}."
            ),
            bars=(
                Bar("Ours, planned", start=self.smallest, end=self.cap),
                *self.now,
                Bar("Others publish", start=low, end=high, theirs=True),
            ),
            low=0,
            high=far,
            ticks=range(0, far + 1, 2),
            unit="people",
            limit=self.cap,
            limit_name=f"our most: {self.cap}",
        )

    def ratios(self) -> BarChart:
        """People for one therapist, by kind of group, beside what others publish."""
        low, high = self.others_ratio
        far = max(high, *(self._whole(key) for _, key in KINDS)) + 1
        ours = [Bar(name, end=self._whole(key), text=f"at most {self._whole(key)} people") for name, key in KINDS]
        return BarChart(
            sentence=(
                f"At most {self.process} people for each therapist in our process groups. Others publish "
                f"{low} (intensive care) to {high} (group care)."
            ),
            bars=(*ours, Bar("Others publish", start=low, end=high, theirs=True)),
            low=0,
            high=far,
            ticks=range(0, far + 1, 2),
            unit="people for one therapist",
        )
