"""
The closed word lists of the program, each stated once.

Folders, pages and the database all spell these words the same way; GLOSSARY.md explains them.
Order is the order in which people are shown them.
"""

ROLES = ("facilitator", "individual", "counselor", "couples", "prescriber")

COUNTABLE_BLOCKS = ("process", "psychoeducation", "skills")
UNCOUNTABLE_BLOCKS = ("wellness", "break", "pet")
BLOCK_KINDS = COUNTABLE_BLOCKS + UNCOUNTABLE_BLOCKS

# Who leads a session of each kind; "any" is any clinician.
SESSION_ROLE = {
    "individual": "individual",
    "counseling": "counselor",
    "couples": "couples",
    "couples_group": "couples",
    "medication": "prescriber",
    "wellness": "any",
}
SESSION_KINDS = tuple(SESSION_ROLE)
PLANNED_SESSION_KINDS = ("individual", "counseling", "couples", "couples_group")

# The roles of a care team, with the kind of the one weekly session each holds.
CARE_ROLES = {"individual": "individual", "counselor": "counseling", "couples": "couples"}

TRACKS = ("mh", "sud", "dual")
COUNSELED_TRACKS = ("sud", "dual")
FOCUSES = ("trauma", "young_adult", "lgbtq")

SIZE_WISHES = ("small", "moderate")
TIME_WISHES = ("morning", "afternoon", "evening")
GENDER_WISHES = ("woman", "man")
GENDERS = ("woman", "man", "other")

PARTS = ("lead", "co")
WARNING_KINDS = ("clock_change", "exception", "license_end", "current_dropped")
AUTHORITY_KINDS = ("license", "compact_privilege", "telehealth_registration", "exception")
EXCEPTION_KINDS = ("away", "extra")

# Filters of placement in the order in which they are asked; the first that leaves nothing is the reason.
UNPLACED_REASONS = (
    "license",
    "language",
    "qualification",
    "availability",
    "too_few_alike",
    "minimum_minutes",
    "keep_apart",
    "staff_hours",
    "lost_out",
    # No filter: somebody had a place in a plan, and was taken out of it.
    "taken_out",
)
GAP_REASONS = (
    "license",
    "language",
    "qualification",
    "availability",
    "conflict_of_role",
    "staff_hours",
    "lost_out",
)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

STATES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR GU VI AS MP"
).split()
