"""What ends is told of at its marks, once each: days before the last day, and once it has passed."""

from datetime import date

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.events.clinicians import LicenseExpiring, LicenseLapsed
from hearthside.people.models.authorities import ExpiryNoted
from hearthside.people.queries.expiries import FOLLOWED, Expiry, expiries, notice_days


@action
def note_expiries(*, program: Program, on: date, by: Actor) -> int:
    """
    Record what ends at a mark by this day and was not told of there yet; gives how many.

    A night that was missed is made up for: the mark that has been reached is told of, once. What goes on without a gap,
    confirmed, is not told of.

    Raises:
        NotAllowed: `by` is neither the nightly work nor somebody who keeps clinicians' records.
    """
    require(by, Permission.KEEP_CLINICIANS, within=program.id)
    # One night at a time for each program, or two would both find that nothing was told.
    Program.objects.select_for_update().get(pk=program.pk)
    marks = notice_days(program.id)
    due = {
        (e.subject, e.ends_on, mark): e
        for e in expiries(program=program.id, on=on, within=marks[-1])
        if (mark := e.mark(marks)) is not None and e.followed != FOLLOWED
    }
    told = ExpiryNoted.objects.filter(subject__in=[subject for subject, _, _ in due])
    new = due.keys() - set(told.values_list("subject", "ends_on", "mark"))
    ExpiryNoted.objects.bulk_create(
        [ExpiryNoted(program=program, subject=subject, ends_on=day, mark=mark) for subject, day, mark in new]
    )
    for key, expiry in due.items():
        if key in new:
            record(_told(expiry), by=by)
    return len(new)


def _told(expiry: Expiry) -> LicenseExpiring | LicenseLapsed:
    facts = {
        "clinician": expiry.clinician.id,
        "what": expiry.what,
        "subject": expiry.subject,
        "kind": expiry.kind,
        "state": expiry.state,
    }
    if expiry.has_ended:
        return LicenseLapsed(**facts, ended_on=expiry.ends_on)  # type: ignore[arg-type]
    return LicenseExpiring(**facts, ends_on=expiry.ends_on, days_left=expiry.days_left)  # type: ignore[arg-type]
