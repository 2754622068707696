"""How a command may end: its exit codes."""

DONE = 0
NOT_KEPT = 1
"""check: a rule is broken; plan: nobody could be placed; place: no cohort fits."""
BAD_INPUT = 2
NOT_STARTED = 3
"""up: a part of the program does not start; its log is named."""
OUR_MISTAKE = 70
"""The planner's own answer failed the check. Nothing was written."""
INTERRUPTED = 130
