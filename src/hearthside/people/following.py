"""
What must follow from a change here, in packages that stand above: in the same transaction, or the change is not made.

News is for what may come a moment later. What must never be seen half done (somebody discharged who still holds a seat)
is a function that a package above registers when it starts.
"""

from collections.abc import Callable
from typing import Any

# What is said of each kind, by name: see whoever calls `follow`.
KINDS = {
    "status": "a patient became something else to the program: patient, change",
    "account": "a patient signs in with an account from now on: patient",
    "separated": "a couple ended: couple, patients, because",
    "kept_apart": "two patients may share a group no longer: pair",
    "merged": "two records became one: kept, gone, moved (rows that moved with them are added, as table and id)",
    "unmerged": "they are two again: kept, gone, moves (ids of the rows that go back, by table)",
    "memberships": "days of people in cohorts, which are held, began, changed or ended: memberships",
    "placed_by_hand": "staff gave people a place without a plan: program, patients",
    "cohort": "a cohort began, changed or ended: cohort, lasted_until (its last day before that)",
    "treatment_ending": "a treatment is about to end, before anybody is held: treatment, until_at, because",
    "treatment_ended": "staff ended a treatment: treatment, until_at, because",
    "treatment": "who treats somebody began or ended: treatment",
}

Follower = Callable[..., None]
_followers: dict[str, list[Follower]] = {kind: [] for kind in KINDS}


def register(kind: str, follower: Follower) -> None:
    """Let this function do what must follow from changes of this kind."""
    if follower not in _followers[kind]:
        _followers[kind].append(follower)


def follow(kind: str, **facts: Any) -> None:
    """Do everything that must follow, in the order in which it was registered; a refusal refuses the change too."""
    for follower in _followers[kind]:
        follower(**facts)
