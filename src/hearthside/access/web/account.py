"""One's own account: name, address, password, second step, devices, sign-ins, programs."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hearthside.access.actions.accounts import change_name
from hearthside.access.actions.ending import end_own_sessions
from hearthside.access.actors import SESSION_KEY, programs_of
from hearthside.access.queries import at_the_door, devices_of
from hearthside.access.roles import ROLE_NAMES, ROLES
from hearthside.access.rule import rule
from hearthside.access.web.asking import account_of, actor_of
from hearthside.access.web.door_words import Line
from hearthside.access.web.forms import NameForm
from hearthside.ui import listing


@rule("own-account")
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account, each with the way to change it."""
    mine, actor = account_of(request), actor_of(request)
    kinds = set(Authenticator.objects.filter(user_id=mine.pk).values_list("type", flat=True))
    return render(
        request,
        "access/account.html",
        {
            "account": mine,
            "has_app": "totp" in kinds,
            "has_passkey": "webauthn" in kinds,
            "programs": programs_of(mine),
            "roles": [ROLE_NAMES[role] for role in ROLES if role in actor.roles],
            "devices": len(devices_of(mine, request.session.session_key)),
        },
    )


@rule("own-account", mode="write")
def name(request: HttpRequest) -> HttpResponse:
    """Under which name others read this account."""
    mine = account_of(request)
    form = NameForm(request.POST or None, initial={"name": mine.name})
    if request.method == "POST" and form.is_valid():
        change_name(account=mine, name=form.cleaned_data["name"], by=actor_of(request))
        messages.success(request, "Your name is saved.")
        return redirect("access:account")
    return render(request, "access/name.html", {"form": form}, status=422 if form.is_bound else 200)


@rule("own-account", mode="write")
def devices(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; one device or all others can be signed out."""
    mine, this_key = account_of(request), request.session.session_key
    if request.method == "POST":
        others = UserSession.objects.filter(user_id=mine.pk).exclude(session_key=this_key)
        chosen = request.POST.get("device", "")
        if chosen != "all":
            others = others.filter(pk=int(chosen)) if chosen.isascii() and chosen.isdecimal() else others.none()
        ended = end_own_sessions(account=mine, sessions=list(others), by=actor_of(request))
        words = "1 device is" if ended == 1 else f"{ended} devices are"
        if ended:
            messages.success(request, f"{words} signed out.")
        else:
            messages.info(request, "That device was signed out already.")
        return redirect("access:devices")
    return render(request, "access/devices.html", {"devices": devices_of(mine, this_key)})


@rule("own-account")
def sign_ins(request: HttpRequest) -> HttpResponse:
    """When, from where and with what success somebody tried to sign in as oneself."""
    mine = account_of(request)
    page = listing.page(request.GET, at_the_door([mine.pk]))
    return render(request, "access/sign_ins.html", {"page": page, "lines": [Line(entry) for entry in page]})


@rule("own-account", mode="write")
@require_POST
def choose_program(request: HttpRequest) -> HttpResponse:
    """Go on in another of one's programs."""
    mine = account_of(request)
    chosen = next((p for p in programs_of(mine) if str(p.id) == request.POST.get("program")), None)
    if chosen is None:
        messages.error(request, "You hold no role in that program any more.")
        return redirect("access:account")
    request.session[SESSION_KEY] = str(chosen.id)
    messages.success(request, f"You are in {chosen.name} now.")
    return redirect("home")
