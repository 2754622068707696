"""How much time or effort each stage of a plan may take."""

import time
from collections.abc import Callable

from hearthside.placement.solver.options import Options

ShouldStop = Callable[[], bool]


class Patience:
    """
    The clock of one plan. With seconds, stages end at shares of them; with effort, no clock is read at all.

    Sixty percent is for the cohorts, then up to eighty for care teams and polish, the rest for explanations.
    """

    COHORTS, CARE, EXPLAIN = 0.62, 0.8, 0.98

    def __init__(self, options: Options, should_stop: ShouldStop | None):
        self.options = options
        self.began = time.monotonic()
        self.asked = should_stop or (lambda: False)

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
