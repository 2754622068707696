"""The page from which demo staff fill a live group with made-up people, and let a facilitator's computer die."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hearthside.access.answering import asker, see_other, sent
from hearthside.access.parts import READ, may
from hearthside.access.rule import rule
from hearthside.ledger.actors import Actor
from hearthside.project.demo.group.note import BACK, KILL, STOP
from hearthside.project.demo.group.starting import ask_for_group, is_asked_for, notes
from hearthside.project.web.demonstration import in_the_demonstration

SAYS = {
    KILL: "One facilitator’s computer dies within a second. Watch the ratio, and your page of duty.",
    BACK: "Whoever was lost comes back within a few seconds.",
    STOP: "Everybody leaves, and the session is over. Its evidence is there within a minute or two.",
}
FILL = "fill"
LEADS_TO = {"duty": "duty", "monitor": "live-monitor", "evidence": "live-evidence-list"}


class WordForm(forms.Form):
    """One of the four presses."""

    word = forms.ChoiceField(choices=[(FILL, "Fill"), *((word, word) for word in SAYS)])


@rule("demo-group")
@require_safe
def group(request: HttpRequest) -> HttpResponse:
    """How the group stands, and what can be done with it."""
    _require_demonstration(asker(request))
    return render(request, "project/demo_group.html", _shown(request))


@rule("demo-group", mode="write")
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Fill a group, let a facilitator be lost, bring them back, or end it."""
    _require_demonstration(asker(request))
    form = WordForm(sent(request))
    if not form.is_valid():
        messages.error(request, "Press one of the buttons.")
        return render(request, "project/demo_group.html", _shown(request), status=422)
    word = form.cleaned_data["word"]
    there = notes()
    if word == FILL:
        ask_for_group()
        messages.success(request, "A group is opened, and people come to its door.")
    elif there.read() is None:
        messages.error(request, "No group is filled now.")
        return render(request, "project/demo_group.html", _shown(request), status=422)
    else:
        there.ask(word)
        messages.success(request, SAYS[word])
    return see_other(reverse("demo_group"))


def _shown(request: HttpRequest) -> dict[str, object]:
    there, actor = notes(), asker(request)
    group = there.read()
    return {
        "group": group,
        "failed": there.failure(),
        "opening": group is None and is_asked_for(),
        # Where this person may look themselves; for the others the step says who may.
        "leads_to": {part: may(right, actor.roles, READ) for part, right in LEADS_TO.items()},
    }


def _require_demonstration(actor: Actor) -> None:
    """Raises Http404 everywhere but in the demonstration: nobody fills a real group."""
    if not in_the_demonstration(actor):
        raise Http404
