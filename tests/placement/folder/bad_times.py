"""Clinicians, windows, licenses, exceptions and pets that are wrong."""

from tests.placement.folder.bad_case import OVER_MIDNIGHT, STATE_FORM, Case
from tests.placement.folder.small_roster import FILES, changed, with_line

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
        "two exceptions of a day are each half written",
        {**FILES, "exceptions.csv": "who,date,from,to,kind\np3,2027-01-05,09:00,,away\np3,2027-01-05,,10:00,away\n"},
        (
            "exceptions.csv, line 2, column to: Only one of from and to is written. Write both, or leave both empty "
            "for the whole day.",
            "exceptions.csv, line 3, column from: Only one of from and to is written. Write both, or leave both empty "
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
