"""The closed word lists of what people do in a room, each stated once."""

# What somebody asks for in private, in the words on their own button.
OVERWHELMED, NOT_SAFE, UNCOMFORTABLE, TECHNICAL = "overwhelmed", "not_safe", "uncomfortable", "technical"
HELP_CAUSES = {
    OVERWHELMED: "I am overwhelmed",
    NOT_SAFE: "I am not safe",
    UNCOMFORTABLE: "Someone here makes me uncomfortable",
    TECHNICAL: "Something does not work",
}

# A flag is staff's own: nobody who comes to be treated is shown one. The highest calls the crisis clinician.
NO_FLAG, WATCH, TALK, DANGER = 0, 1, 2, 3
FLAG_LEVELS = {
    WATCH: "Keep an eye on them",
    TALK: "Talk with them before they go",
    DANGER: "In danger: call the crisis clinician",
}

# What staff can silence. Only the person themselves can turn it on again.
MICROPHONE, CAMERA = "microphone", "camera"
DEVICES = {MICROPHONE: "Microphone", CAMERA: "Camera"}
ON, OFF = "on", "off"

LONGEST_LINE, LONGEST_REASON = 200, 500

# Pages that are raised from within a room about one person: their ladder, and what each is raised for.
RAISED_LADDER = "raised"
HELP_CAUSE, FLAG_CAUSE = "private_help", "risk_flag"
RAISED_CAUSES = {
    HELP_CAUSE: "Somebody in a group asked for help in private, and nobody has seen it yet.",
    FLAG_CAUSE: "Whoever leads a group is worried about somebody there, and asks for a crisis clinician.",
}
SUBJECT_HELP, SUBJECT_FLAG = "help", "flag"
