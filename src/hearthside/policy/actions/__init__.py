"""
Changing policy: one person asks, a second one approves, and nothing is ever looser than the baseline.

A change takes effect on its day and not before its approval; it ends what stood before it by beginning.

Rule: docs/rules/tighten-only.md
"""

from hearthside.policy.actions.answering import approve_policy_value, decline_policy_value, withdraw_policy_value
from hearthside.policy.actions.asking import end_policy_value, set_policy_value

__all__ = [
    "approve_policy_value",
    "decline_policy_value",
    "end_policy_value",
    "set_policy_value",
    "withdraw_policy_value",
]
