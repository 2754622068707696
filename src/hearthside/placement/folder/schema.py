"""
The files of a roster and of a week, column by column, as data.

The readers follow these tables, the writer takes its headers from them, and the reference page is made from them:
one place to look, and nothing to drift apart. Source: placement.md section 4.
"""

from dataclasses import dataclass

from hearthside.base.words import (
    AUTHORITY_KINDS,
    EXCEPTION_KINDS,
    FOCUSES,
    GAP_REASONS,
    GENDER_WISHES,
    GENDERS,
    PARTS,
    ROLES,
    SESSION_KINDS,
    SIZE_WISHES,
    TIME_WISHES,
    TRACKS,
    UNPLACED_REASONS,
    WARNING_KINDS,
)
from hearthside.placement.folder import cells
from hearthside.placement.folder.cells import Form

YES_NO = ("yes", "no")


@dataclass(frozen=True)
class Column:
    """`optional` columns may be missing from the header; whether a cell may be empty is the form's business."""

    name: str
    form: Form
    about: str
    optional: bool = False


@dataclass(frozen=True)
class Table:
    """One CSV file. An `optional` one may be missing from the folder."""

    file: str
    about: str
    columns: tuple[Column, ...]
    optional: bool = False

    @property
    def header(self) -> tuple[str, ...]:
        """The columns that must be there, in order."""
        return tuple(c.name for c in self.columns if not c.optional)


PEOPLE = Table(
    "people.csv",
    "Everyone who waits for a place or holds one, one row each.",
    (
        Column("person_id", cells.identifier(), "Unique among people and clinicians."),
        Column("name", cells.text(), "Shown in index.html; never written to another file or log."),
        Column("state", cells.state(), "Where the person is during sessions; licenses are looked up by it."),
        Column("zone", cells.zone(), "Their local time: availability is written in it."),
        Column("languages", cells.listed(cells.language()), "Languages they can be treated in."),
        Column("track", cells.word(TRACKS), "mental health, substance use, or both."),
        Column("programs", cells.listed(cells.identifier()), "Day plans that suit them; order carries no points."),
        Column("acuity", cells.integer(1, 3), "3 is the most urgent."),
        Column("waiting_since", cells.day(), "Not after the week that is planned."),
        Column("focus", cells.listed(cells.word(FOCUSES), needed=False), "Focus cohorts they asked for."),
        Column("size_wish", cells.word(SIZE_WISHES, needed=False), "small is 6 to 8 people, moderate 9 or more."),
        Column("time_wish", cells.word(TIME_WISHES, needed=False), "When a program day should begin, by their clock."),
        Column("gender_wish", cells.word(GENDER_WISHES, needed=False), "A gender that somebody on the staff has."),
        Column("partner_id", cells.identifier(needed=False), "Their partner, who names them in turn."),
        Column("together", cells.word(YES_NO, needed=False), "Needed with a partner; one no keeps the two apart."),
        Column("keep_apart", cells.listed(cells.identifier(), needed=False), "People never to share a group with."),
        Column("minimum_minutes", cells.integer(needed=False), "Their own weekly minimum; empty takes the policy's."),
        Column("email", cells.text(), "Kept for the program, not used to plan.", optional=True),
        Column("phone", cells.text(), "Kept for the program, not used to plan.", optional=True),
        Column("born_on", cells.text(), "Kept for the program, not used to plan.", optional=True),
    ),
)

CLINICIANS = Table(
    "clinicians.csv",
    "Everyone who leads groups or sessions.",
    (
        Column("clinician_id", cells.identifier(), "Unique among people and clinicians."),
        Column("name", cells.text(), "Shown in index.html; never written to another file or log."),
        Column("zone", cells.zone(), "Their local time: availability is written in it."),
        Column(
            "authorities",
            cells.listed(cells.state(), needed=False),
            "States they may treat in; ignored when licenses.csv is there.",
        ),
        Column("roles", cells.listed(cells.word(ROLES)), "What they do in the program."),
        Column("tracks", cells.listed(cells.word(TRACKS)), "Tracks they are qualified for."),
        Column("languages", cells.listed(cells.language()), "Languages they can treat in."),
        Column("gender", cells.word(GENDERS), "For the wishes of people."),
        Column("group_minutes", cells.integer(), "At most so many minutes of group work a week."),
        Column("individual_minutes", cells.integer(), "At most so many minutes of weekly sessions."),
        Column("day_minutes", cells.integer(), "At most so many minutes of group work a day."),
        Column("email", cells.text(), "Kept for the program, not used to plan.", optional=True),
    ),
)

AVAILABILITY = Table(
    "availability.csv",
    "When people and clinicians are free, every week; as many rows as they have windows.",
    (
        Column("who", cells.identifier(), "A person or a clinician."),
        Column("day", cells.weekday(), "By their own clock."),
        Column("from", cells.clock(), "By their own clock."),
        Column("to", cells.clock(ends=True), "After from; for a window over midnight write two rows."),
    ),
)

PROGRAMS = Table(
    "programs.csv",
    "Day plans: what a treatment week is made of.",
    (
        Column("program_id", cells.identifier(), "Unique among day plans."),
        Column("title", cells.text(), "For people to read."),
        Column("days_per_week", cells.integer(1, 7), "Not above the number of days allowed."),
        Column("days_allowed", cells.listed(cells.weekday()), "Days on which it may take place."),
        Column("blocks", cells.blocks(), "What one program day holds, in order."),
        Column("weeks", cells.integer(1, 520, needed=False, if_empty=8), "Weeks of treatment; 8.", optional=True),
    ),
)

POLICY = Table(
    "policy.csv",
    "Where this program is stricter than the baseline, and its weights.",
    (
        Column("key", cells.text(), "A key of the policy baseline."),
        Column("value", cells.text(), "Never looser than the baseline."),
    ),
)

LICENSES = Table(
    "licenses.csv",
    "Where each clinician may treat, with dates. When the file is there, `authorities` is ignored.",
    (
        Column("clinician_id", cells.identifier(), "A clinician."),
        Column("state", cells.state(), "Where it counts."),
        Column("kind", cells.word(AUTHORITY_KINDS), "All four count alike."),
        Column("number", cells.text(), "Kept for the program, not used to plan."),
        Column("from", cells.day(), "The first day."),
        Column("to", cells.day(needed=False), "The last day; empty is open."),
    ),
    optional=True,
)

EXCEPTIONS = Table(
    "exceptions.csv",
    "Single days that differ from the weekly windows: extra time is added, then time away taken off.",
    (
        Column("who", cells.identifier(), "A person or a clinician."),
        Column("date", cells.day(), "By their own clock."),
        Column("from", cells.clock(needed=False), "Empty, with `to` empty: the whole day."),
        Column("to", cells.clock(ends=True, needed=False), "After from."),
        Column("kind", cells.word(EXCEPTION_KINDS), "away or extra."),
    ),
    optional=True,
)

PETS = Table(
    "pets.csv",
    "Pets and support animals: kept for the program, not used to plan.",
    (
        Column("person_id", cells.identifier(), "Whose it is."),
        Column("name", cells.text(), "The animal's name."),
        Column("species", cells.text(), "For people to read."),
        Column("notes", cells.text(), "For people to read."),
    ),
    optional=True,
)

ROSTER = (PEOPLE, CLINICIANS, AVAILABILITY, PROGRAMS, POLICY, LICENSES, EXCEPTIONS, PETS)
CURRENT_FOLDER = "current"

# In a week that is read back, ids are any text: whether they exist is rule H0, and for the check to say.
_ANY = cells.text()

COHORTS = Table(
    "cohorts.csv",
    "Who goes through treatment together: one row a cohort.",
    (
        Column("cohort_id", _ANY, "g1, g2 and so on; a kept cohort keeps its id."),
        Column("program_id", _ANY, "Its day plan."),
        Column("track", cells.word(TRACKS), "Every member's own track, or dual for couples of two tracks."),
        Column("language", cells.language(), "Spoken by every member and all staff."),
        Column("focus", cells.word(FOCUSES, needed=False), "Empty for none."),
        Column("days", cells.listed(cells.weekday(), needed=False, doubled=True), "Its program days, Monday first."),
        Column("start", cells.clock(), "By clocks of the reference zone."),
        Column("size", cells.integer(), "How many members it has."),
        Column("open", cells.word(YES_NO, needed=False), "Only in current/: nobody is added to no.", optional=True),
    ),
)

STAFFING = Table(
    "staffing.csv",
    "Who staffs each block of a cohort's program day; the same on each of its days.",
    (
        Column("cohort_id", _ANY, "The cohort."),
        Column("block", cells.integer(1), "From 1, breaks counted."),
        Column("clinician_id", _ANY, "Who is there."),
        Column("part", cells.word(PARTS), "One lead a cohort, the others co."),
    ),
)

MEMBERS = Table(
    "members.csv",
    "Who sits in which cohort.",
    (Column("person_id", _ANY, "The person."), Column("cohort_id", _ANY, "Their cohort.")),
)

SESSIONS = Table(
    "sessions.csv",
    "Weekly sessions outside the cohort.",
    (
        Column("session_id", _ANY, "s1, s2 and so on."),
        Column("kind", cells.word(SESSION_KINDS), "individual, counseling, couples or couples_group."),
        Column("day", cells.weekday(), "By the reference zone."),
        Column("start", cells.clock(), "By clocks of the reference zone."),
        Column("minutes", cells.integer(), "As the policy says for its kind."),
        Column("clinicians", cells.listed(_ANY, needed=False, doubled=True), "Who leads it."),
        Column("people", cells.listed(_ANY, needed=False, doubled=True), "Who is in it."),
    ),
)

UNPLACED = Table(
    "unplaced.csv",
    "Everyone without a place, and why.",
    (
        Column("person_id", _ANY, "The person."),
        Column("reason", cells.word(UNPLACED_REASONS), "The first filter that left nothing."),
        Column("sentence", cells.text(), "The reason in plain words."),
        Column("change", cells.text(), "The smallest single change that would place them, or none."),
    ),
)

GAPS = Table(
    "gaps.csv",
    "Care-team roles that are due and that nobody fills; one row a person and role.",
    (
        Column("person_id", _ANY, "The person."),
        Column("role", cells.word(ROLES), "individual, counselor or couples."),
        Column("reason", cells.word(GAP_REASONS), "The first filter that left nothing."),
        Column("sentence", cells.text(), "The reason in plain words."),
        Column("change", cells.text(), "The smallest single change that would fill it, or none."),
    ),
)

WARNINGS = Table(
    "warnings.csv",
    "What will stop working in later weeks, and what was dropped from current/.",
    (
        Column("kind", cells.word(WARNING_KINDS), "What kind of thing lies ahead."),
        Column("cohort_id", _ANY, "The cohort it touches, where there is one."),
        Column("who", _ANY, "The person or clinician it touches, where there is one."),
        Column("from_week", cells.text(), "The Monday of the first week it touches."),
        Column("sentence", cells.text(), "In plain words."),
    ),
)

WEEK = (COHORTS, STAFFING, MEMBERS, SESSIONS, UNPLACED, GAPS, WARNINGS)
CURRENT = (COHORTS, STAFFING, MEMBERS, SESSIONS)
SUMMARY_FILE = "summary.json"
CALENDAR_FILE = "week.ics"
PAGE_FILE = "index.html"
WEEK_FILES = (*(t.file for t in WEEK), SUMMARY_FILE, CALENDAR_FILE, PAGE_FILE)
MOST_PLACED_FOLDER = "most_placed"
