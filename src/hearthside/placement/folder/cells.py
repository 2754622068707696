"""
What may stand in a cell, and what it means.

A form says in words what it takes and turns text into a value. Columns are data (`schema.py`) that name a form, so the
program, the complaints and the reference page all say the same.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from hearthside.base import zones
from hearthside.base.words import BLOCK_KINDS, DAYS, STATES
from hearthside.placement.folder.complaints import shown
from hearthside.placement.solver.problem import Block

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
BLOCK = re.compile(r"([a-z]+):([0-9]{1,6})")

HIGHEST = 999_999
MANY = 10_080


class BadCell(Exception):
    """A cell that says nothing the program understands: what is wrong, and the remedy."""

    def __init__(self, sentence: str, remedy: str):
        self.sentence, self.remedy = sentence, remedy
        super().__init__(sentence)


@dataclass(frozen=True)
class Form:
    """
    `says` continues "Write ...". `parse` may raise BadCell. An empty cell is `if_empty`, or refused where `needed`.
    """

    says: str
    parse: Callable[[str], Any]
    needed: bool = True
    if_empty: Any = None

    def read(self, cell: str) -> Any:
        """
        Raises:
            BadCell: the cell is empty though needed, or holds something else than `says`.
        """
        if cell == "":
            if self.needed:
                raise BadCell("This cell is empty.", f"Write {self.says}.")
            return self.if_empty
        return self.parse(cell)


def _refuse(cell: str, what: str, says: str, meant: str | None = None) -> BadCell:
    if cell != cell.strip():
        return BadCell(f"{shown(cell)} has a space before or after it.", "Remove the space.")
    guess = f" Did you mean {meant}?" if meant else ""
    return BadCell(f"{shown(cell)} is not {what}.", f"Write {says}.{guess}")


def _either(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def text() -> Form:
    """Anything at all, kept as it is."""
    return Form("any text", str, needed=False, if_empty="")


def _same(pattern: re.Pattern[str], what: str, says: str) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if pattern.fullmatch(cell):
            return cell
        raise _refuse(cell, what, says)

    return parse


def identifier(*, needed: bool = True) -> Form:
    says = "letters, digits, dots, hyphens and underscores, beginning with a letter or digit, 64 at most"
    return Form(says, _same(ID, "an id", says), needed=needed, if_empty="")


def language() -> Form:
    says = "a language code of two or three small letters, for example en"
    return Form(says, _same(LANGUAGE, "a language code", says))


def word(words: Sequence[str], *, needed: bool = True) -> Form:
    """One word of a closed list."""
    says = _either(words) if len(words) < 12 else "the two capital letters of a US state, DC, PR, GU, VI, AS or MP"
    meant = {w.lower(): w for w in words}
    days = words == DAYS  # Monday is meant as mon

    def parse(cell: str) -> str:
        if cell in words:
            return cell
        raise _refuse(cell, "known here", says, meant.get(cell.lower()[: len(words[0])] if days else cell.lower()))

    return Form(says, parse, needed=needed, if_empty="")


def state() -> Form:
    return word(STATES)


def weekday() -> Form:
    """A day of the week, as 0 (Monday) to 6."""
    inner = word(DAYS)
    return Form(inner.says, lambda cell: DAYS.index(inner.parse(cell)))


@cache
def _zones_by_city() -> dict[str, str]:
    """The last part of each zone's name in small letters, so that Chicago is understood as America/Chicago."""
    return {name.lower().split("/")[-1]: name for name in sorted(zones.names(), reverse=True)}


def zone() -> Form:
    says = "a name of the IANA time zone database, for example America/Chicago"

    def parse(cell: str) -> str:
        if cell in zones.names():
            return cell
        raise _refuse(cell, "a time zone", says, _zones_by_city().get(cell.lower().replace(" ", "_").split("/")[-1]))

    return Form(says, parse)


def listed(item: Form, *, needed: bool = True, doubled: bool = False) -> Form:
    """Values separated by `;`, as a tuple in the order written; none twice, unless `doubled` lets that through."""
    says = f"{item.says}; several are separated by semicolons"

    def parse(cell: str) -> tuple[Any, ...]:
        parts = cell.split(";")
        if "" in parts:
            raise BadCell(f"{shown(cell)} has an empty place between semicolons.", "Remove the semicolon too many.")
        values = tuple(item.parse(part) for part in parts)
        if not doubled and len(set(parts)) < len(parts):
            again = next(part for i, part in enumerate(parts) if part in parts[:i])
            raise BadCell(f"{shown(again)} is listed twice.", "Write it once.")
        return values

    return Form(says, parse, needed=needed, if_empty=())


def integer(lowest: int = 0, highest: int = HIGHEST, *, needed: bool = True, if_empty: int | None = None) -> Form:
    says = f"a whole number from {lowest} to {highest}"

    def parse(cell: str) -> int:
        if cell.isascii() and cell.isdigit() and len(cell) < 10 and lowest <= int(cell) <= highest:
            return int(cell)
        raise _refuse(cell, says, says)

    return Form(says, parse, needed=needed, if_empty=if_empty)


def day(*, needed: bool = True) -> Form:
    says = "a date as year-month-day, for example 2027-01-04"

    def parse(cell: str) -> date:
        try:
            if DAY.fullmatch(cell):
                return date.fromisoformat(cell)
        except ValueError:
            pass
        raise _refuse(cell, "a date", says)

    return Form(says, parse, needed=needed)


def clock(*, ends: bool = False, needed: bool = True) -> Form:
    """A local time as minutes past midnight; 24:00 only where something `ends`."""
    says = "a time as HH:MM, for example 09:30" + (", up to 24:00" if ends else "")

    def parse(cell: str) -> int:
        if CLOCK.fullmatch(cell):
            return int(cell[:2]) * 60 + int(cell[3:])
        if cell == "24:00":
            if ends:
                return 24 * 60
            raise BadCell("24:00 can only be an end.", "Write 00:00 on the next day.")
        raise _refuse(cell, "a time", says)

    return Form(says, parse, needed=needed)


def blocks() -> Form:
    """The blocks of a program day."""
    kinds = _either(BLOCK_KINDS)
    says = f"kind:minutes with one space between, for example process:90 break:10 skills:90; kinds are {kinds}"

    def parse(cell: str) -> tuple[Block, ...]:
        return tuple(_block(part, says) for part in cell.split(" "))

    return Form(says, parse)


def _block(part: str, says: str) -> Block:
    found = BLOCK.fullmatch(part)
    if not found:
        what = "There is more than one space between blocks." if part == "" else f"{shown(part)} is not a block."
        raise BadCell(what, f"Write {says}.")
    kind, minutes = found[1], int(found[2])
    if kind not in BLOCK_KINDS:
        raise BadCell(f"{shown(kind)} is not a kind of block.", f"Write {_either(BLOCK_KINDS)}.")
    if not 1 <= minutes <= MANY:
        raise BadCell(f"Block {shown(part)} is {minutes:,} minutes long.", "Write a whole number of minutes from 1.")
    return Block(kind, minutes)
