"""A new scenario: changes added one by one, and then asked. Until it is asked nothing is written anywhere."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hearthside.access.answering import ask, asker, program_of, see_other, sent
from hearthside.access.require import NotAllowed
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.placement.actions.scenarios import MOST_CHANGES, ask_what_if
from hearthside.placement.models.scenarios import Scenario
from hearthside.placement.queries.scenarios import people_with
from hearthside.placement.solver.change import AddPeople
from hearthside.placement.solver.hire import MOST_CANDIDATES
from hearthside.placement.solver.whatif_changes import (
    AddCouple,
    CannotApply,
    LoseClinician,
    ScenarioChange,
    as_values,
    of_values,
)
from hearthside.placement.web.asking import page
from hearthside.placement.web.what_if_forms import CHANGE_FORMS, AboutForm, ChangeForm, HireQuestionForm
from hearthside.placement.web.what_if_names import clinician_choices, names_of, waiting_choices
from hearthside.placement.web.what_if_words import change_said
from hearthside.policy.queries import today

FORM = "people/clinicians/form.html"
# The changes so far stand in the page itself: signed, so that what comes back is what was checked.
SALT = "hearthside.placement.what_if"
UNREADABLE = "This change cannot be read any more. Take it out and add it again."
ASKED = "It is being worked out. Nothing real changes."


@rule("scenarios", mode="write")
@page
def new(request: HttpRequest) -> HttpResponse:
    """Add changes, take them out again, and ask."""
    desk = _Desk(request)
    if request.method != "POST":
        return desk.answer()
    if kind := request.POST.get("add"):
        return desk.add(kind)
    if (taken := request.POST.get("take_out", "")).isdigit():
        return desk.take_out(int(taken))
    return desk.ask()


class _Desk:
    """The page as it was sent: its name and week, the changes so far, and one small form for each kind of change."""

    def __init__(self, request: HttpRequest):
        self.request, self.program = request, program_of(request)
        self.after = today(self.program)
        self.about = AboutForm(after=self.after, initial=request.POST.dict())
        self.changes, self.wrong = _sent_changes(request.POST.getlist("change"))
        choices = {
            "lose": {"clinician": clinician_choices(request, self.after)},
            "more": {"like": waiting_choices(request)},
        }
        self.forms = {kind: _small(form, kind, request, choices.get(kind, {})) for kind, form in CHANGE_FORMS.items()}
        self.opened = ""

    def add(self, kind: str) -> HttpResponse:
        """One change more, if the program as it is allows it."""
        if kind not in self.forms:
            return self.ask()
        form = self.forms[kind] = _small(
            CHANGE_FORMS[kind], kind, self.request, dict(self.forms[kind].choices), data=sent(self.request)
        )
        self.opened = kind
        if not form.is_valid():
            return self.answer(422)
        if len(self.changes) >= MOST_CHANGES:
            form.add_error(None, f"A scenario has at most {MOST_CHANGES} changes. Take one out first.")
            return self.answer(422)
        try:
            made = form.made()
            # Asked for its refusal alone.
            people_with(self.program, self._week(), [*self.changes, made], by=asker(self.request))
        except CannotApply as refusal:
            form.add_error(form.refused_at, str(refusal))
            return self.answer(422)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.answer(422)
        self.changes.append(made)
        self.forms[kind] = _small(CHANGE_FORMS[kind], kind, self.request, dict(form.choices), fresh=True)
        self.opened = ""
        return self.answer()

    def take_out(self, number: int) -> HttpResponse:
        del self.changes[number : number + 1]
        return self.answer()

    def ask(self) -> HttpResponse:
        """Have it worked out."""
        self.about = AboutForm(self.request.POST, after=self.after)
        if self.wrong:
            self.about.add_error(None, UNREADABLE)
        if not self.about.is_valid():
            return self.answer(422)
        given = self.about.cleaned_data
        try:
            scenario = ask_what_if(program=self.program, changes=self.changes, by=asker(self.request), **given)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            field = getattr(refusal, "field", None)
            self.about.add_error(field if field in self.about.fields else None, str(refusal))
            return self.answer(422)
        messages.success(self.request, ASKED)
        return see_other(reverse("placement:scenario", args=[scenario.pk]))

    def _week(self) -> date:
        """The week that is chosen; as long as none is, the next one."""
        form = AboutForm(self.request.POST, after=self.after)
        form.is_valid()
        return form.cleaned_data.get("week") or self.after + timedelta(days=7 - self.after.weekday())

    def answer(self, status: int = 200) -> HttpResponse:
        names = names_of(self.request, _about(self.changes))
        zone = self.program.zone
        lines = [(signing.dumps(as_values(c), salt=SALT), change_said(c, names, zone)) for c in self.changes]
        context = {"about": self.about, "lines": lines, "forms": self.forms.items(), "opened": self.opened}
        context["asked"] = [self.about, *self.forms.values()]
        return render(self.request, "placement/what_if/new.html", context, status=status)


def _small(
    form: type[ChangeForm],
    kind: str,
    request: HttpRequest,
    choices: dict[str, Any],
    *,
    data: Any = None,
    fresh: bool = False,
) -> ChangeForm:
    """One kind of change; what was written in it and not added is still there."""
    made = form(data, prefix=kind)
    for name, those in choices.items():
        made.fields[name].choices = those  # type: ignore[attr-defined]
    made.choices = choices
    if data is None and request.method == "POST" and not fresh:
        for name, field in made.fields.items():
            key = made.add_prefix(name)
            if key in request.POST:
                many = isinstance(field, forms.MultipleChoiceField)
                made.initial[name] = request.POST.getlist(key) if many else request.POST[key]
    return made


def _sent_changes(sent_back: Sequence[str]) -> tuple[list[ScenarioChange], bool]:
    """The changes so far as the page sent them back, and whether one of them is none."""
    found: list[ScenarioChange] = []
    wrong = False
    for text in sent_back[: MOST_CHANGES + 1]:
        try:
            found.append(of_values(signing.loads(text, salt=SALT)))
        except signing.BadSignature:
            wrong = True
    return found, wrong


def _about(changes: Sequence[ScenarioChange]) -> list[str]:
    named = [c.clinician for c in changes if isinstance(c, LoseClinician)]
    return named + [c.like for c in changes if isinstance(c, AddCouple | AddPeople)]


@rule("scenarios", mode="write")
@page
def whom_to_hire(request: HttpRequest) -> HttpResponse:
    """Have it worked out whom to hire, or whose two hours more."""
    program = program_of(request)
    form = HireQuestionForm(sent(request), after=today(program))

    def act(given: dict[str, Any]) -> Scenario:
        return ask_what_if(program=program, by=asker(request), **given)

    context = {
        "heading": "Whom to hire",
        "button": "Work it out",
        "back": {"url": reverse("placement:scenarios"), "words": "What if"},
        "sentences": [
            f"Candidates are read from what would help those who wait, at most {MOST_CANDIDATES} of them. Each is "
            "tried by the planner, with everybody who has a place keeping it.",
        ],
    }

    def to(made: Scenario) -> str:
        return reverse("placement:scenario", args=[made.pk])

    return ask(request, form, act, done=ASKED, to=to, template=FORM, context=context)
