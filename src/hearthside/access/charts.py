"""
Whose record an account's name belongs to: known by the package above, asked here so that showing it is written down.

That somebody has an account in a program of treatment is already something of a patient's record. Without an answer
no account of a patient or partner is shown.
"""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

Finder = Callable[[UUID, Iterable[UUID]], Mapping[UUID, UUID]]
_finder: Finder | None = None


def register(finder: Finder | None) -> None:
    """Let this function say which accounts belong to which records: (program, accounts) -> account to patient."""
    global _finder
    _finder = finder


def are_known() -> bool:
    """Whether accounts of patients and partners may be shown at all."""
    return _finder is not None


def of(program: UUID, accounts: Iterable[UUID]) -> Mapping[UUID, UUID]:
    """The patients behind these accounts of the program."""
    return _finder(program, list(accounts)) if _finder else {}
