"""What of caseload may stand in an address: a cohort of each program, and of somebody without an account a place."""

from hearthside.caseload.models.memberships import Membership
from hearthside.people.models.patients import Patient
from tests import build
from tests.whole.authorization.world import World


def put_caseload(made: World) -> None:
    """Nobody who asks is in a group here, or treats anybody: what anyone may open, they open by their role."""
    harbor = made.harbor
    with harbor.seen_by("intake"):
        ravi = Patient.objects.get(pk=made.places["patient"]["ravi"])
    cohort = build.cohort(harbor, [ravi, *build.people(harbor, 3)])
    made.put("cohort", "morning", cohort.pk)
    made.put("cohort", "foreign", build.cohort(made.other).pk)
    for name in ("morning", "foreign"):
        made.put("exception", name, "over_cap")
    with harbor.seen_by("coordinator"):
        made.put("place", "ravi", Membership.objects.get(patient=ravi).pk)
    (treatment,) = build.treats(harbor, build.therapist(harbor, "Ines Varga"), ravi)
    made.put("treatment", "ravi", treatment.pk)
    made.put("day plan key", "three days", "iop-3")
    made.put("modality", "counseling", "counseling")
