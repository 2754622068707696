"""
A roster small enough to read at a glance, as the text of its files, and ways to spoil it.

Eight people in New York, two of them a couple, with a facilitator, an individual therapist and a couples therapist.
"""

from collections.abc import Mapping
from pathlib import Path

WEEK = "2027-01-04"

PEOPLE_HEADER = (
    "person_id,name,state,zone,languages,track,programs,acuity,waiting_since,focus,size_wish,time_wish,gender_wish,"
    "partner_id,together,keep_apart,minimum_minutes"
)


def person(who: str, *, partner: str = "", together: str = "", **other: str) -> str:
    """One line of people.csv; `other` replaces what is said by default."""
    values = {
        "name": f"Person {who}",
        "state": "NY",
        "zone": "America/New_York",
        "languages": "en",
        "track": "mh",
        "programs": "iop-3",
        "acuity": "1",
        "waiting_since": "2026-12-28",
        **dict.fromkeys(("focus", "size_wish", "time_wish", "gender_wish"), ""),
        "partner_id": partner,
        "together": together,
        "keep_apart": "",
        "minimum_minutes": "",
        **other,
    }
    return ",".join((who, *values.values()))


PEOPLE = [
    person("p1", partner="p2", together="yes"),
    person("p2", partner="p1", together="yes"),
    *(person(f"p{n}") for n in range(3, 9)),
]
CLINICIANS = [
    "c1,Clinician c1,America/New_York,NY,facilitator,mh,en,woman,900,0,300",
    "c2,Clinician c2,America/New_York,NY,facilitator;individual,mh,en,man,900,900,300",
    "c3,Clinician c3,America/New_York,NY,couples,mh,en,other,0,900,0",
]
EVENINGS = [f"{who},{day},17:00,21:00" for who in [*(f"p{n}" for n in range(1, 9))] for day in ("mon", "tue", "wed")]
DAYS_ON = [f"{who},{day},08:00,21:00" for who in ("c1", "c2", "c3") for day in ("mon", "tue", "wed", "thu", "fri")]
FREE_THURSDAY = [f"p{n},thu,09:00,17:00" for n in range(1, 9)]


def lines(*text: str) -> str:
    return "\n".join(text) + "\n"


FILES: Mapping[str, str] = {
    "people.csv": lines(PEOPLE_HEADER, *PEOPLE),
    "clinicians.csv": lines(
        "clinician_id,name,zone,authorities,roles,tracks,languages,gender,group_minutes,individual_minutes,day_minutes",
        *CLINICIANS,
    ),
    "availability.csv": lines("who,day,from,to", *EVENINGS, *DAYS_ON, *FREE_THURSDAY),
    "programs.csv": lines(
        "program_id,title,days_per_week,days_allowed,blocks",
        "iop-3,Three evenings,3,mon;tue;wed;thu;fri,process:90 break:10 psychoeducation:90",
    ),
    "policy.csv": lines("key,value", "reference_zone,America/New_York"),
}

# Everybody on Monday, Tuesday and Wednesday from 17:00; nobody's care team has a time yet.
CURRENT: Mapping[str, str] = {
    "current/cohorts.csv": lines(
        "cohort_id,program_id,track,language,focus,days,start,size", "g1,iop-3,mh,en,,mon;tue;wed,17:00,8"
    ),
    "current/staffing.csv": lines("cohort_id,block,clinician_id,part", "g1,1,c1,lead", "g1,1,c2,co", "g1,3,c1,lead"),
    "current/members.csv": lines("person_id,cohort_id", *(f"p{n},g1" for n in range(1, 9))),
    "current/sessions.csv": lines(
        "session_id,kind,day,start,minutes,clinicians,people", "s1,individual,thu,09:00,50,c2,p3"
    ),
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files (path below `folder`, content) and give the folder back."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def changed(file: str, old: str, new: str, files: Mapping[str, str] = FILES) -> dict[str, str]:
    """The files with the first `old` of one file replaced."""
    assert old in files[file], f"{file} has no {old!r}"
    return {**files, file: files[file].replace(old, new, 1)}


def without(file: str, files: Mapping[str, str] = FILES) -> dict[str, str]:
    return {name: content for name, content in files.items() if name != file}


def with_line(file: str, line: str, files: Mapping[str, str] = FILES) -> dict[str, str]:
    """The files with one more line at the end of one of them."""
    return {**files, file: files[file] + line + "\n"}
