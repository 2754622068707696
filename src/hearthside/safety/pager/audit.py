"""
The auditor: asks by itself whether any step is late, whatever the engine believes of itself.

One bounded question by an index, so that it can never be switched off for being slow.
"""

import logging
from datetime import timedelta

from django.db import connection
from django.db.models.functions import Now

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.safety.models.alarms import PageAlarm
from hearthside.safety.models.pages import CALLING, Page
from hearthside.safety.pager.whoami import PAGER
from hearthside.safety.words import LATE

log = logging.getLogger("hearthside.safety.pager")

AT_MOST = 50
LONGEST_MILLISECONDS = 500


def look(late_after: timedelta) -> int:
    """Raise an alarm for each page whose next step is due for longer than this; gives how many are late."""
    with scope(PAGER):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(LONGEST_MILLISECONDS)])
        late = list(Page.objects.filter(CALLING, next_due_at__lt=Now() - late_after).order_by("next_due_at")[:AT_MOST])
        if not late:
            return 0
        for page in late:
            log.error("Page %s is late: its step %d was due at %s.", page.pk, page.step + 1, page.next_due_at)
        at = clock.now()
        PageAlarm.objects.bulk_create(
            [PageAlarm(program_id=p.program_id, page=p, kind=LATE, step=p.step + 1, at=at) for p in late],
            ignore_conflicts=True,
        )
    return len(late)
