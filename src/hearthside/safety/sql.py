"""Who sees duty and pages, and that none of it is removed."""

from hearthside.ledger.sql import IN_PROGRAM, append_only

# A title and counts of a group, and who is on duty: staff of the program, nobody else.
STAFF = f"{IN_PROGRAM} AND ((SELECT people_trusted()) OR (SELECT people_staff_asks()))"

ROWS = ("safety_duty", "safety_page", "safety_page_step", "safety_page_attempt", "safety_page_alarm")
ONLY_ADDED = ("safety_page_step", "safety_page_alarm")
ADDED = "".join(append_only(table) for table in ONLY_ADDED)
