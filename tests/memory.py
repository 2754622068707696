"""What pages keep in memory between requests, forgotten: a test's world is undone, and nothing read in it may stay."""

import sys

KEEPERS = (
    "hearthside.live.queries.delivered_told", "hearthside.placement.queries.warm", "hearthside.project.web.this_month",
    "hearthside.schedule.queries.over_time",
)  # fmt: skip
# Where the server of the tests is told to.
FORGETTING = "/tests/forget-what-was-read/"


def forget_what_was_read() -> None:
    """As in a process that has just begun. Who keeps nothing yet is not even loaded."""
    for name in KEEPERS:
        if (module := sys.modules.get(name)) is not None:
            module.forget()
