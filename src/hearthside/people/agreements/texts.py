"""
The program's agreements: texts with a version and a day from which they hold, kept as files that somebody reviewed.

A file is never changed once it was in force: a change is a new file with the next version. What somebody signed can
so be shown again, word for word, and its hash proves it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data" / "agreements"

KINDS = {
    "program": "Program agreement",
    "confidentiality": "Confidentiality in groups",
    "telehealth": "Treatment by video",
    "disclosure": "What we may tell your partner",
}
# Signed by everybody before the first session; a disclosure is each person's own choice.
NEEDED = ("program", "confidentiality", "telehealth")
# What a partner who is no patient signs to come to couples work.
NEEDED_OF_PARTNER = ("confidentiality", "telehealth")
# What may be told to a partner, one by one.
TOPICS = {
    "attendance": "Whether I come to my sessions",
    "progress": "How I am doing, in general words",
    "plan": "The goals of my treatment plan",
    "safety": "What to do if I am in danger",
}


@dataclass(frozen=True)
class Agreement:
    """One version of one agreement."""

    kind: str
    version: str
    since: date
    title: str
    body: str

    @property
    def text_hash(self) -> str:
        """SHA-256 of title, version and text: the very words that were shown."""
        return hashlib.sha256(f"{self.title}\n{self.version}\n{self.body}".encode()).hexdigest()

    @property
    def blocks(self) -> Iterator[tuple[str, list[str]]]:
        """The text as a page lays it out: (heading, paragraph or list; its lines)."""
        for block in self.body.split("\n\n"):
            lines = block.splitlines()
            if lines[0].startswith("## "):
                yield "heading", [lines[0].removeprefix("## ")]
            elif all(line.startswith("- ") for line in lines):
                yield "list", [line.removeprefix("- ") for line in lines]
            else:
                yield "paragraph", [" ".join(lines)]


@cache
def versions(kind: str) -> tuple[Agreement, ...]:
    """Every version of an agreement, the oldest first."""
    found = [_read(file) for file in FOLDER.glob(f"{kind}-*.md")]
    return tuple(sorted(found, key=lambda agreement: agreement.since))


def in_force(kind: str, on: date) -> Agreement:
    """
    The version that holds on this day: the last that began by then.

    Raises:
        KeyError: none had begun.
    """
    begun = [agreement for agreement in versions(kind) if agreement.since <= on]
    if not begun:
        raise KeyError(kind)
    return begun[-1]


def version(kind: str, name: str) -> Agreement:
    """One version by its name. Raises KeyError for one that never was."""
    for agreement in versions(kind):
        if agreement.version == name:
            return agreement
    raise KeyError(name)


def _read(file: Path) -> Agreement:
    head, _, body = file.read_text(encoding="utf-8").partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    kind, _, name = file.stem.partition("-")
    return Agreement(kind, name, date.fromisoformat(facts["since"]), facts["title"], body.strip())
