"""
The sign-in library's forms in our words: labels, hints, refusals beside the field, nothing that a browser says instead.

A passkey's answer is JSON that anybody may forge, so it is bounded and read with care: whatever it holds, the form
refuses and no page fails.
"""

from typing import Any, ClassVar

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.recovery_codes import forms as recovery_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.totp.internal import auth as totp_auth
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.core.exceptions import ValidationError

from hearthside.access.sealing import DoesNotOpen, opened, seal
from hearthside.base.refusal import Refusal
from hearthside.base.text import clean_text
from hearthside.ui.forms import Plainly

PASSWORD_HINT = "At least 12 characters. A few words that only you would put together do well."
LONGEST_CREDENTIAL = 50_000
LONGEST_NAME = 60


class OurWords(Plainly):
    """Our label and hint for each field; no words inside the box that vanish as one writes."""

    words: ClassVar[dict[str, tuple[str, str]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            label, hint = self.words.get(name, (str(field.label or ""), ""))
            field.label, field.help_text = label, hint
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = "Write an e-mail address like name@example.org."


class SignInForm(OurWords, account_forms.LoginForm):  # type: ignore[misc]
    words: ClassVar = {"login": ("E-mail address", ""), "password": ("Password", "")}


class NewEmailForm(OurWords, account_forms.AddEmailForm):  # type: ignore[misc]
    words: ClassVar = {"email": ("New e-mail address", "We send a code there to check that it is yours.")}


class ChangePasswordForm(OurWords, account_forms.ChangePasswordForm):  # type: ignore[misc]
    words: ClassVar = {
        "oldpassword": ("Present password", ""),
        "password1": ("New password", PASSWORD_HINT),
        "password2": ("New password again", ""),
    }


class SetPasswordForm(OurWords, account_forms.SetPasswordForm):  # type: ignore[misc]
    words: ClassVar = {"password1": ("Password", PASSWORD_HINT), "password2": ("Password again", "")}


class AskForResetForm(OurWords, account_forms.ResetPasswordForm):  # type: ignore[misc]
    words: ClassVar = {"email": ("E-mail address", "The one you sign in with.")}


class ResetPasswordForm(OurWords, account_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    words: ClassVar = {"password1": ("New password", PASSWORD_HINT), "password2": ("New password again", "")}


class ConfirmPasswordForm(OurWords, account_forms.ReauthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"password": ("Password", "")}


class ConfirmEmailForm(OurWords, account_forms.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    words: ClassVar = {"code": ("Code from the e-mail", "")}


CODE = {"code": ("Code", "From your authenticator app, or one of your recovery codes.")}


class _Unsealing(OurWords):
    """A code checked against a sealed secret: one that does not open is said beside the field."""

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except DoesNotOpen as refusal:
            raise ValidationError(str(refusal), code="does_not_open") from refusal
        return code


class CodeForm(_Unsealing, factor_forms.AuthenticateForm):  # type: ignore[misc]
    words: ClassVar = CODE


class ConfirmCodeForm(_Unsealing, factor_forms.ReauthenticateForm):  # type: ignore[misc]
    words: ClassVar = CODE


class AddAppForm(OurWords, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    """Sets up an authenticator app; its secret waits in the session sealed, not in clear as the library keeps it."""

    words: ClassVar = {"code": ("Code from the app", "Six digits. The app shows new ones every half minute.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from allauth.core import context

        session, of = context.request.session, f"session.totp.{kwargs['user'].pk}"
        kept = session.get(totp_auth.SECRET_SESSION_KEY)
        bound = bool(args and args[0] is not None) or kwargs.get("data") is not None
        try:
            secret = opened(kept, of=of) if bound and kept else totp_auth.generate_totp_secret()
        except DoesNotOpen:
            secret = totp_auth.generate_totp_secret()
        session[totp_auth.SECRET_SESSION_KEY] = secret
        super().__init__(*args, **kwargs)
        self.secret = secret
        session[totp_auth.SECRET_SESSION_KEY] = seal(secret, of=of)


class RemoveAppForm(OurWords, totp_forms.DeactivateTOTPForm):  # type: ignore[misc]
    pass


class NewCodesForm(OurWords, recovery_forms.GenerateRecoveryCodesForm):  # type: ignore[misc]
    pass


class CredentialField(forms.JSONField):
    """A passkey's answer, of a size and depth that a browser sends."""

    widget = forms.HiddenInput
    default_error_messages: ClassVar = {
        "required": "Your browser did not hand over a passkey. Try again.",
        "invalid": "Your browser did not hand over a passkey. Try again.",
    }

    def bound_data(self, data: Any, initial: Any) -> None:
        """A refused answer is never shown again: each is good once."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and (len(value) > LONGEST_CREDENTIAL or "\\u0000" in value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            read = super().to_python(value)
        except (RecursionError, ValueError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if read is not None and not isinstance(read, dict):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return read


class _Passkey(OurWords):
    """A form with a passkey's answer in it; an answer that makes no sense is refused, whatever makes none of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField(required=True)

    def full_clean(self) -> None:
        try:
            super().full_clean()
        except (AttributeError, KeyError, IndexError, TypeError, ValueError, RecursionError):
            self.add_error("credential", ValidationError(CredentialField.default_error_messages["invalid"]))


class AddPasskeyForm(_Passkey, passkey_forms.AddWebAuthnForm):  # type: ignore[misc]
    words: ClassVar = {
        "name": ("Name of this passkey", "So that you can tell it from others: Work laptop, Phone."),
        "passwordless": ("Let it sign me in alone, without my password", ""),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True

    def clean_name(self) -> str:
        return kept_key_name(super().clean_name())


class RenamePasskeyForm(OurWords, passkey_forms.EditWebAuthnForm):  # type: ignore[misc]
    words: ClassVar = {"name": ("Name of this passkey", "")}

    def clean_name(self) -> str:
        return kept_key_name(self.cleaned_data["name"])


class PasskeyForm(_Passkey, passkey_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeySignInForm(_Passkey, passkey_forms.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class ConfirmPasskeyForm(_Passkey, passkey_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


def kept_key_name(typed: str) -> str:
    """
    The name of a passkey in one line.

    Raises:
        ValidationError: it cannot be kept, or is too long.
    """
    try:
        name = " ".join(clean_text(typed).split())
    except Refusal as refusal:
        raise ValidationError(str(refusal), code="unreadable") from refusal
    if not 0 < len(name) <= LONGEST_NAME:
        raise ValidationError(f"Write a name of 1 to {LONGEST_NAME} characters.", code="length")
    return name
