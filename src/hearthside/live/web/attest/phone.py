"""A group that was held by phone: whoever was there says who was, from when until when, for everybody at once."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hearthside.access.answering import ask, sent
from hearthside.access.rule import rule
from hearthside.live.actions.attesting.correcting import correct_attendance
from hearthside.live.web.attest.forms import PhoneForm
from hearthside.live.web.attest.opened import opened


@rule("attendance", mode="write", subject="attended_session")
@require_http_methods(["GET", "HEAD", "POST"])
def by_phone(request: HttpRequest, attended_session: UUID) -> HttpResponse:
    """One form for everybody; then it is attested like any other session."""
    one = opened(request, attended_session)
    form = PhoneForm(one.live, one.people, one.rooms[0], one.zone, sent(request))

    def act(given: dict[str, Any]) -> None:
        correct_attendance(live=one.live, marks=form.marks, reason=given["reason"], by=one.by)

    return ask(
        request, form, act, done="Written down. Read it once more, and attest to it.",
        to=reverse("live:attendance", args=[attended_session]), template="live/attest/by_phone.html",
        context=one.heading,
    )  # fmt: skip
