"""Second factors for the sign-in library: sealed at rest, and bound to the account they were made for."""

from typing import Any, ClassVar

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db.models import Q

from hearthside.access.models import Account
from hearthside.access.sealing import DoesNotOpen, opened, seal

NAME = "Hearthside"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals what the library would keep in clear, and names things as we do."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey first.",
        "incorrect_code": "That did not work. Use the newest code, or try again.",
        "unverified_email": "Confirm your e-mail address first.",
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret of whoever is signed in, with whose it is beside it."""
        owner = str(context.request.user.pk)
        return f"{owner}:{seal(text, of=_of(owner))}"

    def decrypt(self, encrypted_text: str) -> str:
        """
        The secret.

        Raises:
            DoesNotOpen: it was changed, or stands in another account's row than the one it was sealed for.
        """
        owner, _, sealed = encrypted_text.partition(":")
        here = Q(data__secret=encrypted_text) | Q(data__seed=encrypted_text)
        if Authenticator.objects.filter(here).exclude(user_id=owner).exists():
            raise DoesNotOpen
        return opened(sealed, of=_of(owner))

    def get_totp_issuer(self) -> str:
        return NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": NAME}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.name}

    def generate_authenticator_name(self, user: Account, type: Any) -> str:
        there = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "Passkey" if not there else f"Passkey {there + 1}"


def _of(owner: str) -> str:
    return f"mfa_authenticator.data.{owner}"
