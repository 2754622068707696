"""What of a program decides whether a roster can be brought in."""

from datetime import date

from hearthside.access.models import Program
from hearthside.interop.queries.keys import Keys
from hearthside.interop.roster.checks import House
from hearthside.people.models.authorities import PracticeAuthority
from hearthside.policy.queries import in_force, today

LEAST_YEARS = "patients.least_years"


def house_of(program: Program, source: str, week: date) -> House:
    """The program as a roster for this week meets it."""
    policy = in_force(week, program.id)
    return House(
        zone=str(policy.value("reference_zone")),
        today=today(program),
        least_years=policy.whole(LEAST_YEARS),
        policy={key: str(policy.value(key)) for key in policy},
        privileges=frozenset(_privileges(program, source)),
    )


def _privileges(program: Program, source: str) -> set[tuple[str, str]]:
    """Compact privileges (a clinician's id in the roster, a state) that are confirmed here; a roster confirms none."""
    keys = Keys(program, source)
    rows = PracticeAuthority.objects.filter(
        program=program, kind="compact_privilege", status="active", verified_at__isnull=False
    )
    return {(keys.of("clinician", who), state) for who, state in rows.values_list("credential__clinician", "state")}
