"""The words of duty and of pages, as the tables keep them."""

FLOATER, SUPERVISOR, CRISIS = "floater", "supervisor", "crisis"
DUTIES = {FLOATER: "Floater", SUPERVISOR: "Supervisor", CRISIS: "Crisis clinician"}

# What a page of duty is rung by.
DUTY_BELL = "duty"

# What a step of a ladder calls: the next one in line, the supervisors, or everybody there is.
NEXT, EVERYBODY = "next", "everybody"
LEVELS = (NEXT, SUPERVISOR, EVERYBODY)

IN_PAGE, MAIL = "in_page", "mail"
CHANNELS = (IN_PAGE, MAIL)

# Why an attempt came to nothing: it was answered first, its end is not known, the receiver is gone, or it was refused.
ANSWERED, UNKNOWN, GONE = "answered", "unknown", "gone"

# Why nobody may be content: the ladder began again, it found nobody to call, it could not be asked, or it is late.
BEGAN_AGAIN, NOBODY, NOT_ASKED, LATE = "began_again", "nobody", "not_asked", "late"
ALARMS = {
    BEGAN_AGAIN: "Nobody answered, and the calls began again",
    NOBODY: "There was nobody to call",
    NOT_ASKED: "Who could come could not be worked out",
    LATE: "Calls are late",
}
