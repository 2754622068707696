"""One's own notices, and what one wants mail about."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hearthside.access.models import Account, Program
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.base.zones import zone
from hearthside.ledger.actors import Actor
from hearthside.notify.actions.notices import see_notices
from hearthside.notify.actions.preferences import change_preferences
from hearthside.notify.kinds import KINDS, for_roles
from hearthside.notify.models import Notice
from hearthside.notify.queries import addresses_of, notices_of, preferences_of
from hearthside.notify.web.forms import PreferencesForm
from hearthside.ui import listing

PER_PAGE = 30


@dataclass(frozen=True)
class Line:
    """A notice as it is read."""

    at: datetime
    sentence: str
    url: str
    is_new: bool


def _who(request: HttpRequest) -> tuple[Actor, Account, Program | None]:
    return request.actor, cast(Account, request.user), request.program  # type: ignore[attr-defined]


def _line(notice: Notice) -> Line:
    kind = KINDS[notice.kind]
    try:
        url = reverse(kind.page) if kind.page else ""
    except NoReverseMatch:
        url = ""
    sentence = kind.say(kind.sentence, notice.facts)
    return Line(notice.made_at, sentence, url, notice.seen_at is None)


@rule("own-account")
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What somebody was told, the latest first."""
    _, account, program = _who(request)
    wanted = preferences_of(account, program)
    page = listing.page(request.GET, notices_of(account.id), per_page=PER_PAGE)
    shown = {
        "page": page,
        "lines": [_line(notice) for notice in page],
        "zone": zone(wanted.zone),
        "zone_in_words": wanted.zone.rpartition("/")[2].replace("_", " "),
        "has_new": any(notice.seen_at is None for notice in page),
    }
    return render(request, "notify/notices.html", shown)


@rule("own-account", mode="write")
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Everything is read."""
    actor, account, _ = _who(request)
    see_notices(account=account.id, by=actor)
    return _to_notices()


@rule("own-account", mode="write")
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose what to get mail about, where, and when not."""
    actor, account, program = _who(request)
    kinds, addresses = for_roles(actor.roles), addresses_of(account)
    now = preferences_of(account, program)
    initial = {
        "wanted": [kind.name for kind in kinds if kind.name not in now.without_mail],
        "email": now.email,
        "quiet_from": now.quiet_from,
        "quiet_until": now.quiet_until,
        "zone": now.zone,
        "name_program": now.name_program,
    }
    form = PreferencesForm(kinds, addresses, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_preferences(account=account, by=actor, **form.asked())
        except Refusal as refusal:
            form.refuse(getattr(refusal, "field", ""), str(refusal))
        else:
            messages.success(request, "Saved.")
            return _to_notices()
    return render(request, "notify/preferences.html", {"form": form}, status=422 if form.errors else 200)


def _to_notices() -> HttpResponse:
    answer = HttpResponse(status=303)
    answer["Location"] = reverse("notify:notices")
    return answer
