"""What can be said to have happened: frozen dataclasses of ids and plain values, never of names or notes."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Event:
    """
    Something that happened, in the past tense.

    A field named `patient` or `patients` says whose record it touched. Every class is listed by its name in `KINDS`,
    so that an entry read years later can be told what it was.
    """

    KINDS: ClassVar[dict[str, type["Event"]]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.__name__ in Event.KINDS and Event.KINDS[cls.__name__].__module__ != cls.__module__:
            raise TypeError(f"Two events are called {cls.__name__}.")
        Event.KINDS[cls.__name__] = cls

    @property
    def touched(self) -> tuple[UUID, ...]:
        """The patients whose record this touched."""
        one = getattr(self, "patient", None)
        return tuple(dict.fromkeys([*([one] if one else []), *getattr(self, "patients", ())]))

    def facts(self) -> dict[str, Any]:
        """The fields as plain JSON values."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self)}


def plain(value: object) -> Any:
    """A value as JSON keeps it. Refuses what an event may not hold: an open object could carry a name."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | list | frozenset | set):
        listed = [plain(item) for item in value]
        return sorted(listed, key=str) if isinstance(value, frozenset | set) else listed
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    raise TypeError(f"An event holds ids and plain values, no {type(value).__name__}.")
