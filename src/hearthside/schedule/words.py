"""The closed word lists of the schedule, each stated once; what people read stands beside it."""

from hearthside.base.words import BLOCK_KINDS, DAYS, SESSION_KINDS

PROGRAM_DAY = "program_day"
SERIES_KINDS = (PROGRAM_DAY, *SESSION_KINDS)
KIND_NAMES = {
    PROGRAM_DAY: "Program day",
    "individual": "Individual therapy",
    "counseling": "Counseling",
    "couples": "Couples therapy",
    "couples_group": "Couples group",
    "medication": "Medication visit",
    "wellness": "Wellness",
}
# A single session is one block of its own kind; a program day has the blocks of its day plan.
KINDS_OF_BLOCK = tuple(dict.fromkeys((*BLOCK_KINDS, *SESSION_KINDS)))
COUPLES_GROUP = "couples_group"
WITH_PARTNERS = ("couples", COUPLES_GROUP)
# One person alone with one clinician.
ALONE = ("individual", "counseling", "medication")

PLANNED, SHORT, OPEN, HELD, CANCELED = "planned", "short", "open", "held", "canceled"
STATUSES = {PLANNED: "Planned", SHORT: "Short of staff", OPEN: "Open", HELD: "Held", CANCELED: "Canceled"}
# What is still to come and may be changed.
AHEAD = (PLANNED, SHORT)

SEAT_HELD, SEAT_EXCUSED, SEAT_CANCELED = "held", "excused", "canceled"
SEAT_STATES = {SEAT_HELD: "Expected", SEAT_EXCUSED: "Excused", SEAT_CANCELED: "Canceled"}
# Why a seat is excused, in words that say nothing of a person's own reason.
EXCUSED_BECAUSE = {
    "own": "They said they cannot come",
    "away": "They are away",
    "leave": "They are on leave",
    "elsewhere": "They are booked elsewhere then",
    "short": "The session is short of staff",
    "guest_elsewhere": "They are a guest of another group instead",
    "staff": "Staff excused them",
}
SEAT_CANCELED_BECAUSE = {
    "left": "They left the group",
    "care_ended": "Their care here ended",
    "separated": "The partners parted",
    "series": "The series changed",
    "moved": "The session was moved",
    "staff": "Staff canceled it",
    "swap": "The swap was taken back",
}

SESSION_CANCELED_BECAUSE = {
    "closure": "The clinic is closed",
    "staff": "Staff canceled it",
    "series": "The series changed",
    "series_ended": "The series ended",
    "nobody": "Nobody is left in it",
}
RELEASED_BECAUSE = {
    "ill": "Is ill",
    "away": "Is away",
    "license": "May not treat somebody in it that day",
    "elsewhere": "Is booked elsewhere then",
    "left": "Left the program",
    "changed": "The staff changed",
}
SERIES_ENDED_BECAUSE = {
    "changed": "The pattern changed",
    "cohort_closed": "The cohort closed",
    "care_ended": "Care ended",
    "separated": "The partners parted",
    "staff": "Staff ended it",
}
SHORTAGE_ENDED_BECAUSE = {
    "covered": "Cover was found",
    "fewer": "Fewer people need fewer staff",
    "canceled": "The session was canceled",
    "held": "The session was held",
}
ANSWERS = {"open": "Waiting for an answer", "taken": "Taken", "declined": "Declined", "closed": "No longer needed"}

QUESTION_KINDS = {
    "outside_windows": "The clocks changed and this now falls outside somebody's hours",
    "missing_time": "This time does not exist that day",
    "doubled_time": "This time comes twice that day",
    "zone_data": "The rules of the zone changed and this moved",
    "kept_apart": "Two people in it may not share a group",
    "over_cap": "More people are in it than policy now allows",
}

WHOSE = ("clinician", "patient", "partner")
WEEKDAYS = DAYS
