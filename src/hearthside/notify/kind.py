"""One kind of notice: whom it goes to, and the words of the page and of the mail."""

from collections.abc import Mapping
from dataclasses import dataclass

SUBJECT = "You have a message"
SECURITY_SUBJECT = "About your sign-in"
URGENT_SUBJECT = "Urgent program alert"

# To whom a kind goes: somebody with an account, or somebody who has none yet.
ACCOUNT, APPLICANT = "account", "applicant"


@dataclass(frozen=True)
class Kind:
    """
    One kind of notice.

    `title` names it where people choose their mail. `sentence` is what the page says, `mail` what the mail says; both
    may hold facts in braces, and no others than `facts`. `at_once` goes out in quiet hours too. Mail that is
    `always` sent cannot be turned off: it is about the safety of the account. `page` is the address's name, `roles`
    are those of which the receiver must still hold one when the mail leaves.
    """

    name: str
    title: str
    sentence: str
    mail: str
    subject: str = SUBJECT
    to: str = ACCOUNT
    facts: tuple[str, ...] = ()
    at_once: bool = False
    always: bool = False
    page: str = ""
    roles: frozenset[str] = frozenset()

    def say(self, words: str, facts: Mapping[str, object]) -> str:
        """Words with their facts filled in."""
        return words.format_map({name: facts.get(name, "") for name in self.facts})
