"""Files and columns that are wrong, and published weeks that do not match."""

from tests.placement.folder.bad_case import PUT_RIGHT, SAVE_AS, Case, current
from tests.placement.folder.small_roster import (
    CLINICIANS,
    CURRENT,
    FILES,
    PEOPLE_HEADER,
    changed,
    person,
    with_line,
    without,
)

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
        "columns are separated by tabs",
        {**FILES, "policy.csv": "key\tvalue\nbuffer.minutes\t10\n"},
        ("policy.csv, line 1: Columns are separated by tabs. Save it with commas between columns.",),
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
        {**FILES, "people.csv": PEOPLE_HEADER + "\n"},
        ("people.csv: There are no people. Add one row for each person.",),
    ),
    Case(
        "there are no clinicians",
        {
            **FILES,
            "clinicians.csv": FILES["clinicians.csv"].splitlines()[0] + "\n",
        },
        ("clinicians.csv: There are no clinicians. Add one row for each clinician.",),
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
    Case(
        "a clinician of a published week has fewer hours now",
        {**FILES, **CURRENT, **changed("clinicians.csv", CLINICIANS[0], CLINICIANS[0].replace(",900,", ",90,"))},
        ("clinicians.csv, line 2: Rule H8 is broken: c1 has 540 group minutes a week; the limit is 90. " + PUT_RIGHT,),
    ),
]
