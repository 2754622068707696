"""
What is wrong with a folder, all of it at once.

Nobody should have to run a program fifteen times to find fifteen mistakes: every reader adds what it finds to one
list, each with file, line, column, a sentence and what to do about it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hearthside.base.refusal import Refusal

PRINTED_PER_FILE = 20
PRINTED = 100


@dataclass(frozen=True, order=True)
class Complaint:
    """
    One thing to put right. `line` counts from 1, the header; 0 is the file as a whole. `column` may be "".
    """

    file: str
    line: int
    column: str
    sentence: str
    remedy: str

    @property
    def where(self) -> str:
        line = f", line {self.line}" if self.line else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{line}{column}"

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence} {self.remedy}"


class Complaints:
    """The list that readers add to."""

    def __init__(self) -> None:
        self.found: list[Complaint] = []

    def add(self, file: str, line: int, column: str, sentence: str, remedy: str) -> None:
        self.found.append(Complaint(file, line, column, sentence, remedy))

    def refuse(self) -> None:
        """
        Raises:
            BadRoster: something was found.
        """
        if self.found:
            raise BadRoster(self.found)


class BadRoster(Refusal):
    """A folder cannot be read as it is. `complaints` holds everything found, in order of file and line."""

    def __init__(self, complaints: Iterable[Complaint]):
        self.complaints = tuple(sorted(set(complaints)))
        super().__init__("\n".join([_count(self.complaints), *(f"  {c}" for c in self.complaints)]))

    @property
    def brief(self) -> str:
        """The first complaints of every file, all of them counted: ten thousand would scroll out of sight."""
        lines = [_count(self.complaints)]
        shown: Counter[str] = Counter()
        for complaint in self.complaints:
            if shown[complaint.file] < PRINTED_PER_FILE and shown.total() < PRINTED:
                shown[complaint.file] += 1
                lines.append(f"  {complaint}")
        per_file = Counter(c.file for c in self.complaints)
        left = {file: per_file[file] - shown[file] for file in sorted(per_file) if per_file[file] > shown[file]}
        lines += [f"  {file}: {more:,} more." for file, more in left.items()]
        if left:
            lines.append("Add 2> complaints.txt to the command to have them all in a file.")
        return "\n".join(lines)


def _count(complaints: tuple[Complaint, ...]) -> str:
    total = len(complaints)
    return "There is one thing to put right:" if total == 1 else f"There are {total:,} things to put right:"


def shown(value: str) -> str:
    """A cell's text in quotes for a sentence: short, and with nothing in it that could move a terminal's cursor."""
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in value[:61])
    return f'"{text[:60]}…"' if len(value) > 60 else f'"{text}"'
