"""What somebody sent is kept until they bring it in or let it go."""

from datetime import date, timedelta

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.interop.models import Upload
from hearthside.interop.upload.unpacking import ROSTER, Sent
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor

DAY = timedelta(days=1)
NEEDED = {ROSTER: Permission.IMPORT_ROSTER}


def permission_for(kind: str) -> Permission:
    """What somebody must be allowed to bring this kind in."""
    return NEEDED.get(kind, Permission.BRING_APPLICANTS)


@action
def keep_upload(*, program: Program, sent: Sent, source: str, week: date | None, by: Actor) -> Upload:
    """
    Keep what was sent, in place of what the same person sent before.

    Raises:
        NotAllowed: `by` may not bring this kind into this program.
    """
    require(by, permission_for(sent.kind), within=program.id)
    Upload.objects.filter(program=program, account_id=by.account).delete()
    upload: Upload = Upload.objects.create(
        program=program,
        account_id=by.account,
        kind=sent.kind,
        source=source,
        week=week,
        packed=sent.packed(),
        sent_at=clock.now(),
    )
    return upload


@action
def let_upload_go(*, upload: Upload, by: Actor) -> None:
    """
    Keep it no longer: it was brought in, or will not be.

    Raises:
        NotAllowed: `by` may not bring this kind into this program.
    """
    require(by, permission_for(upload.kind), within=upload.program_id)
    upload.delete()


def forget_uploads() -> int:
    """Let go of whatever nobody brought in within a day; gives how many."""
    return Upload.objects.filter(sent_at__lt=clock.now() - DAY).delete()[0]
