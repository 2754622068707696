"""Every component in every state on one page: where we look, and where the tests look."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hearthside.access.rule import rule
from hearthside.ui import icons, listing, specimens

LAYOUTS = {"public": "ui/public.html", "page": "ui/page.html", "plain": "ui/plain.html"}
SORTS = {"name": "name", "state": "state", "waiting": "days_waiting"}
PER_PAGE = 4


@dataclass(frozen=True)
class Link:
    """An item of a navigation that leads nowhere else."""

    label: str
    icon: str
    current: bool = False
    url: str = "/gallery/?layout=page"


BAR = (Link("Today", "house", current=True), Link("My week", "calendar"), Link("My team", "people"))
MORE = (Link("My progress", "chart"), Link("Messages", "message"), Link("A page with a rather long name", "document"))


def _frame() -> dict[str, Any]:
    """What a signed-in page gets from its context."""
    return {
        "navigation": BAR,
        "more": MORE,
        "me": {"name": specimens.LONG_NAME, "url": "/gallery/?layout=page"},
        "talk_now": True,
        "second_factors_off": True,
        "on_call_number": "215-555-0100",
        "program_name": "Harbor House IOP",
        "messages": [Message(messages.SUCCESS, "Saved."), Message(messages.ERROR, "This did not save.")],
    }


@rule("public", public=True)
def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery; `layout` puts it into another frame, `form=refused` shows a form that came back."""
    chosen = request.GET.get("layout", "public")
    refused = request.GET.get("form") == "refused"
    words = request.GET.get("q", "").strip().casefold()
    (order,) = listing.order(request.GET, SORTS, default="name")
    rows = sorted(
        (row for row in specimens.ROWS if words in row.name.casefold()),
        key=lambda row: getattr(row, order.removeprefix("-")),
        reverse=order.startswith("-"),
    )
    shown = {
        "layout": LAYOUTS.get(chosen, LAYOUTS["public"]),
        "forms": [("refused", specimens.refused())]
        if refused
        else [
            ("as it comes", specimens.resting()),
            ("filled in", specimens.filled()),
            ("locked", specimens.disabled()),
        ],
        "form": specimens.refused() if refused else None,
        "page": listing.page(request.GET, rows, per_page=PER_PAGE),
        "chart": specimens.CHART,
        "icons": icons.names(),
        "long_name": specimens.LONG_NAME,
        "right_to_left": specimens.RIGHT_TO_LEFT,
        "long_text": specimens.LONG_TEXT,
        "one_long_word": specimens.ONE_LONG_WORD,
        "kinds": ("ok", "warn", "danger", "info"),
        "steps": ("About you", "Your week", "Your insurance"),
    }
    return render(request, "ui/gallery.html", shown | (_frame() if chosen == "page" else {}))
