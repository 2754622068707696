"""Keys by which folders name day plans and cohorts."""

import re

from hearthside.people.credentials.facts import WrongFact

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def kept_key(field: str, typed: str) -> str:
    """A key as it is kept. Raises WrongFact."""
    key = typed.strip()
    if not KEY.fullmatch(key):
        raise WrongFact(
            field,
            "Use letters, digits, dots, hyphens and underscores, beginning with a letter or digit, 64 at most.",
        )
    return key
