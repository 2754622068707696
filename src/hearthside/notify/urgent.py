"""
A mail that leaves at once: no row, no worker, no quiet hours.

For calls to people on duty alone. Whoever calls keeps its own rows of what was tried, and tries again; so this only
sends, and says by an exception that it did not.
"""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from hearthside.access.models import Account
from hearthside.notify.kinds import KINDS
from hearthside.notify.letters import Letter, address_of, link_of
from hearthside.notify.queries import preferences_of


def urgent_letter(account: Account, kind: str, facts: Mapping[str, object]) -> Letter:
    """What an account is told at once, at the address that they chose for mail; it names nobody and no program."""
    words = KINDS[kind]
    said = words.say(words.mail, facts)
    body = "\n".join(["Hello,", "", said, "", "Sign in to see more:", link_of(words), ""])
    return Letter(address_of(account, preferences_of(account, None)), words.subject, body)


def send_at_once(letter: Letter, *, key: UUID, seconds: float) -> None:
    """
    Send it, under this key, and wait no longer than so many seconds for each of the server's answers.

    Raises:
        OSError, smtplib.SMTPException, ValueError: it did not leave, or nobody knows whether it did.
    """
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    headers = {"Message-ID": f"<{key}@{domain}>", "Auto-Submitted": "auto-generated", "Importance": "high"}
    message = EmailMessage(
        letter.subject,
        letter.body,
        settings.DEFAULT_FROM_EMAIL,
        [letter.to],
        headers=headers,
        connection=get_connection(timeout=seconds),
    )
    message.send()
