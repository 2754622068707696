"""How much time or effort each stage of a plan may take."""

import time
from collections.abc import Callable

from hearthside.placement.solver.options import Options

ShouldStop = Callable[[], bool]


# Seconds for each person are what 20,000 people took on one core of two.
CARE_SECONDS_PER_PERSON = 0.0006  # care teams, couples groups and polish together
CARE_SECONDS_AT_LEAST = 0.15  # laying out the board takes that long on a busy machine
LEAST_FOR_CARE, MOST_FOR_CARE = 0.05, 0.25
FOR_TRIALS = 0.2  # trying out changes
FEWER_TRIALS = 2000  # people from whom on they get less: each takes long, and the search needs it
TRIAL_SECONDS_PER_PERSON = 0.00015  # one change tried: below that, none is begun
REASON_SECONDS_PER_PERSON = 0.00005  # a sentence for everybody who waits and for every open role
MOST_FOR_REASONS = 0.15
FOR_THE_END = 0.02
END_SECONDS_PER_PERSON = 0.00003  # warnings and figures
MOST_FOR_THE_END = 0.1


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
        self.care = self.explain
        if options.explain:
            self.explain -= self._share(people * END_SECONDS_PER_PERSON, MOST_FOR_THE_END)
            trials = FOR_TRIALS * min(1.0, FEWER_TRIALS / max(1, people))
            self.care = self.explain - trials - self._share(people * REASON_SECONDS_PER_PERSON, MOST_FOR_REASONS)
        wanted = max(CARE_SECONDS_AT_LEAST, people * CARE_SECONDS_PER_PERSON)
        self.cohorts = self.care - max(LEAST_FOR_CARE, self._share(wanted, MOST_FOR_CARE))

    def _share(self, seconds: float, most: float) -> float:
        """So many seconds as a share of all the time, but no more than `most` of it."""
        return min(most, seconds / max(self.options.seconds or 1.0, 1e-3))

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

    def until(self, share: float, spare: float = 0.0) -> ShouldStop:
        """
        A question that turns true when the share of the time has passed, less `spare` seconds, or when somebody asked
        to stop.
        """
        if not self.timed:
            return self.asked
        return lambda: self.asked() or self.left_until(share) <= spare
