"""Typing a line for everybody in the room to read."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from hearthside.access.answering import asker
from hearthside.access.rule import rule
from hearthside.live.actions.typing_lines import type_line
from hearthside.live.models.typed_lines import LONGEST_LINE
from hearthside.live.web.room.acting import act_in_room, filled, live_of
from hearthside.ui.forms import Plainly


class LineForm(Plainly, forms.Form):
    """One line."""

    words = forms.CharField(
        label="A line for everybody to read", max_length=LONGEST_LINE,
        help_text="Everybody in the room reads it. It is gone when the session is over.",
    )  # fmt: skip


@rule("live-act", mode="write", subject="live_session")
@require_POST
def caption(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Everybody reads it, and nobody keeps it."""
    live, by = live_of(request, live_session), asker(request)

    def act(given: dict[str, Any]) -> None:
        type_line(live=live, words=given["words"], by=by)

    return act_in_room(request, live, filled(request, LineForm), act, heading="A line for everybody", button="Show it")
