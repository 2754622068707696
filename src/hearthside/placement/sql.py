"""Who sees which rows of placement, and that none of them is removed but a change by hand that is taken back."""

from hearthside.ledger.sql import IN_PROGRAM
from hearthside.people.sql import sees

# Ids of people all over the program stand in a week: those who plan see it, and those who answer for it.
PLANNERS = (
    f"{IN_PROGRAM} AND ((SELECT people_trusted()) "
    "OR (SELECT app_roles()) && ARRAY['coordinator', 'compliance', 'director'])"
)

ROWS = {
    "placement_proposal": PLANNERS,
    "placement_proposal_answer": PLANNERS,
    "placement_proposal_edit": PLANNERS,
    "placement_publishing": PLANNERS,
    "placement_scenario": PLANNERS,
    "placement_offer": sees("offer"),
    "placement_reason": sees("placement-reason"),
}
REMOVED_WHEN_TAKEN_BACK = ("placement_proposal_edit",)
