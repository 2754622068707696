"""
What is still in flight at its deadline: nobody knows whether it arrived, so it is sent again, thrice at most in a step.
"""

from datetime import timedelta

from django.contrib.postgres.functions import TransactionNow

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.safety.models.attempts import MOST_TRIES, PageAttempt
from hearthside.safety.pager.carrying import Ticket
from hearthside.safety.pager.whoami import PAGER
from hearthside.safety.words import ANSWERED, UNKNOWN

AT_ONCE = 20


def try_again(deadline: timedelta) -> list[Ticket]:
    """End what is past its deadline, with another try in its place where the page still calls; gives the new ones."""
    with scope(PAGER):
        late = PageAttempt.objects.select_for_update(skip_locked=True, of=("self",)).select_related("page")
        # By the time that the next try bears: none begins before the deadline of the one before it.
        past = late.filter(ended_at__isnull=True, deadline_at__lte=TransactionNow())
        rows = list(past.order_by("deadline_at")[:AT_ONCE])
        if not rows:
            return []
        now, fresh = clock.now(), []
        for row in rows:
            row.ended_at = now
            row.failed_because = row.failed_because or (UNKNOWN if row.page.is_calling else ANSWERED)
            if row.page.is_calling and row.number < MOST_TRIES:
                fresh.append(
                    PageAttempt(
                        program_id=row.program_id, page=row.page, step_id=row.step_id, to_id=row.to_id,
                        channel=row.channel, number=row.number + 1, begun_at=now, deadline_at=now + deadline,
                    )
                )  # fmt: skip
        PageAttempt.objects.bulk_update(rows, ["ended_at", "failed_because"])
        PageAttempt.objects.bulk_create(fresh)
        return [Ticket(attempt.pk, attempt.channel) for attempt in fresh]
