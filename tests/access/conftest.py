"""What tests of access share."""

from dataclasses import dataclass

import pytest

from hearthside.access import mail
from tests.apart import apart

__all__ = ["apart", "letters"]


@dataclass(frozen=True)
class Letter:
    """A mail of the sign-in."""

    to: str
    subject: str
    body: str


@pytest.fixture
def letters(monkeypatch) -> list[Letter]:
    """Every mail of the sign-in that is sent, the last at the end."""
    sent: list[Letter] = []
    monkeypatch.setattr(mail, "_sender", lambda to, subject, body: sent.append(Letter(to, subject, body)))
    return sent
