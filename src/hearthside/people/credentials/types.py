"""
What clinicians are, and what a clinician may be doing.

Both lists are closed: a kind of credential that is not here has no scope, and so may do nothing.
"""

CREDENTIAL_TYPES = {
    "psychiatrist": "Psychiatrist (MD or DO)",
    "pmhnp": "Psychiatric nurse practitioner (PMHNP)",
    "pa": "Physician assistant",
    "psychologist": "Psychologist (PhD or PsyD)",
    "lcsw": "Clinical social worker (LCSW, LICSW)",
    "lmft": "Marriage and family therapist (LMFT)",
    "lpc": "Professional counselor (LPC, LPCC, LMHC)",
    "associate": "Associate under supervision (AMFT, LSW, LPC-A)",
    "sud_counselor": "Drug and alcohol counselor (LADC, LCDC, CADC)",
    "nurse": "Nurse (RN, LPN)",
    "peer": "Peer or recovery specialist",
    "case_manager": "Case manager",
    "not_stated": "Profession not recorded yet (from a roster)",
}
# What a roster leaves open, and nobody chooses: by hand a profession is recorded.
NOT_STATED = "not_stated"
PROFESSIONS = {kind: words for kind, words in CREDENTIAL_TYPES.items() if kind != NOT_STATED}

# The letters behind a name; the words above are for forms, these for cards.
SHORT_TITLES = {
    "psychiatrist": "MD",
    "pmhnp": "PMHNP",
    "pa": "PA",
    "psychologist": "PhD",
    "lcsw": "LCSW",
    "lmft": "LMFT",
    "lpc": "LPC",
    "associate": "Associate",
    "sud_counselor": "LADC",
    "nurse": "RN",
    "peer": "Peer specialist",
    "case_manager": "Case manager",
    "not_stated": "",
}

CREDENTIAL_STATUSES = {
    "active": "Active",
    "suspended": "Suspended",
    "given_up": "Given up",
}

AUTHORITY_STATUSES = {
    "pending": "Applied for",
    "active": "Active",
    "suspended": "Suspended",
    "mistake": "Recorded by mistake",
}

# Why an authority ended before or on its day.
ENDED_BECAUSE = {
    "lapsed": "It was not renewed",
    "given_up": "The clinician gave it up",
    "revoked": "The board took it away",
    "home_license": "The license it rests on ended",
}

# What a clinician does for people, each with the words that finish "may not …".
DOINGS = {
    "assess": "assess and diagnose",
    "individual": "give individual therapy",
    "counseling": "give drug and alcohol counseling",
    "couples": "give couples therapy",
    "lead_group": "lead a group",
    "lead_sud_group": "lead a substance use group",
    "co_lead_group": "help to lead a group",
    "prescribe": "prescribe medication",
}

# A role is worth nothing to somebody whose credential allows none of these.
DOINGS_OF_ROLE = {
    "facilitator": ("lead_group", "lead_sud_group", "co_lead_group"),
    "individual": ("individual",),
    "counselor": ("counseling",),
    "couples": ("couples",),
    "prescriber": ("prescribe",),
}
