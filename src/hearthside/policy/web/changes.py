"""A change of policy: asked for, looked at, approved, declined, taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.policy import actions, queries
from hearthside.policy.baseline import Baseline
from hearthside.policy.models import PROPOSED, PolicyDecision
from hearthside.policy.values import NotAValue
from hearthside.policy.web import shown
from hearthside.policy.web.about import about_policy, base_of, see_value, who
from hearthside.policy.web.forms import ChangeForm, DeclineForm, ScopeForm


@rule("policy", mode="write")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for a stricter value."""
    return _ask(request, base_of(key), ChangeForm, "policy/change.html")


@rule("policy", mode="write")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, key: str) -> HttpResponse:
    """Ask that a value of the program's own ends."""
    return _ask(request, base_of(key), ScopeForm, "policy/end.html")


def _ask(request: HttpRequest, base: Baseline, kind: type[ScopeForm], template: str) -> HttpResponse:
    actor, program = who(request)
    today = queries.today(program)
    if base.direction == "comparison":
        raise Http404
    form = kind(base, today, request.POST) if request.method == "POST" else kind(base, today)
    if request.method == "POST" and form.is_valid():
        try:
            if kind is ChangeForm:
                actions.set_policy_value(
                    program=program, key=base.key, value=form.cleaned_data["value"], by=actor, **form.asked()
                )
            else:
                actions.end_policy_value(program=program, key=base.key, by=actor, **form.asked())
        except Refusal as refusal:
            field = "value" if isinstance(refusal, NotAValue) else getattr(refusal, "field", "")
            form.refuse(field, str(refusal))
        else:
            messages.success(request, "Asked. It takes effect once a second person (compliance) approves.")
            return see_value(base.key)
    page = {**about_policy(request, base), "form": form}
    return render(request, template, page, status=422 if form.errors else 200)


def _waiting(request: HttpRequest, decision: UUID) -> PolicyDecision:
    """The proposal, if it is one of this program's."""
    _, program = who(request)
    found: PolicyDecision | None = (
        PolicyDecision.objects.filter(program=program, pk=decision).select_related("proposed_by", "program").first()
    )
    if found is None:
        raise Http404
    return found


@rule("policy-approval", mode="write")
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, decision: UUID) -> HttpResponse:
    """A proposal with what it would change; approving it."""
    actor, _ = who(request)
    asked = _waiting(request, decision)
    problem = ""
    if request.method == "POST":
        try:
            actions.approve_policy_value(decision=asked, by=actor)
        except Refusal as refusal:
            problem = str(refusal)
        else:
            messages.success(request, "Approved. It is in force from its day on.")
            return see_value(asked.key)
    return _show_decision(request, asked, DeclineForm(), problem)


@rule("policy-approval", mode="write")
@require_POST
def decline(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Say no, with the reason."""
    actor, _ = who(request)
    asked = _waiting(request, decision)
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            actions.decline_policy_value(decision=asked, words=form.cleaned_data["words"], by=actor)
        except Refusal as refusal:
            form.refuse(getattr(refusal, "field", ""), str(refusal))
        else:
            messages.success(request, "Declined. Nothing changed.")
            return see_value(asked.key)
    return _show_decision(request, asked, form, "")


@rule("policy", mode="write")
@require_POST
def withdraw(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Take a proposal back."""
    actor, _ = who(request)
    asked = _waiting(request, decision)
    try:
        actions.withdraw_policy_value(decision=asked, by=actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Withdrawn. Nothing changed.")
    return see_value(asked.key)


def _show_decision(request: HttpRequest, asked: PolicyDecision, form: DeclineForm, problem: str) -> HttpResponse:
    actor, _ = who(request)
    page = {
        **about_policy(request, base_of(asked.key)),
        "asked": shown.asked(asked),
        "is_waiting": asked.state == PROPOSED,
        "is_own": asked.proposed_by_id == actor.account,
        "form": form,
        "problem": problem,
    }
    return render(request, "policy/decision.html", page, status=422 if problem or form.errors else 200)
