"""The demonstration's mailbox: mail is kept and read on a page, because no mail server is there."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from hearthside.notify.actions.kept import keep_mail


class KeptMailBackend(BaseEmailBackend):
    """Keeps what it should send."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        """Keep each message; gives how many."""
        for message in email_messages:
            assert isinstance(message, EmailMessage)
            keep_mail(to=", ".join(message.recipients()), subject=str(message.subject), body=str(message.body))
        return len(email_messages)
