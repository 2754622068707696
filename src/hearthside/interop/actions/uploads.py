"""What somebody sent is kept, looked at by a worker, and brought in or let go."""

from collections.abc import Mapping
from datetime import date, timedelta

from procrastinate.contrib.django import app

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.refusal import Refusal
from hearthside.interop.models import BRINGING, BROUGHT, LOOKED, Upload
from hearthside.interop.upload.unpacking import ROSTER, Sent
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor

DAY = timedelta(days=1)
NEEDED = {ROSTER: Permission.IMPORT_ROSTER}
# The job that looks and brings in. Of one program one after the other: a second import waits for the first anyway.
UPLOAD_JOB = "interop.upload"


class NothingToBringIn(Refusal):
    """It was let go, was brought in already, or is being worked on."""

    def __init__(self) -> None:
        super().__init__("This cannot be brought in any more: it was brought in already, or let go.")


class BroughtInAlready(Refusal):
    """Whoever lets it go is too late."""

    def __init__(self) -> None:
        super().__init__("It was brought in a moment ago, and cannot be let go any more.")


def permission_for(kind: str) -> Permission:
    """What somebody must be allowed to bring this kind in."""
    return NEEDED.get(kind, Permission.BRING_APPLICANTS)


@action
def keep_upload(*, program: Program, sent: Sent, source: str, week: date | None, by: Actor) -> Upload:
    """
    Keep what was sent, in place of what the same person sent before, and have a worker look what would come in.

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
    _ask(upload)
    return upload


@action
def ask_to_bring_in(*, upload: Upload, zones: Mapping[str, str], by: Actor) -> Upload:
    """
    Have a worker bring in what was looked at, with these answers; asked twice, it is brought in once.

    Raises:
        NotAllowed: `by` may not bring this kind into this program.
        NothingToBringIn: it was let go, or something is to be put right first.
    """
    require(by, permission_for(upload.kind), within=upload.program_id)
    row: Upload | None = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk).first()
    if row is None or row.state not in (LOOKED, BRINGING):
        raise NothingToBringIn
    if row.state == LOOKED:
        row.state, row.zones, row.stage, row.begun, row.beat_at = BRINGING, dict(zones), "", 0, None
        row.save(update_fields=["state", "zones", "stage", "begun", "beat_at"])
        _ask(row)
    return row


@action
def let_upload_go(*, upload: Upload, by: Actor) -> None:
    """
    Keep it no longer; whoever works on it finds it gone, and brings nothing in.

    Raises:
        NotAllowed: `by` may not bring this kind into this program.
        BroughtInAlready: somebody was quicker.
    """
    require(by, permission_for(upload.kind), within=upload.program_id)
    row: Upload | None = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk).first()
    if row is None:
        return
    if row.state == BROUGHT and upload.state != BROUGHT:
        raise BroughtInAlready
    row.delete()


def forget_uploads() -> int:
    """Let go of whatever was sent a day ago, whatever came of it; gives how many."""
    return Upload.objects.filter(sent_at__lt=clock.now() - DAY).delete()[0]


def _ask(upload: Upload) -> None:
    app.configure_task(UPLOAD_JOB, lock=f"import:{upload.program_id}").defer(
        upload=str(upload.pk), account=str(upload.account_id), program=str(upload.program_id)
    )
