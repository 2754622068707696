"""
Sessions as Django keeps them in the database, looked up by one short question that brings the present time along.

Every request asks it first, and would ask for the time next.
"""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Kept
from django.db import connection
from django.utils import timezone

_LOOK_UP = "SELECT session_data, expire_date, now() FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(Kept):
    """A session, and when the database was asked for it."""

    looked_up_at: datetime | None = None

    def _get_session_from_db(self) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(_LOOK_UP, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        data, expire_date, self.looked_up_at = row
        return self.model(session_key=str(self.session_key), session_data=data, expire_date=expire_date)
