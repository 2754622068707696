"""Where the sign-in library asks us: who may try, what is written down, in which words mail and errors speak."""

from typing import Any, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from hearthside.access import limits, lockout, mail
from hearthside.access.actions.signing_in import note_locked, note_refused, note_signed_in
from hearthside.access.devices import device_in_words
from hearthside.access.models import Account
from hearthside.ledger.actors import Actor, system_actor

# What changed, for the mail that tells the owner; the library names it by its template.
CHANGES = {
    "account/email/email_changed": "The e-mail address you sign in with was changed.",
    "account/email/password_changed": "Your password was changed.",
    "account/email/password_reset": "Your password was set anew.",
    "account/email/password_set": "A password was set.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made; the old ones stopped working.",
    "mfa/email/totp_activated": "An authenticator app was added.",
    "mfa/email/totp_deactivated": "The authenticator app was removed.",
    "mfa/email/webauthn_added": "A passkey was added.",
    "mfa/email/webauthn_removed": "A passkey was removed.",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No open sign-up; lock-out by policy; everything at the door in the ledger; our words."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Access with this account was ended.",
        "duplicate_email": "That is your address already.",
        "email_password_mismatch": "The e-mail address and the password do not go together. Check both.",
        "enter_current_password": "That is not your present password.",
        "incorrect_code": "That code is not right. Look at the newest one.",
        "incorrect_password": "That is not your password.",
        "invalid_password_reset": "This link cannot be used any more. Ask for a new one.",
        "too_many_login_attempts": "Too many tries. Wait a while, or choose a new password by e-mail.",
        "same_as_current": "That is what it is already.",
        "no_limit": "%s",
        "rate_limited": "That was quick. Wait a minute and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    # --- who may try ---

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """
        Refuse before the password is looked at, in the same words whether or not anybody has the address.

        Raises:
            ValidationError: the address is locked, was tried too often, or policy is silent.
        """
        email = str(credentials.get("email", ""))
        try:
            limits.number(limits.LOCKOUT_FAILURES)
        except limits.NoLimit as refusal:
            raise self.validation_error("no_limit", str(refusal)) from refusal
        if lockout.is_locked(email):
            self._note_refused(request, email, "locked")
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password: written down, and the lock falls when it was the last one allowed."""
        email = str(credentials.get("email", ""))
        self._note_refused(request, email, "password")
        key = self._get_login_attempts_cache_key(request, **credentials)
        if not ratelimit.consume(request, app="allauth.account", action="login_failed", key=key, dry_run=True):
            minutes = limits.number(limits.LOCKOUT_MINUTES)
            lockout.lock(email, minutes=minutes)
            note_locked(email=email, minutes=minutes, by=_door(request))

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        super()._delete_login_attempts_cached_email(request, **credentials)
        lockout.unlock(str(credentials.get("email", "")))

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        if not user.is_active:
            self._note_refused(request, user.email, "ended")
        return cast("HttpResponse | None", super().pre_login(request, user, **kwargs))

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        records = get_authentication_records(request, user)
        methods = tuple(dict.fromkeys(str(r.get("type") or r["method"]) for r in records))
        note_signed_in(account=user, methods=methods, device=_device(request), by=_door(request))
        return cast(HttpResponse, super().post_login(request, user, **kwargs))

    def _note_refused(self, request: HttpRequest, email: str, why: str) -> None:
        note_refused(email=email, why=why, device=_device(request), by=_door(request))

    # --- our words ---

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Plain text through the one door for mail of the sign-in."""
        prepared = self.render_mail(template_prefix, email, {"email": email, **context})
        mail.send(to=email, subject=str(prepared.subject), body=str(prepared.body))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Account,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner that something of the account was changed, at the address it had before."""
        body = render_to_string("account/email/changed_message.txt", {"sentence": CHANGES[template_prefix]})
        mail.send(to=email or user.email, subject="Your sign-in was changed", body=body)


def _device(request: HttpRequest) -> str:
    return device_in_words(request.META.get("HTTP_USER_AGENT", ""))


def _door(request: HttpRequest | None = None) -> Actor:
    """Before anybody is known, the door itself acts."""
    found = request or context.request
    return system_actor("sign_in", request_id=getattr(found, "request_id", ""))
