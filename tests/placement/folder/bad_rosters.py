"""
Every way we know in which a roster can be wrong, each with exactly what is said about it.

A case is a name, the files, and the complaints in the order in which they are printed.
"""

from collections.abc import Mapping
from typing import NamedTuple

from tests.placement.folder.small_roster import (
    CURRENT,
    FILES,
    PEOPLE_HEADER,
    changed,
    lines,
    person,
    with_line,
    without,
)

PUT_RIGHT = "Put the published week right, or plan with --replan, which drops what no longer fits."
SAVE_AS = 'Save it as "CSV UTF-8 (comma delimited)".'
ID_FORM = "Write letters, digits, dots, hyphens and underscores, beginning with a letter or digit, 64 at most."
STATE_FORM = "Write the two capital letters of a US state, DC, PR, GU, VI, AS or MP."
BLOCK_KINDS = "process, psychoeducation, skills, wellness, break or pet"
BLOCK_FORM = (
    f"Write kind:minutes with one space between, for example process:90 break:10 skills:90; kinds are {BLOCK_KINDS}."
)
OVER_MIDNIGHT = "For a window over midnight write two rows, one to 24:00 and one from 00:00 on the next day."


class Case(NamedTuple):
    name: str
    files: Mapping[str, str | bytes]
    said: tuple[str, ...]


def people(*rows: str) -> dict[str, str]:
    """The small roster with these lines after its own people."""
    return {**FILES, "people.csv": FILES["people.csv"] + lines(*rows)}


def programs(row: str) -> dict[str, str]:
    """The small roster with one more day plan."""
    return with_line("programs.csv", row)


def policy(*rows: str) -> dict[str, str]:
    return {**FILES, "policy.csv": lines("key,value", *rows)}


def current(file: str, old: str, new: str) -> dict[str, str]:
    """The small roster with a published week, one thing in it changed."""
    return {**FILES, **changed(f"current/{file}", old, new, CURRENT)}


FILES_AND_COLUMNS = [
    Case(
        "a file is missing",
        without("policy.csv"),
        ("policy.csv: This file is missing. Add it, with the header key,value.",),
    ),
    Case(
        "a file is not known",
        {**FILES, "persons.csv": "x\n"},
        ("persons.csv: This file is not known in a roster. Move it to another folder.",),
    ),
    Case(
        "a file's name is misspelled",
        {**FILES, "licences.csv": "x\n"},
        ("licences.csv: This file is not known in a roster. Rename it to licenses.csv, or move it away.",),
    ),
    Case(
        "a file is empty",
        {**FILES, "availability.csv": ""},
        ("availability.csv: This file is empty. Its first line must be who,day,from,to.",),
    ),
    Case(
        "a folder has a file's name",
        {**without("policy.csv"), "policy.csv/readme": "x"},
        ("policy.csv: This is a folder, not a file. Put a CSV file in its place.",),
    ),
    Case(
        "a column is missing",
        changed("availability.csv", "who,day,from,to", "who,day,from,until"),
        (
            "availability.csv, line 1, column to: This column is missing. Add it; it takes a time as HH:MM, for "
            "example 09:30, up to 24:00.",
            'availability.csv, line 1, column until: Column "until" is not known here. Remove it.',
        ),
    ),
    Case(
        "a column is not known, and resembles one",
        {**FILES, "policy.csv": "key,value,Value \n"},
        ('policy.csv, line 1, column Value : Column "Value " is not known here. Did you mean value?',),
    ),
    Case(
        "a column is there twice",
        {**FILES, "policy.csv": "key,value,key\n"},
        ('policy.csv, line 1, column key: Column "key" is there twice. Remove one of them.',),
    ),
    Case(
        "columns are separated by semicolons",
        {**FILES, "policy.csv": "key;value\nbuffer.minutes;10\n"},
        ("policy.csv, line 1: Columns are separated by semicolons. Save it with commas between columns.",),
    ),
    Case(
        "a line is ragged",
        with_line("availability.csv", "p3,mon,09:00"),
        (
            "availability.csv, line 49: This line has 3 cells, the header 4. Put it right; if it is the last line, the "
            "file may be cut off.",
        ),
    ),
    Case(
        "a file is cut off inside quotes",
        {**FILES, "policy.csv": 'key,value\nbuffer.minutes,"1'},
        ("policy.csv, line 2: A quote opens here and never closes: is the file cut off? Close it, or export again.",),
    ),
    Case(
        "text follows a closing quote",
        {**FILES, "policy.csv": 'key,value\n"buffer.minutes"x,10\n'},
        ('policy.csv, line 2: There is text after a closing quote. Write a quote inside a quoted cell twice: "".',),
    ),
    Case(
        "a file is not UTF-8",
        {**FILES, "people.csv": (FILES["people.csv"] + person("p9", name="José") + "\n").encode("latin-1")},
        (f"people.csv, line 10: This line is not UTF-8 (byte 0xe9). {SAVE_AS}",),
    ),
    Case(
        "a file is UTF-16",
        {**FILES, "policy.csv": FILES["policy.csv"].encode("utf-16")},
        (f"policy.csv: This file is UTF-16, not UTF-8. {SAVE_AS}",),
    ),
    Case(
        "a file holds NUL bytes",
        {**FILES, "policy.csv": FILES["policy.csv"] + "\0"},
        (f"policy.csv, line 3: There is a NUL byte: this is not a text file, or it is damaged. {SAVE_AS}",),
    ),
    Case(
        "there are no people",
        {**FILES, "people.csv": PEOPLE_HEADER + "\n", "availability.csv": "who,day,from,to\n"},
        ("people.csv: There are no people. Add one row for each person.",),
    ),
    Case(
        "there are no clinicians",
        {
            **FILES,
            "clinicians.csv": FILES["clinicians.csv"].splitlines()[0] + "\n",
            "availability.csv": "who,day,from,to\n",
        },
        ("clinicians.csv: There are no clinicians. Add one row for each clinician.",),
    ),
]

PEOPLE = [
    Case(
        "an id is not one",
        people(person("=p9")),
        (f'people.csv, line 10, column person_id: "=p9" is not an id. {ID_FORM}',),
    ),
    Case(
        "an id is there twice",
        people(person("p3")),
        ("people.csv, line 10, column person_id: Id p3 is already on line 4. Give each its own id.",),
    ),
    Case(
        "a person has a clinician's id",
        people(person("c1")),
        (
            "clinicians.csv, line 2, column clinician_id: Id c1 is already in people.csv, line 10. Give each its "
            "own id.",
        ),
    ),
    Case(
        "a state is not known",
        people(person("p9", state="ny")),
        (f'people.csv, line 10, column state: "ny" is not known here. {STATE_FORM} Did you mean NY?',),
    ),
    Case(
        "a zone is not known",
        people(person("p9", zone="Chicago")),
        (
            'people.csv, line 10, column zone: "Chicago" is not a time zone. Write a name of the IANA time zone '
            "database, for example America/Chicago. Did you mean America/Chicago?",
        ),
    ),
    Case(
        "a zone is empty",
        people(person("p9", zone="")),
        (
            "people.csv, line 10, column zone: This cell is empty. Write a name of the IANA time zone database, for "
            "example America/Chicago.",
        ),
    ),
    Case(
        "a language is not a code",
        people(person("p9", languages="en;English")),
        (
            'people.csv, line 10, column languages: "English" is not a language code. Write a language code of two or '
            "three small letters, for example en.",
        ),
    ),
    Case(
        "a list has an empty place",
        people(person("p9", languages="en;")),
        (
            'people.csv, line 10, column languages: "en;" has an empty place between semicolons. Remove the semicolon '
            "too many.",
        ),
    ),
    Case(
        "a list has something twice",
        people(person("p9", focus="trauma;trauma")),
        ('people.csv, line 10, column focus: "trauma" is listed twice. Write it once.',),
    ),
    Case(
        "a track is not known",
        people(person("p9", track="MH")),
        ('people.csv, line 10, column track: "MH" is not known here. Write mh, sud or dual. Did you mean mh?',),
    ),
    Case(
        "a day plan does not exist",
        people(person("p9", programs="iop-3;iop-9")),
        (
            'people.csv, line 10, column programs: There is no day plan "iop-9". Write an id that programs.csv has, or '
            "remove this one.",
        ),
    ),
    Case(
        "acuity is out of range",
        people(person("p9", acuity="4")),
        (
            'people.csv, line 10, column acuity: "4" is not a whole number from 1 to 3. Write a whole number from 1 to '
            "3.",
        ),
    ),
    Case(
        "a date is not one",
        people(person("p9", waiting_since="2026-02-30")),
        (
            'people.csv, line 10, column waiting_since: "2026-02-30" is not a date. Write a date as year-month-day, '
            "for example 2027-01-04.",
        ),
    ),
    Case(
        "somebody waits since after the week",
        people(person("p9", waiting_since="2027-01-05")),
        (
            "people.csv, line 10, column waiting_since: They wait since 2027-01-05, which is after the week of "
            "2027-01-04. Write the date on which they began to wait.",
        ),
    ),
    Case(
        "a partner is one-sided",
        people(person("p9", partner="p3", together="yes")),
        (
            "people.csv, line 10, column partner_id: p3 does not name p9 as partner, but names nobody. Write p9 as "
            "partner_id of p3, or remove it here.",
        ),
    ),
    Case(
        "a partner names somebody else",
        people(person("p9", partner="p1", together="no")),
        (
            "people.csv, line 10, column partner_id: p1 does not name p9 as partner, but names p2. Write p9 as "
            "partner_id of p1, or remove it here.",
        ),
    ),
    Case(
        "a partner does not exist",
        people(person("p9", partner="p10", together="yes")),
        (
            'people.csv, line 10, column partner_id: There is no person "p10". Write an id that people.csv has, or '
            "remove this one.",
        ),
    ),
    Case(
        "a partner is a clinician",
        people(person("p9", partner="c1", together="yes")),
        ("people.csv, line 10, column partner_id: c1 is a clinician. Write the id of a person, or remove it.",),
    ),
    Case(
        "somebody is their own partner",
        people(person("p9", partner="p9", together="yes")),
        ("people.csv, line 10, column partner_id: p9 is written as their own partner. Write the partner's id.",),
    ),
    Case(
        "a couple does not say whether it is together",
        people(person("p9", partner="p10"), person("p10", partner="p9", together="yes")),
        ("people.csv, line 10, column together: It is not said whether they stay with p10. Write yes or no.",),
    ),
    Case(
        "somebody is together with nobody",
        people(person("p9", together="yes")),
        ("people.csv, line 10, column together: There is no partner to be with. Write partner_id, or leave it empty.",),
    ),
    Case(
        "somebody is kept apart from themselves",
        people(person("p9", keep_apart="p9")),
        ("people.csv, line 10, column keep_apart: p9 is to be kept apart from themselves. Remove their own id.",),
    ),
    Case(
        "somebody is kept apart from nobody we know",
        people(person("p9", keep_apart="p3;p77")),
        (
            'people.csv, line 10, column keep_apart: There is no person "p77". Write an id that people.csv has, or '
            "remove this one.",
        ),
    ),
    Case(
        "a minimum is below the policy's",
        people(person("p9", minimum_minutes="500")),
        (
            "people.csv, line 10, column minimum_minutes: A minimum of 500 minutes is below the policy's 540. Leave it "
            "empty, or write a higher number.",
        ),
    ),
    Case(
        "a minimum is above the maximum",
        people(person("p9", minimum_minutes="1200")),
        (
            "people.csv, line 10, column minimum_minutes: A minimum of 1200 minutes is above the policy's maximum of "
            "1199. Leave it empty, or write a lower number.",
        ),
    ),
    Case(
        "a word has a space around it",
        people(person("p9", track="mh ")),
        ('people.csv, line 10, column track: "mh " has a space before or after it. Remove the space.',),
    ),
    Case(
        "a cell would move the terminal's cursor",
        people(person("p9", track="\x1b[2J")),
        ('people.csv, line 10, column track: "\\x1b[2J" is not known here. Write mh, sud or dual.',),
    ),
]

CLINICIANS_AND_TIMES = [
    Case(
        "a role is not known",
        changed("clinicians.csv", "NY,facilitator,", "NY,leader,"),
        (
            'clinicians.csv, line 2, column roles: "leader" is not known here. Write facilitator, individual, '
            "counselor, couples or prescriber.",
        ),
    ),
    Case(
        "a clinician's state is not known",
        changed("clinicians.csv", ",NY,facilitator,", ",XX,facilitator,"),
        (f'clinicians.csv, line 2, column authorities: "XX" is not known here. {STATE_FORM}',),
    ),
    Case(
        "minutes are negative",
        changed("clinicians.csv", ",900,0,300", ",-900,0,300"),
        (
            'clinicians.csv, line 2, column group_minutes: "-900" is not a whole number from 0 to 999999. Write a '
            "whole number from 0 to 999999.",
        ),
    ),
    Case(
        "a window is nobody's",
        with_line("availability.csv", "p77,mon,09:00,10:00"),
        (
            'availability.csv, line 49, column who: There is no person or clinician "p77". Write an id that '
            "clinicians.csv or people.csv has, or remove this one.",
        ),
    ),
    Case(
        "a weekday is not known",
        with_line("availability.csv", "p3,Mon,09:00,10:00"),
        (
            'availability.csv, line 49, column day: "Mon" is not known here. Write mon, tue, wed, thu, fri, sat or '
            "sun. Did you mean mon?",
        ),
    ),
    Case(
        "a window runs backward",
        with_line("availability.csv", "p3,fri,22:00,02:00"),
        (f"availability.csv, line 49, column to: The end 02:00 is not after the start 22:00. {OVER_MIDNIGHT}",),
    ),
    Case(
        "a window is empty",
        with_line("availability.csv", "p3,fri,09:00,09:00"),
        (f"availability.csv, line 49, column to: The end 09:00 is not after the start 09:00. {OVER_MIDNIGHT}",),
    ),
    Case(
        "a window starts at 24:00",
        with_line("availability.csv", "p3,fri,24:00,24:00"),
        ("availability.csv, line 49, column from: 24:00 can only be an end. Write 00:00 on the next day.",),
    ),
    Case(
        "a time is not one",
        with_line("availability.csv", "p3,fri,9:00,25:00"),
        (
            'availability.csv, line 49, column from: "9:00" is not a time. Write a time as HH:MM, for example 09:30.',
            'availability.csv, line 49, column to: "25:00" is not a time. Write a time as HH:MM, for example 09:30, up '
            "to 24:00.",
        ),
    ),
    Case(
        "a license ends before it begins",
        {**FILES, "licenses.csv": "clinician_id,state,kind,number,from,to\nc1,NY,license,,2027-02-01,2027-01-31\n"},
        (
            "licenses.csv, line 2, column to: It ends on 2027-01-31, before it begins on 2027-02-01. Put the dates "
            "right, or leave to empty.",
        ),
    ),
    Case(
        "a license is nobody's and of no kind",
        {**FILES, "licenses.csv": "clinician_id,state,kind,number,from,to\np1,NY,permit,,2027-01-01,\n"},
        (
            'licenses.csv, line 2, column clinician_id: There is no clinician "p1". Write an id that clinicians.csv '
            "has, or remove this one.",
            'licenses.csv, line 2, column kind: "permit" is not known here. Write license, compact_privilege, '
            "telehealth_registration or exception.",
        ),
    ),
    Case(
        "an exception has half a time",
        {**FILES, "exceptions.csv": "who,date,from,to,kind\np3,2027-01-05,09:00,,away\n"},
        (
            "exceptions.csv, line 2, column to: Only one of from and to is written. Write both, or leave both empty "
            "for the whole day.",
        ),
    ),
    Case(
        "an exception runs backward and is of no kind",
        {**FILES, "exceptions.csv": "who,date,from,to,kind\np3,2027-01-05,10:00,09:00,ill\n"},
        (
            'exceptions.csv, line 2, column kind: "ill" is not known here. Write away or extra.',
            f"exceptions.csv, line 2, column to: The end 09:00 is not after the start 10:00. {OVER_MIDNIGHT}",
        ),
    ),
    Case(
        "a pet is nobody's",
        {**FILES, "pets.csv": "person_id,name,species,notes\nc1,Rex,dog,\n"},
        (
            'pets.csv, line 2, column person_id: There is no person "c1". Write an id that people.csv has, or remove '
            "this one.",
        ),
    ),
]

PROGRAMS_AND_POLICY = [
    Case(
        "a day plan cannot reach nine hours",
        programs("iop-2,Two days,2,mon;tue,process:75 psychoeducation:75"),
        (
            "programs.csv, line 3, column blocks: Day plan iop-2 gives 300 countable minutes a week, at most 460 with "
            "every session; the minimum is 540. Add 80 minutes or a day.",
        ),
    ),
    Case(
        "a day plan is above twenty hours",
        programs("iop-5,Five days,5,mon;tue;wed;thu;fri,process:240"),
        (
            "programs.csv, line 3, column blocks: Day plan iop-5 gives 1200 countable minutes a week; the maximum is "
            "1199. Take off 1 minutes or a day.",
        ),
    ),
    Case(
        "a day plan has more days than are allowed",
        programs("iop-4,Four days,4,mon;tue;wed,process:90 break:10 psychoeducation:90"),
        (
            "programs.csv, line 3, column days_per_week: Day plan iop-4 takes 4 days a week, and only 3 are allowed. "
            "Allow more days, or lower days_per_week.",
        ),
    ),
    Case(
        "a day plan ends with a break",
        programs("iop-4,Three days,3,mon;tue;wed,process:180 break:10"),
        ("programs.csv, line 3, column blocks: Day plan iop-4 starts or ends with a break. Remove that break.",),
    ),
    Case(
        "a day plan starts with a break",
        programs("iop-4,Three days,3,mon;tue;wed,break:10 process:180"),
        ("programs.csv, line 3, column blocks: Day plan iop-4 starts or ends with a break. Remove that break.",),
    ),
    Case(
        "a day plan has two breaks in a row",
        programs("iop-4,Three days,3,mon;tue;wed,process:90 break:10 break:5 skills:90"),
        ("programs.csv, line 3, column blocks: Day plan iop-4 has two breaks in a row. Make them one.",),
    ),
    Case(
        "a block is of no kind",
        programs("iop-4,Three days,3,mon;tue;wed,talking:180"),
        (f'programs.csv, line 3, column blocks: "talking" is not a kind of block. Write {BLOCK_KINDS}.',),
    ),
    Case(
        "a block has no minutes",
        programs("iop-4,Three days,3,mon;tue;wed,process:0 skills:180"),
        (
            'programs.csv, line 3, column blocks: Block "process:0" is 0 minutes long. Write a whole number of minutes '
            "from 1.",
        ),
    ),
    Case(
        "blocks are not blocks",
        programs("iop-4,Three days,3,mon;tue;wed,process 180"),
        (f'programs.csv, line 3, column blocks: "process" is not a block. {BLOCK_FORM}',),
    ),
    Case(
        "a policy key is there twice",
        policy("buffer.minutes,10", "buffer.minutes,15"),
        ("policy.csv, line 3, column key: Policy key buffer.minutes is already on line 2. Remove one of the two.",),
    ),
    Case(
        "a cap is looser than the baseline",
        policy("cohort.cap,11"),
        (
            "policy.csv, line 2, column value: cohort.cap 11 is looser than the baseline, which is at most 10 people. "
            "Write 10 or less.",
        ),
    ),
    Case(
        "a minimum is looser than the baseline",
        policy("week.minimum_minutes,539"),
        (
            "policy.csv, line 2, column value: week.minimum_minutes 539 is looser than the baseline, which is at least "
            "540 minutes a week. Write 540 or more.",
        ),
    ),
    Case(
        "a cap is below the minimum",
        policy("cohort.min,6", "cohort.cap,5"),
        (
            "policy.csv, line 3, column value: cohort.cap 5 is below cohort.min 6. Raise cohort.cap or lower "
            "cohort.min.",
        ),
    ),
    Case(
        "the grid does not divide an hour",
        policy("grid.minutes,25"),
        (
            "policy.csv, line 2, column value: grid.minutes 25 does not divide an hour. Write a divisor of 60, for "
            "example 15.",
        ),
    ),
    Case(
        "the reference zone is not known",
        policy("reference_zone,EST5"),
        (
            'policy.csv, line 2, column value: "EST5" is not a time zone. Write a name of the IANA time zone database, '
            "for example America/Chicago.",
        ),
    ),
    Case(
        "a weight is negative",
        policy("weight.time,-1"),
        (
            'policy.csv, line 2, column value: weight.time "-1" is not such a weight. Write a number from 0 to '
            "1,000,000, for example 30, with at most six decimals.",
        ),
    ),
    Case(
        "acuity would make a place worth less",
        policy("weight.acuity2,0.99"),
        (
            'policy.csv, line 2, column value: weight.acuity2 "0.99" is not such a weight. Write a number from 1 to '
            "1,000,000, for example 1.25, with at most six decimals.",
        ),
    ),
    Case(
        "a policy value is empty",
        policy("buffer.minutes,"),
        ("policy.csv, line 2, column value: buffer.minutes has no value. Write a value; the baseline is 10.",),
    ),
]

PUBLISHED = [
    Case(
        "a published week lacks a file",
        {**FILES, **without("current/members.csv", CURRENT)},
        ("current/members.csv: This file is missing. Add it, with the header person_id,cohort_id.",),
    ),
    Case(
        "a published week names nobody we know",
        current("members.csv", "p8,g1", "p9,g1"),
        (
            'current/members.csv, line 9, column person_id: There is no person "p9". Write an id that people.csv has, '
            "or remove this one.",
        ),
    ),
    Case(
        "a published week names a cohort it does not have",
        current("staffing.csv", "g1,3,c1", "g2,3,c1"),
        (
            'current/staffing.csv, line 4, column cohort_id: There is no cohort "g2". Write an id that '
            "current/cohorts.csv has, or remove this one.",
        ),
    ),
    Case(
        "a published session is led by a stranger",
        current("sessions.csv", "c2,p3", "c9,p3"),
        (
            'current/sessions.csv, line 2, column clinicians: There is no clinician "c9". Write an id that '
            "clinicians.csv has, or remove this one.",
        ),
    ),
    Case(
        "a published week breaks a ratio",
        current("staffing.csv", "g1,1,c2,co\n", ""),
        (
            "current/staffing.csv, line 2: Rule H3 is broken: Block 1 (process) has 1 staff; 8 people need 2. "
            + PUT_RIGHT,
        ),
    ),
    Case(
        "a published member is away",
        {**FILES, **CURRENT, **changed("availability.csv", "p3,mon,17:00", "p3,mon,18:00")},
        (
            "current/members.csv, line 4: Rule H6 is broken: p3 is not available for all of cohort g1 on mon. "
            + PUT_RIGHT,
        ),
    ),
]

CASES = [*FILES_AND_COLUMNS, *PEOPLE, *CLINICIANS_AND_TIMES, *PROGRAMS_AND_POLICY, *PUBLISHED]
