"""What a cohort's row of integers holds, by column."""

# What a look at a cohort asks first stands together, in a few lines of the processor's cache.
LEAD, PEOPLE, TRACK, COMBO, START, LANGS, STAFF_STATES, CLOSED, KEPT, PLAN, UNITS, FOCUS, BASE, SCORE = range(14)
MINUTES, SMALL, MODERATE, ALIVE, COS, STATES, GENDER = range(14, 21)  # SMALL, MODERATE: how many wish for that size
# FIX_U and FIX_CO: how many units and co rows at the front may not be moved (a kept cohort).
FIX_U, FIX_CO, FIX_LANG, FIX_FOCUS = range(21, 25)
LOCKED = 25  # standing still for a round
KEPT_AS = 26  # number, from 1, of the published cohort this is
FIRST = 27
