"""
Channels: the ways by which a call reaches a person. Another one, such as a text message, is one more of these.

A channel hands over what it is given and says by an exception that it did not. Only a person's own answer counts as
heard; that something was handed over informs, and no more.
"""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from hearthside.ledger.scope import scope
from hearthside.notify.letters import Letter
from hearthside.notify.urgent import send_at_once, urgent_letter
from hearthside.safety.models.attempts import PageAttempt
from hearthside.safety.models.pages import Page
from hearthside.safety.pager.telling import tell
from hearthside.safety.pager.whoami import PAGER
from hearthside.safety.words import IN_PAGE, MAIL

KIND = "somebody_needed"
# Each of the mail server's answers; far below the deadline of an attempt, so that a call that was answered ends soon.
MAIL_SECONDS = 3.0


class NotHandedOver(Exception):
    """It did not leave, or nobody knows whether it did; `code` says why without repeating a server's words."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Errand:
    """What is to be handed over: to whom, about which page, and the key under which it leaves."""

    key: UUID
    page: Page
    account: UUID
    letter: Letter | None = None


class Channel(Protocol):
    """
    One way to a person. `is_quick` ones are used at once; others run beside the engine, since they may have to wait.
    """

    is_quick: bool

    def errand(self, attempt: PageAttempt) -> Errand:
        """Everything that handing over needs, read within the engine's scope."""

    def hand_over(self, errand: Errand) -> None:
        """Hand it over. Raises NotHandedOver."""


class InPage:
    """The page of whoever is called: the attempt's own row shows there, and their browser is told to look."""

    is_quick = True

    def errand(self, attempt: PageAttempt) -> Errand:
        return Errand(attempt.pk, attempt.page, attempt.to_id)

    def hand_over(self, errand: Errand) -> None:
        with scope(PAGER):
            tell(errand.page, errand.account)


class Mail:
    """A mail that says that somebody is needed, and nothing else."""

    is_quick = False

    def errand(self, attempt: PageAttempt) -> Errand:
        letter = urgent_letter(attempt.to, KIND, {"reference": reference(attempt.page)})
        return Errand(attempt.pk, attempt.page, attempt.to_id, letter)

    def hand_over(self, errand: Errand) -> None:
        assert errand.letter is not None
        try:
            send_at_once(errand.letter, key=errand.key, seconds=MAIL_SECONDS)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            # Its name alone: a server's answer may repeat the address.
            raise NotHandedOver(type(error).__name__) from error


def reference(page: Page) -> str:
    """A short word for a page that says nothing about it."""
    return page.pk.hex[-6:].upper()


CHANNELS: Mapping[str, Channel] = {IN_PAGE: InPage(), MAIL: Mail()}
