"""
Mail of the sign-in itself: invitations, resets, codes, and word that something was changed. Neutral words, no names.

Messages about care go through `notify`, which stands above. It may take these over too: `register` its queue.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

log = logging.getLogger("hearthside.access.mail")
Sender = Callable[[str, str, str], None]


def send_after_commit(to: str, subject: str, body: str) -> None:
    """Send once the change it tells of is there. A mail that cannot be sent undoes nothing: it is asked for again."""

    def deliver() -> None:
        try:
            EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to]).send()
        except OSError:
            log.exception("A mail of the sign-in could not be sent.")

    transaction.on_commit(deliver)


_sender: Sender = send_after_commit


def register(sender: Sender) -> None:
    """Let this send from now on: (address, subject, body)."""
    global _sender
    _sender = sender


def send(*, to: str, subject: str, body: str) -> None:
    """Send this mail."""
    _sender(to, subject, body)
