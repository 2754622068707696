"""
What a day plan may be, on plain values.

Rule: docs/rules/day-plans.md. Source: mission promises D1, D2, D3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from hearthside.base.spans import DAY_MINUTES
from hearthside.base.words import BLOCK_KINDS, COUNTABLE_BLOCKS, DAYS


@dataclass(frozen=True)
class Plan:
    """On how many of which days, for how many weeks, with which blocks (kind and minutes) in order."""

    days_per_week: int
    days_allowed: tuple[str, ...]
    weeks: int
    blocks: tuple[tuple[str, int], ...]

    @property
    def countable_minutes(self) -> int:
        """Treatment minutes of a week."""
        return self.days_per_week * sum(minutes for kind, minutes in self.blocks if kind in COUNTABLE_BLOCKS)


def wrong_in_form(plan: Plan) -> list[tuple[str, str]]:
    """What cannot be, each with its field."""
    found = []
    kinds = [kind for kind, _ in plan.blocks]
    if not plan.days_allowed or set(plan.days_allowed) - set(DAYS):
        found.append(("days_allowed", "Choose the days on which it may take place."))
    elif not 1 <= plan.days_per_week <= len(plan.days_allowed):
        allowed = len(plan.days_allowed)
        found.append(("days_per_week", f"Choose a number from 1 to {allowed}, the days that are allowed."))
    if not plan.blocks:
        found.append(("blocks", "Add at least one block."))
    elif set(kinds) - set(BLOCK_KINDS):
        found.append(("blocks", "Choose kinds of blocks from the list."))
    elif any(minutes < 1 for _, minutes in plan.blocks):
        found.append(("blocks", "Every block lasts at least one minute."))
    elif sum(minutes for _, minutes in plan.blocks) > DAY_MINUTES:
        found.append(("blocks", "The blocks are longer than a day. Shorten them."))
    elif "break" in (kinds[0], kinds[-1]):
        found.append(("blocks", "A program day neither begins nor ends with a break. Remove that break."))
    elif any(one == other == "break" for one, other in pairwise(kinds)):
        found.append(("blocks", "Two breaks follow each other. Make them one."))
    return found


def against_policy(plan: Plan, policy: Mapping[str, int]) -> list[tuple[str, str]]:
    """What policy says no to: the dose of days and weeks, and the hours of a week, each with its field."""
    found = []
    if not policy["dose.days.least"] <= plan.days_per_week <= policy["dose.days.most"]:
        bounds = f"{policy['dose.days.least']} to {policy['dose.days.most']}"
        found.append(("days_per_week", f"The program has {bounds} days a week."))
    if not policy["dose.weeks.least"] <= plan.weeks <= policy["dose.weeks.most"]:
        bounds = f"{policy['dose.weeks.least']} to {policy['dose.weeks.most']}"
        found.append(("weeks", f"The program lasts {bounds} weeks."))
    minutes = plan.countable_minutes
    sessions = sum(policy[f"minutes.{kind}"] for kind in ("individual", "counseling", "couples"))
    least, most = policy["week.minimum_minutes"], policy["week.maximum_minutes"]
    if minutes + sessions < least:
        found.append(
            (
                "blocks",
                f"This gives {minutes} countable minutes a week, at most {minutes + sessions} with every session; the "
                f"minimum is {least}. Add {least - minutes - sessions} minutes or a day.",
            )
        )
    if minutes > most:
        found.append(
            (
                "blocks",
                f"This gives {minutes} countable minutes a week; the maximum is {most}. "
                f"Take off {minutes - most} minutes or a day.",
            )
        )
    return found


POLICY_KEYS = (
    "dose.days.least",
    "dose.days.most",
    "dose.weeks.least",
    "dose.weeks.most",
    "minutes.individual",
    "minutes.counseling",
    "minutes.couples",
    "week.minimum_minutes",
    "week.maximum_minutes",
)
