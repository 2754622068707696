"""
JSON as a stranger sends it, read strictly: what two readers could understand in two ways is refused.

One place for every door that takes JSON from outside. Its size is looked at before anything is built; how deep it may
be is what the parser's own stack holds, which it leaves with an error and no harm.
"""

import json
from dataclasses import dataclass
from typing import Any

from hearthside.base.refusal import Refusal
from hearthside.interop.limits import BUNDLE_BYTES

LONGEST_NUMBER = 40


class BadJson(Refusal):
    """The text is no JSON that can be trusted to mean one thing. `line` is 0 where no line can be named."""

    def __init__(self, sentence: str, remedy: str, line: int = 0):
        self.sentence, self.remedy, self.line = sentence, remedy, line
        where = f"Line {line}: " if line else ""
        super().__init__(f"{where}{sentence} {remedy}")


@dataclass(frozen=True)
class _Number:
    """A number that is too long to be one; refused where it stands."""

    text: str


def read(content: bytes) -> Any:
    """
    The value this text holds.

    Raises:
        BadJson: too long, not UTF-8, too deep, not JSON, a name twice in one object, NaN or Infinity, endless numbers,
            text that cannot be kept.
    """
    if len(content) > BUNDLE_BYTES:
        raise BadJson(
            f"The file has {len(content):,} bytes, and at most {BUNDLE_BYTES:,} are read.", "Send it in several files."
        )
    if not content.strip():
        raise BadJson("The file is empty.", "Export it again.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadJson("This is not UTF-8.", "Export it again as UTF-8.", line) from error
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_whole, parse_float=_decimal
        )
    except json.JSONDecodeError as error:
        raise BadJson(
            f"This is not JSON: {error.msg.lower()}.", "The file may be cut off. Export it again.", error.lineno
        ) from error
    except RecursionError as error:
        raise BadJson("It is nested too deeply: no record is.", "Export it again.") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise BadJson(f"{_named(name)} is there twice in one object.", "Remove one of the two.")
            seen.add(name)
    for name, value in pairs:
        if isinstance(value, _Number):
            raise BadJson(f"{_named(name)} is a number of {len(value.text):,} digits.", "Write it shorter.")
        if isinstance(value, str) and not _can_be_kept(value):
            raise BadJson(f"{_named(name)} holds a character that no text has.", "Remove it, or export again.")
    return found


def _named(name: str) -> str:
    return ascii(name[:60])


def _can_be_kept(text: str) -> bool:
    if text.isascii():
        return "\x00" not in text
    return "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def _constant(name: str) -> Any:
    raise BadJson(f"{name} is no number in JSON.", "Leave it out.")


def _whole(text: str) -> Any:
    return int(text) if len(text) <= LONGEST_NUMBER else _Number(text)


def _decimal(text: str) -> Any:
    return float(text) if len(text) <= LONGEST_NUMBER else _Number(text)
