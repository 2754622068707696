"""Made-up people and programs for tests: everything here acts through the program's own actions."""

from tests.builders.clinicians import House, account, actor, clinician, license_in
from tests.builders.people import patient, program, signs_in

__all__ = ["House", "account", "actor", "clinician", "license_in", "patient", "program", "signs_in"]
