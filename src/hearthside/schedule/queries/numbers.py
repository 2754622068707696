"""Numbers of policy on many days, in one question: what is made ahead is held to each day's own."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import connection

from hearthside.base.words import COUNTABLE_BLOCKS
from hearthside.schedule import rules

CAP, COUPLES, COUPLES_IN_GROUP, BUFFER = (
    "cohort.cap", "couples_session.max_couples", "couples_group.max_couples", "buffer.minutes",
)  # fmt: skip
KEYS = (
    CAP,
    COUPLES,
    COUPLES_IN_GROUP,
    BUFFER,
    *(rules.ratio_key(kind) for kind in (*COUNTABLE_BLOCKS, "couples_group")),
)


# Asked once for all days that have the same policy: it changes on the first days of decisions.
_ASKED = """
    WITH asked AS MATERIALIZED (
        SELECT d.day, (SELECT coalesce(max(p.from_day), '-infinity') FROM policy_decision p
                        WHERE p.program_id = %(program)s AND p.state = 'approved' AND p.from_day <= d.day) AS since
          FROM unnest(%(days)s::date[]) AS d(day)
    ), known AS MATERIALIZED (
        SELECT k.key, s.since, policy_whole(%(program)s, k.key, s.since) AS number
          FROM unnest(%(keys)s::text[]) AS k(key), (SELECT DISTINCT since FROM asked) s
    )
    SELECT known.key, asked.day, known.number FROM known JOIN asked USING (since)
"""


class Numbers:
    """Caps, ratios and the buffer of a program, by day."""

    def __init__(self, program: UUID, days: Collection[date]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_ASKED, {"program": program, "days": sorted(set(days)), "keys": list(KEYS)})
            self._found: dict[tuple[str, date], int | None] = {(key, day): n for key, day, n in cursor.fetchall()}

    def knows(self, day: date) -> bool:
        """Whether this day was asked about."""
        return (CAP, day) in self._found

    def ratio(self, kind: str, day: date) -> int | None:
        """The people one clinician may have in a block of this kind; None where one clinician is enough."""
        key = rules.ratio_key(kind)
        return self._found[key, day] if key else None

    def buffer(self, day: date) -> int:
        """The minutes a clinician has after a stay."""
        return self._found[BUFFER, day] or 0

    def most(self, kind: str, day: date) -> int:
        """The most people a session of this kind takes."""
        return rules.most_people(
            kind,
            cohort_cap=self._found[CAP, day] or 0,
            couples=self._found[COUPLES, day] or 0,
            couples_in_group=self._found[COUPLES_IN_GROUP, day] or 0,
        )

    def needed(self, kind: str, people: int, day: date) -> int:
        """The fewest clinicians for so many people in a block of this kind."""
        return rules.staff_needed(kind, people, self.ratio(kind, day))
