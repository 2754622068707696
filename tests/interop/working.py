"""A worker, as tests want one: it does what waits, and nothing by itself."""

from hearthside.interop.jobs import work_on_upload
from hearthside.interop.models import UNDER_WAY, Upload
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from tests.builders.clinicians import House


def works_on_uploads(at: House) -> None:
    """Look at what was sent, or bring it in."""
    with scope(system_actor("nightly", program=at.program.id)):
        waiting = list(Upload.objects.filter(program=at.program, state__in=UNDER_WAY))
    for row in waiting:
        work_on_upload(upload=str(row.pk), account=str(row.account_id), program=str(row.program_id))
