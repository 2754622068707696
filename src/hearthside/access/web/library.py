"""
The sign-in library's pages that the program uses, at its own addresses. What is not listed here is not there.

Each view runs as the library made it; a refused form comes back as 422, as everywhere, and a refusal is a page.
"""

import functools
from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, re_path

from hearthside.base.refusal import Refusal

View = Callable[..., HttpResponseBase]


def ours(view: View) -> View:
    """This view of the library, answering as ours do."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
            if isinstance(response, TemplateResponse):
                if request.method == "POST" and response.status_code == 200 and _has_errors(response):
                    response.status_code = 422
                response.render()
        except Refusal as refusal:
            return refused(request, str(refusal))
        return response

    return answer


def refused(request: HttpRequest, sentence: str, status: int = 409) -> HttpResponse:
    """A page that says no, and why."""
    return render(request, "access/refused.html", {"sentence": sentence}, status=status)


def _has_errors(response: TemplateResponse) -> bool:
    asked = response.context_data or {}
    return any(getattr(asked.get(name), "errors", None) for name in ("form", "webauthn_form", "verify_form"))


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Said to whoever asks too often."""
    return render(request, "429.html", status=429)


urlpatterns = [
    path("login/", ours(account.login), name="account_login"),
    path("logout/", ours(account.logout), name="account_logout"),
    path("inactive/", ours(account.account_inactive), name="account_inactive"),
    # Closed: the page says how people get an account.
    path("signup/", ours(account.signup), name="account_signup"),
    path("reauthenticate/", ours(account.reauthenticate), name="account_reauthenticate"),
    path("email/", ours(account.email), name="account_email"),
    path("confirm-email/", ours(account.email_verification_sent), name="account_email_verification_sent"),
    path("password/change/", ours(account.password_change), name="account_change_password"),
    path("password/set/", ours(account.password_set), name="account_set_password"),
    path("password/reset/", ours(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", ours(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        ours(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        ours(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", ours(factors.index), name="mfa_index"),
    path("2fa/authenticate/", ours(factors.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", ours(factors.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", ours(app.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", ours(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", ours(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", ours(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", ours(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("2fa/webauthn/", ours(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", ours(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("2fa/webauthn/reauthenticate/", ours(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", ours(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", ours(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("2fa/webauthn/login/", ours(passkeys.login_webauthn), name="mfa_login_webauthn"),
]
