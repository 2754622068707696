"""Rows of people.csv that are wrong."""

from tests.placement.folder.bad_case import ID_FORM, STATE_FORM, Case, people
from tests.placement.folder.small_roster import person

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
