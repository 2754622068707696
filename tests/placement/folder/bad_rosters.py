"""Every way we know in which a roster can be wrong, each with exactly what is said about it."""

from tests.placement.folder.bad_case import Case
from tests.placement.folder.bad_files import FILES_AND_COLUMNS, PUBLISHED
from tests.placement.folder.bad_people import PEOPLE
from tests.placement.folder.bad_plans import PROGRAMS_AND_POLICY
from tests.placement.folder.bad_times import CLINICIANS_AND_TIMES

CASES: list[Case] = [*FILES_AND_COLUMNS, *PEOPLE, *CLINICIANS_AND_TIMES, *PROGRAMS_AND_POLICY, *PUBLISHED]
