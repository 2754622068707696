"""What a cohort's row of integers holds, by column."""

# Columns of a cohort's row. FIX_U and FIX_CO: how many units and co rows at the front may not be moved (a kept cohort).
ALIVE, PLAN, COMBO, START, TRACK, PEOPLE, UNITS, LEAD, COS = range(9)
LANGS, STATES, FOCUS, STAFF_STATES, GENDER, BASE, SCORE, MINUTES = range(9, 17)
FIX_U, FIX_CO, CLOSED, FIX_LANG, FIX_FOCUS, KEPT = range(17, 23)
LOCKED, WAS_FIX_U, WAS_FIX_CO, WAS_CLOSED, WAS_KEPT, WAS_LANG, WAS_FOCUS = range(23, 30)  # standing still for a round
KEPT_AS = 30  # number, from 1, of the published cohort this is
FIRST = 31
