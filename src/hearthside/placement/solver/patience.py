"""How much time or effort each stage of a plan may take."""

import time
from collections.abc import Callable

from hearthside.placement.solver.options import Options

ShouldStop = Callable[[], bool]


CARE_SECONDS_PER_PERSON = 0.0006  # measured at 20,000 people: care teams, couples groups and polish together
CARE_SECONDS_AT_LEAST = 0.5  # laying out the board takes that long on a busy machine
LEAST_FOR_CARE, MOST_FOR_CARE = 0.05, 0.25
FOR_EXPLANATIONS = 0.2
FEWER_EXPLANATIONS = 2000  # people from whom on explanations get less: each takes long, and the search needs it
FOR_THE_END = 0.02
END_SECONDS_PER_PERSON = 0.0004  # the independent check, the report and writing
MOST_FOR_THE_END = 0.15


class Patience:
    """
    The clock of one plan. With seconds, stages end at shares of them; with effort, no clock is read at all.

    `cohorts`, `care` and `explain` are the shares of the time by which each stage is over: explanations have a fifth,
    care teams what a roster of this size needs, the cohorts all the rest.
    """

    def __init__(self, options: Options, should_stop: ShouldStop | None, people: int):
        self.options = options
        self.began = time.monotonic()
        self.asked = should_stop or (lambda: False)
        self.explain = 1 - FOR_THE_END
        if options.explain:
            ending = people * END_SECONDS_PER_PERSON / max(options.seconds or 1.0, 1e-3)
            self.explain -= min(MOST_FOR_THE_END, ending)
        self.care = self.explain - (self._for_explanations(people) if options.explain else 0.0)
        wanted = max(CARE_SECONDS_AT_LEAST, people * CARE_SECONDS_PER_PERSON) / max(options.seconds or 1.0, 1e-3)
        self.cohorts = self.care - min(MOST_FOR_CARE, max(LEAST_FOR_CARE, wanted))

    @staticmethod
    def _for_explanations(people: int) -> float:
        return FOR_EXPLANATIONS * min(1.0, FEWER_EXPLANATIONS / max(1, people))

    @property
    def timed(self) -> bool:
        return self.options.seconds is not None

    def passed(self) -> float:
        """Seconds since the plan began."""
        return time.monotonic() - self.began

    def left_until(self, share: float) -> float:
        """Seconds left until this share of the time has passed; only with seconds."""
        assert self.options.seconds is not None
        return share * self.options.seconds - self.passed()

    def until(self, share: float) -> ShouldStop:
        """A question that turns true when the share of the time has passed, or when somebody asked to stop."""
        if not self.timed:
            return self.asked
        return lambda: self.asked() or self.left_until(share) <= 0
