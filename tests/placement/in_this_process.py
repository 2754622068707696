"""
What the planner's own process works out, worked out in this one: the same week, and nothing has to be started for it.

For tests of what comes after a plan. That a plan has a process of its own, says how far it is and can be stopped, is
what `test_proposing.py`, `test_scenarios.py` and `test_planner_killed.py` look at.
"""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from hearthside.placement import jobs, jobs_what_if
from hearthside.placement.aside import Done


class _Here:
    """In place of `Aside`, for work that is counted in steps: nobody asks it how far it is."""

    def __init__(self, work: str, argument: Any) -> None:
        self.work, self.argument = work, argument

    def __enter__(self) -> "_Here":
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing was started."""

    def within(self, seconds: float) -> Iterator[Done]:
        module, function = self.work.split(":")
        yield Done(getattr(importlib.import_module(module), function)(self.argument, lambda *_: None, lambda: False))


@contextmanager
def in_this_process() -> Iterator[None]:
    """Plans and scenarios are worked out here."""
    with patch.object(jobs, "Aside", _Here), patch.object(jobs_what_if, "Aside", _Here):
        yield
