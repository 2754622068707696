"""What facilitators have promised so far, for a peer that fills a week group by group."""

from collections.abc import Sequence

from bench.placement.seating import Pattern, Seating
from hearthside.base.spans import WEEK_MINUTES


class Promised:
    """Each facilitator's stays, weekly minutes and minutes of each day; answers who could still take what."""

    def __init__(self, seating: Seating):
        self.seating = seating
        count = len(seating.model.facilitators)
        self.stays: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        self.week = [0] * count
        self.day = [[0] * 7 for _ in range(count)]
        self.buffer = seating.problem.policy.buffer_minutes
        self.week_limit = [int(m) for m in seating.a.f_week]
        self.day_limit = [int(m) for m in seating.a.f_day]

    def minutes_left(self, facilitator: int) -> int:
        return self.week_limit[facilitator] - self.week[facilitator]

    def can_take(self, facilitator: int, pattern: Pattern, blocks: Sequence[int]) -> bool:
        """Available, within all limits, and never in two places (H6 to H8)."""
        seating = self.seating
        blockset = seating.blockset(pattern.plan, blocks)
        minutes = int(seating.a.s_minutes[blockset])
        days = seating.days(pattern)
        return (
            self.week[facilitator] + minutes * len(days) <= self.week_limit[facilitator]
            and all(self.day[facilitator][d] + minutes <= self.day_limit[facilitator] for d in days)
            and seating.free(facilitator, pattern, blockset)
            and not any(
                self._clash(one, other) for one in seating.stays(pattern, blockset) for other in self.stays[facilitator]
            )
        )

    def take(self, facilitator: int, pattern: Pattern, blocks: Sequence[int], sign: int = 1) -> None:
        """Promise these blocks of every day of the pattern; with sign -1 take the promise back."""
        seating = self.seating
        blockset = seating.blockset(pattern.plan, blocks)
        minutes = sign * int(seating.a.s_minutes[blockset])
        for day, stay in zip(seating.days(pattern), seating.stays(pattern, blockset), strict=True):
            self.day[facilitator][day] += minutes
            self.week[facilitator] += minutes
            if sign > 0:
                self.stays[facilitator].append(stay)
            else:
                self.stays[facilitator].remove(stay)

    def _clash(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        after = (other[0] - one[0]) % WEEK_MINUTES
        return after < one[1] + self.buffer or WEEK_MINUTES - after < other[1] + self.buffer
