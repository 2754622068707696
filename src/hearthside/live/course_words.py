"""What parts of a session are called."""

from hearthside.caseload.words import BLOCK_WORDS
from hearthside.schedule.words import KIND_NAMES


def part_name(kind: str) -> str:
    """A block's kind in the middle of a sentence: `process group`."""
    return (BLOCK_WORDS.get(kind) or KIND_NAMES[kind]).lower()
