"""Somebody finds their minutes wrong: whoever treated there, or compliance, looks at it and answers."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hearthside.access.answering import ask, sent
from hearthside.access.rule import rule
from hearthside.live.actions.attesting.asking import answer_correction
from hearthside.live.actions.attesting.correcting import MOST_WORDS
from hearthside.live.attested_words import ANSWERS
from hearthside.live.models.attesting import CorrectionAsked
from hearthside.live.web.attest.opened import opened
from hearthside.people.actions.grants import behind
from hearthside.ui.forms import Plainly


class AnswerForm(Plainly, forms.Form):
    """What came of it, and what they are told."""

    outcome = forms.ChoiceField(label="What came of it?", choices=list(ANSWERS.items()), widget=forms.RadioSelect)
    words = forms.CharField(
        label="What you tell them",
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 3}),
        help_text="They read this beside their minutes.",
    )


@rule("attendance", mode="write", subject="attended_session")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, attended_session: UUID, correction: UUID) -> HttpResponse:
    """What they wrote, what stands, and an answer."""
    one = opened(request, attended_session)
    with behind(one.program.pk, one.by):
        row = CorrectionAsked.objects.filter(pk=correction, session=one.live, outcome="").first()
    if row is None:
        raise Http404
    who = row.patient_id or row.partner_id

    def act(given: dict[str, Any]) -> None:
        answer_correction(correction=row, outcome=given["outcome"], words=given["words"], by=one.by)

    context = {**one.heading, "row": row, "theirs": next((each for each in one.rows if each.one.who == who), None)}
    return ask(
        request, AnswerForm(sent(request)), act, done="They read your answer beside their minutes.",
        to=reverse("live:attendance", args=[attended_session]), template="live/attest/answer.html", context=context,
    )  # fmt: skip
