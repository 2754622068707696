"""
What the worker writes of an upload: that it begins, how far it is, and what came of it.

What it brings in, and that it did, is one transaction: a worker that is killed leaves nothing of it, and the next one
begins anew. How far it is, is written beside it, in transactions of its own. All of it is the sender's own doing, with
the rights they have by then.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from hearthside.access.require import NotAllowed
from hearthside.base.refusal import Refusal
from hearthside.interop import doors, saying
from hearthside.interop.fhir.applicants import Question
from hearthside.interop.models import BROUGHT, FAILED, LOOKED, LOOKING, UNDER_WAY, WRONG, Upload
from hearthside.interop.upload.unpacking import ROSTER, unpacked_again
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.placement.folder.complaints import BadRoster

# A worker that is killed so often in the middle of one upload would be killed again.
MOST_BEGINNINGS = 3
# So many things to put right are said on a page; the command line lists all of them.
SHOWN = 500
STOPPED_TOO_OFTEN = "It was stopped in the middle several times. Nothing was brought in. Send it again."
NOT_ANY_MORE = "You may not bring this in any more. Nothing was brought in."
OUR_MISTAKE = (
    "Something went wrong in this program, so nothing was brought in. Whoever looks after it finds what in the log."
)


class LetGo(Exception):
    """It was let go while it was worked on: nothing of it is kept."""


def begin_upload(upload: UUID) -> Upload | None:
    """Within the sender's scope: take it up; nothing where there is nothing to do any more."""
    rows = Upload.objects.select_for_update(of=("self",)).select_related("program")
    row: Upload | None = rows.filter(pk=upload, state__in=UNDER_WAY).first()
    if row is None:
        return None
    if row.begun >= MOST_BEGINNINGS:
        end_upload(row, FAILED, because=STOPPED_TOO_OFTEN)
        return None
    row.begun, row.beat_at, row.stage, row.done, row.whole = row.begun + 1, clock.now(), "", 0, 0
    row.save(update_fields=["begun", "beat_at", "stage", "done", "whole"])
    return row


def note_upload(upload: UUID, stage: str, done: int, whole: int) -> None:
    """Within the sender's scope: a sign of life, and how far it is."""
    under_way = Upload.objects.filter(pk=upload, state__in=UNDER_WAY)
    under_way.update(stage=stage, done=done, whole=whole, beat_at=clock.now())


def work_on(row: Upload, by: Actor) -> None:
    """
    Within the sender's scope: look what would come in, or bring it in and say so.

    Raises:
        NotAllowed, Refusal: it may not come in, or something of it cannot be kept. LetGo: it is not wanted any more.
    """
    dry_run = row.state == LOOKING
    lines, questions = (_roster if row.kind == ROSTER else _bundle)(row, dry_run, by)
    if questions or dry_run:
        end_upload(row, LOOKED, lines=lines, questions=questions)
    else:
        end_upload(row, BROUGHT, lines=lines)


def refused(row: Upload, refusal: Exception) -> None:
    """Within the sender's scope: nothing was brought in, and this is why."""
    if isinstance(refusal, NotAllowed):
        end_upload(row, FAILED, because=NOT_ANY_MORE)
    elif isinstance(refusal, BadRoster):
        end_upload(row, WRONG, wrong=[(each.where, f"{each.sentence} {each.remedy}") for each in refusal.complaints])
    elif isinstance(refusal, doors.BadBundle):
        end_upload(row, WRONG, wrong=[(each.where, f"{each.sentence} {each.remedy}") for each in refusal.troubles])
    elif isinstance(refusal, Refusal):
        end_upload(row, WRONG, wrong=[("The whole", str(refusal))])
    else:
        end_upload(row, FAILED, because=OUR_MISTAKE)


def end_upload(
    row: Upload, state: str, *, lines: Sequence[str] = (), questions: Sequence[Question] = (),
    wrong: Sequence[tuple[str, str]] = (), because: str = "",
) -> None:  # fmt: skip
    """What came of it; the files are kept only where they may still come in. Raises LetGo."""
    facts = {
        "state": state,
        "lines": list(lines),
        "questions": [[q.key, q.full_name, q.state, q.postal_code, list(q.zones)] for q in questions],
        "wrong": [list(each) for each in wrong[:SHOWN]],
        "wrong_in_all": len(wrong),
        "because": because,
        "stage": "",
    }
    if state != LOOKED:
        facts["packed"] = b""
    if not Upload.objects.filter(pk=row.pk, state=row.state).update(**facts):
        raise LetGo


def _roster(row: Upload, dry_run: bool, by: Actor) -> tuple[list[str], list[Question]]:
    with tempfile.TemporaryDirectory(prefix="hearthside-") as made:
        folder = Path(made)
        unpacked_again(row.kind, bytes(row.packed)).write(folder)
        tally = doors.bring_roster(
            folder, program=row.program, source=row.source, week=row.week, dry_run=dry_run, by=by
        )
    return saying.roster_lines(tally, dry_run=False), []


def _bundle(row: Upload, dry_run: bool, by: Actor) -> tuple[list[str], list[Question]]:
    (content,) = unpacked_again(row.kind, bytes(row.packed)).files.values()
    bundle = doors.read_applicants(content, program=row.program, zones=row.zones)
    if bundle.questions:
        return [f"{len(bundle.applicants):,} people could become applicants."], list(bundle.questions)
    brought = doors.bring_applicants(bundle, program=row.program, source=row.source, dry_run=dry_run, by=by)
    return saying.applicant_lines(brought, dry_run=False), []
