"""A roster of three people and a clinician, as text that a test may change."""

from pathlib import Path

PEOPLE = """\
person_id,name,state,zone,languages,track,programs,acuity,waiting_since,focus,size_wish,time_wish,gender_wish,\
partner_id,together,keep_apart,minimum_minutes,email,phone,born_on
p1,Alex Park,PA,America/New_York,en;es,mh,iop-3,1,2026-12-01,,small,,,p2,yes,,,alex.park@example.org,215-555-0134,\
1990-04-12
p2,Sam Park,PA,America/New_York,en,mh,iop-3,1,2026-12-01,,,,,p1,yes,,,,,
p3,Ravi Menon,PA,America/New_York,en,sud,iop-3,2,2026-12-05,trauma,,,,,,p1,600,,,
"""
CLINICIANS = """\
clinician_id,name,zone,authorities,roles,tracks,languages,gender,group_minutes,individual_minutes,day_minutes,email
c1,Dana Reyes,America/New_York,PA,facilitator;individual,mh;sud,en,woman,1080,600,300,dana.reyes@example.org
"""
AVAILABILITY = """\
who,day,from,to
p1,mon,09:00,17:00
p2,mon,09:00,17:00
p3,tue,09:00,12:00
c1,mon,08:00,18:00
"""
PROGRAMS = """\
program_id,title,days_per_week,days_allowed,blocks,weeks
iop-3,Three days,3,mon;tue;wed;thu;fri,process:90 break:10 psychoeducation:90,8
"""
POLICY = "key,value\n"
EXCEPTIONS = "who,date,from,to,kind\np1,2027-02-01,,,away\n"
LICENSES = "clinician_id,state,kind,number,from,to\nc1,PA,license,PA-1,2025-01-01,2027-12-31\n"
PETS = "person_id,name,species,notes\np1,Miso,cat,\n"

FILES = {
    "people": PEOPLE, "clinicians": CLINICIANS, "availability": AVAILABILITY, "programs": PROGRAMS, "policy": POLICY,
    "exceptions": EXCEPTIONS, "licenses": LICENSES, "pets": PETS,
}  # fmt: skip


def write(folder: Path, **differs: str) -> Path:
    """The roster in `folder`; what differs replaces a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**FILES, **differs}.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def changed(file: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """One file with words replaced, as `write` takes it."""
    text = FILES[file]
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return {file: text}
