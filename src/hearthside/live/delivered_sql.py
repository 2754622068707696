"""Who sees what groups really had: nobody in their own scope. What everybody may read is told by a page of its own."""

from hearthside.ledger.sql import IN_PROGRAM

BEHIND = f"{IN_PROGRAM} AND (SELECT people_trusted())"
# Written once and never changed: a correction is another version, and another edition.
ROWS = ("live_delivered_session", "live_delivered_part", "live_delivered_month")
