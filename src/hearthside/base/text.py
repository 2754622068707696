"""
Typed text at the edge: what may be kept, said once for every form, file and address.

Kept text is what the person typed, in Unicode's composed form and without what cannot be stored or would deceive a
reader: NUL and other control characters, halves of surrogate pairs, and marks that turn the direction of the line.
"""

import re
import unicodedata

from hearthside.base.refusal import Refusal

# C0 and C1 controls but for tab and line ends, surrogates, directional embeddings, overrides and isolates, and the
# line and paragraph separators that some programs break lines at.
_NOT_KEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]")
_LINE_ENDS = re.compile("\r\n|\r")


class UnreadableText(Refusal):
    """The text holds a character that cannot be kept."""

    def __init__(self, position: int, character: str) -> None:
        self.position, self.character = position, character
        super().__init__(
            f"Character {position} cannot be kept (code {ord(character):04X}, which does not show on the page). "
            "Remove it or type the text again."
        )


def clean_text(text: str) -> str:
    """
    The text as it is kept: composed (NFC), lines ended by a line feed, no space at either end.

    Raises:
        UnreadableText: it holds a character that cannot be stored or that would turn the reading direction.
    """
    unified = _LINE_ENDS.sub("\n", text)
    if found := _NOT_KEPT.search(unified):
        raise UnreadableText(found.start() + 1, found.group())
    return unicodedata.normalize("NFC", unified).strip()


def folded(text: str) -> str:
    """
    The text as it is searched: without accents, case or punctuation, words parted by one space.

    `folded("José  O’Neill")` is "jose oneill"; ß is "ss", ı is "i", so a search finds a name however it was typed.
    """
    apart = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    kept = "".join(c if c.isalnum() or c.isspace() or c == "-" else "" for c in plain)
    return " ".join(kept.replace("-", " ").split())
