"""
Who was shown what of whose record: no log, no data.

While a request or a job runs it notes whose records it shows; the lines are written in the same transaction, before
the answer leaves. If they cannot be written, the answer does not leave.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from hearthside.ledger.actors import Actor
from hearthside.ledger.record import Line, append

TREATMENT, PAYMENT, OPERATIONS, ACCESS_REQUEST = "treatment", "payment", "operations", "access-request"


@dataclass
class Readings:
    """What one request or job has shown so far."""

    by: Actor
    route: str
    # (part, purpose) -> patients, in the order shown.
    shown: dict[tuple[str, str], dict[UUID, None]] = field(default_factory=dict)

    def write(self, result: str = "shown") -> None:
        """One line for each part, naming every patient of whom something was shown."""
        lines = [
            Line(part, tuple(patients), {"route": self.route, "purpose": purpose, "result": result})
            for (part, purpose), patients in self.shown.items()
        ]
        append("reading", lines, by=self.by)
        self.shown.clear()


_current: ContextVar[Readings | None] = ContextVar("readings", default=None)


def note(*, patients: Iterable[UUID], part: str, purpose: str = TREATMENT) -> None:
    """
    Say that something of this part of these patients' records is being shown.

    Raises:
        RuntimeError: nothing is keeping readings here, so nothing may be shown.
    """
    readings = _current.get()
    if readings is None:
        raise RuntimeError("Nobody is keeping readings here: open `reading(...)` first.")
    readings.shown.setdefault((part, purpose), {}).update(dict.fromkeys(patients))


def current() -> Readings | None:
    """The readings being kept here, if any."""
    return _current.get()


@contextmanager
def reading(*, by: Actor, route: str) -> Iterator[Readings]:
    """Keep readings for a request or a job, and write them when it ends well."""
    readings = Readings(by=by, route=route)
    token = _current.set(readings)
    try:
        yield readings
        if readings.shown:
            # No savepoint within a request: if this fails, nothing of it may stay or leave.
            with transaction.atomic(savepoint=False):
                readings.write()
    finally:
        _current.reset(token)
