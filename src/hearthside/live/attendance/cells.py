"""One line of JSON, field by field: what each may hold, and a sentence for what it may not."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from hearthside.live.attendance.evidence import BLOCK_KINDS, Block, Ratio

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|z|[+-]\d\d:?\d\d)\Z")
# Days of a made-up future are a mistake of whoever typed them.
FIRST_YEAR, LAST_YEAR = 1970, 2200
_NEEDED: Any = object()


class Unreadable(Exception):
    """Why a line cannot be read, as the rest of a sentence."""


def strict_object(text: str) -> dict[str, Any]:
    """A JSON object, with nothing that only some readers would understand: no repeated key, no NaN."""
    try:
        value = _STRICT.decode(text)
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        if isinstance(error, json.JSONDecodeError):
            raise Unreadable(f"it is no JSON ({error.msg.lower()} at column {error.colno})") from None
        raise Unreadable(f"it is no JSON that can be kept ({error or 'too deep'})") from None
    if not isinstance(value, dict):
        raise Unreadable("it is no object; write one object in braces on each line")
    return value


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        twice = next(name for name in names if names.count(name) > 1)
        raise Unreadable(f"{twice!a} stands in it twice")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise Unreadable(f"{name} is no number")


# Made once: a session has thousands of lines.
_STRICT = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)


class Cells:
    """The fields of one object."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self._fields = fields

    def _value(self, name: str, default: Any) -> tuple[bool, Any]:
        """(whether it is there, what it is); null counts as not there."""
        value = self._fields.get(name)
        if value is None:
            if default is _NEEDED:
                raise Unreadable(f"{name} is missing")
            return False, default
        return True, value

    def text(self, name: str, default: Any = _NEEDED) -> Any:
        there, value = self._value(name, default)
        if value == "" and default is not _NEEDED:
            return default  # the media server writes what it does not know as an empty text
        if there and (not isinstance(value, str) or not value):
            raise Unreadable(f"{name} is {value!a}; give a text")
        return value

    def word(self, name: str, words: Sequence[str], default: Any = _NEEDED) -> Any:
        there, value = self._value(name, default)
        if there and value not in words:
            raise Unreadable(f"{name} is {value!a}; say one of {', '.join(words)}")
        return value

    def yes_or_no(self, name: str, default: Any = _NEEDED) -> Any:
        there, value = self._value(name, default)
        if there and not isinstance(value, bool):
            raise Unreadable(f"{name} is {value!a}; say true or false")
        return value

    def count(self, name: str) -> Any:
        there, value = self._value(name, None)
        if there and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise Unreadable(f"{name} is {value!a}; give a whole number from 1")
        return value

    def seconds(self, name: str, default: int | None) -> Any:
        """Milliseconds of a duration given in seconds."""
        there, value = self._value(name, None)
        if not there:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10**6:
            raise Unreadable(f"{name} is {value!a}; give seconds from 0")
        return round(value * 1000)

    def milliseconds(self, name: str) -> int | None:
        """An instant that stands there in milliseconds since 1970."""
        there, value = self._value(name, None)
        if not there or value == 0:
            return None
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
            value = int(value)  # the media server writes large numbers as text
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**53:
            raise Unreadable(f"{name} is {value!a}; give whole milliseconds since 1970")
        return value

    def moment(self, name: str, default: Any = _NEEDED) -> Any:
        """An instant with its zone, in milliseconds since 1970."""
        there, value = self._value(name, default)
        if not there:
            return value
        return moment(value, name)

    def objects(self, name: str) -> Iterator["Cells"]:
        there, value = self._value(name, [])
        if there and (not isinstance(value, list) or not all(isinstance(item, dict) for item in value)):
            raise Unreadable(f"{name} is no list of objects")
        return map(Cells, value)

    def blocks(self, name: str) -> tuple[Block, ...]:
        found = [
            Block(
                start=block.moment("start"),
                end=block.moment("end"),
                kind=block.word("kind", BLOCK_KINDS),
                ratio=block.ratio("ratio"),
                billable=block.yes_or_no("billable", False),
            )
            for block in self.objects(name)
        ]
        if not found:
            raise Unreadable(f"{name} is missing")
        return tuple(sorted(found, key=lambda b: b.start))

    def ratio(self, name: str) -> Ratio | None:
        there, value = self._value(name, None)
        if not there:
            return None
        if not isinstance(value, dict):
            raise Unreadable(f"{name} is {value!a}; give an object with patients_per_facilitator")
        inner = Cells(value)
        ratio = Ratio(inner.count("patients_per_facilitator"), inner.count("couples_per_facilitator"))
        if ratio == Ratio():
            raise Unreadable(f"{name} says neither patients_per_facilitator nor couples_per_facilitator")
        return ratio


def moment(value: Any, name: str = "at") -> int:
    """
    An instant as it stands in a line, in milliseconds since 1970.

    Raises:
        Unreadable: it is none.
    """
    if not isinstance(value, str) or not INSTANT.match(value):
        raise Unreadable(f"{name} is {value!a}; give an instant with its zone, like 2026-11-25T17:00:00Z")
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise Unreadable(f"{name} is {value!a}, a day or hour that does not exist") from None
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise Unreadable(f"{name} is {value!a}; give a year from {FIRST_YEAR} to {LAST_YEAR}")
    since = instant - EPOCH
    return (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000


def moment_text(at: int) -> str:
    """An instant as it is written in answers: UTC, milliseconds only where there are any."""
    seconds, thousandths = divmod(at, 1000)
    written = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return written + (f".{thousandths:03d}Z" if thousandths else "Z")
