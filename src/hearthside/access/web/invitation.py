"""Answering an invitation: who one is, and how one will sign in. Works once."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from hearthside.access.actions.invitations import HasAccount, InvitationClosed, accept_invitation, hash_of
from hearthside.access.models import Account, Invitation
from hearthside.access.roles import ROLE_NAMES, ROLES
from hearthside.access.rule import rule
from hearthside.access.web.asking import actor_of
from hearthside.access.web.forms import PASSKEY, AcceptForm
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock


@rule("sign-in", mode="write", public=True)
@sensitive_post_parameters("password", "again")
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page behind the link."""
    found = Invitation.objects.select_related("program").filter(token_hash=hash_of(token)).first()
    if why := closed(found):
        return _no(request, InvitationClosed(why))
    assert found is not None
    known = Account.objects.filter(email=found.email, is_active=True).first()
    if known is not None or isinstance(request.user, Account):
        return _for_somebody_known(request, token, found)
    form = AcceptForm(request.POST or None, email=found.email, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        password = None if given["way"] == PASSKEY else given["password"]
        try:
            account = accept_invitation(token=token, name=given["name"], password=password, by=actor_of(request))
        except InvitationClosed as refusal:
            return _no(request, refusal)
        except HasAccount:
            return redirect(request.path)
        except Refusal as refusal:
            form.add_error("name", str(refusal))
        else:
            return _signed_in(request, account, by_passkey=password is None)
    return _page(request, found, {"form": form}, status=422 if form.is_bound else 200)


def closed(found: Invitation | None) -> str:
    """Why an invitation opens nothing; empty if it does."""
    if found is None:
        return "unknown"
    if found.accepted_at is not None:
        return "accepted"
    if found.revoked_at is not None:
        return "revoked"
    return "expired" if found.expires_at <= clock.now() else ""


def _for_somebody_known(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    """Somebody has the address already: they sign in, and say yes."""
    mine = request.user if isinstance(request.user, Account) else None
    if mine is not None and mine.email == found.email and request.method == "POST":
        try:
            accept_invitation(token=token, account=mine, by=actor_of(request))
        except InvitationClosed as refusal:
            return _no(request, refusal)
        return redirect("home")
    way = "sign-in" if mine is None else "yes" if mine.email == found.email else "other"
    return _page(request, found, {"way": way, "next": request.path})


def _signed_in(request: HttpRequest, account: Account, *, by_passkey: bool) -> HttpResponse:
    """The link proved the address, and the name and password were just written: that is a sign-in."""
    record_authentication(request, account, method="invitation", reauthenticated=True)
    target = reverse("mfa_add_webauthn") if by_passkey else reverse("home")
    answer: HttpResponse = perform_login(request, Login(user=account, redirect_url=target))
    return answer


def _page(request: HttpRequest, found: Invitation, more: dict[str, object], status: int = 200) -> HttpResponse:
    roles = [ROLE_NAMES[role] for role in ROLES if role in found.roles]
    return render(request, "access/invitation.html", {"invitation": found, "roles": roles, **more}, status=status)


def _no(request: HttpRequest, refusal: InvitationClosed) -> HttpResponse:
    return render(request, "access/invitation_closed.html", {"refusal": refusal}, status=404)
