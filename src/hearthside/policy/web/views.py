"""The policy pages: what is in force, why, since when, who approved it; asking for a change and answering it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hearthside.access.models import Program
from hearthside.access.permissions import Permission, may_do
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger.actors import Actor
from hearthside.policy import actions, effects, queries
from hearthside.policy.baseline import Baseline, baseline
from hearthside.policy.models import PROPOSED, PolicyDecision
from hearthside.policy.values import NotAValue
from hearthside.policy.web import shown
from hearthside.policy.web.forms import ChangeForm, DeclineForm, LookForm, ScopeForm

LATELY = 8


def _who(request: HttpRequest) -> tuple[Actor, Program]:
    """The actor, and the program whose policy this is."""
    return request.actor, request.program  # type: ignore[attr-defined]


def _may(request: HttpRequest) -> dict[str, bool]:
    actor, _ = _who(request)
    return {
        "may_change": may_do(actor.roles, Permission.TIGHTEN_POLICY),
        "may_approve": may_do(actor.roles, Permission.APPROVE_POLICY),
    }


def _base(key: str) -> Baseline:
    if key not in baseline():
        raise Http404
    return baseline()[key]


@rule("policy")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every value in force on a day, for a state and a payer where they are chosen."""
    _, program = _who(request)
    asked_for = any(request.GET.get(name) for name in ("on_month", "on_day", "on_year", "state", "payer"))
    form = LookForm(request.GET) if asked_for else LookForm()
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    today = queries.today(program)
    day = given.get("on") or today
    state, payer = given.get("state") or None, given.get("payer") or None
    policy = queries.in_force(day, program.id, state=state, payer=payer)
    decided = PolicyDecision.objects.approved().filter(program=program).select_related("proposed_by", "answered_by")
    page = {
        "form": form,
        "day": day,
        "is_today": day == today,
        "state": state,
        "payer": payer,
        "sections": shown.sections(policy),
        "version": policy.version,
        "waiting": [shown.asked(d) for d in queries.waiting(program.id)],
        "lately": [shown.asked(d) for d in decided.order_by("-revision")[:LATELY]],
        **_may(request),
    }
    return render(request, "policy/overview.html", page, status=422 if form.errors else 200)


@rule("policy")
@require_safe
def value(request: HttpRequest, key: str) -> HttpResponse:
    """One value: what binds, what it touches, who has one of their own, everything that was ever asked for."""
    return render(request, "policy/value.html", _about(request, _base(key)))


def _about(request: HttpRequest, base: Baseline) -> dict[str, Any]:
    _, program = _who(request)
    today = queries.today(program)
    decisions = queries.approved(program.id)
    policy = queries.in_force(today, program.id)
    entry = policy[base.key]
    may = _may(request)
    return {
        "base": base,
        "row": shown.row(entry, shown.names_of([entry.approved_by])),
        "direction": shown.direction_of(base),
        "baseline": shown.baseline_in_words(base),
        "others": shown.others(decisions, base.key, today),
        "history": [shown.asked(d) for d in queries.history(program.id, base.key)],
        # How many people something touches is for those who decide about it.
        "effects": effects.of(base.key, program=program.id, on=today) if any(may.values()) else None,
        "today": today,
        "version": policy.version,
        **may,
    }


@rule("policy", mode="write")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for a stricter value."""
    return _ask(request, _base(key), ChangeForm, "policy/change.html")


@rule("policy", mode="write")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, key: str) -> HttpResponse:
    """Ask that a value of the program's own ends."""
    return _ask(request, _base(key), ScopeForm, "policy/end.html")


def _ask(request: HttpRequest, base: Baseline, kind: type[ScopeForm], template: str) -> HttpResponse:
    actor, program = _who(request)
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
            return _see_value(base.key)
    page = {**_about(request, base), "form": form}
    return render(request, template, page, status=422 if form.errors else 200)


def _waiting(request: HttpRequest, decision: UUID) -> PolicyDecision:
    """The proposal, if it is one of this program's."""
    _, program = _who(request)
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
    actor, _ = _who(request)
    asked = _waiting(request, decision)
    problem = ""
    if request.method == "POST":
        try:
            actions.approve_policy_value(decision=asked, by=actor)
        except Refusal as refusal:
            problem = str(refusal)
        else:
            messages.success(request, "Approved. It is in force from its day on.")
            return _see_value(asked.key)
    return _show_decision(request, asked, DeclineForm(), problem)


@rule("policy-approval", mode="write")
@require_POST
def decline(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Say no, with the reason."""
    actor, _ = _who(request)
    asked = _waiting(request, decision)
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            actions.decline_policy_value(decision=asked, words=form.cleaned_data["words"], by=actor)
        except Refusal as refusal:
            form.refuse(getattr(refusal, "field", ""), str(refusal))
        else:
            messages.success(request, "Declined. Nothing changed.")
            return _see_value(asked.key)
    return _show_decision(request, asked, form, "")


@rule("policy", mode="write")
@require_POST
def withdraw(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Take a proposal back."""
    actor, _ = _who(request)
    asked = _waiting(request, decision)
    try:
        actions.withdraw_policy_value(decision=asked, by=actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Withdrawn. Nothing changed.")
    return _see_value(asked.key)


def _show_decision(request: HttpRequest, asked: PolicyDecision, form: DeclineForm, problem: str) -> HttpResponse:
    actor, _ = _who(request)
    page = {
        **_about(request, _base(asked.key)),
        "asked": shown.asked(asked),
        "is_waiting": asked.state == PROPOSED,
        "is_own": asked.proposed_by_id == actor.account,
        "form": form,
        "problem": problem,
    }
    return render(request, "policy/decision.html", page, status=422 if problem or form.errors else 200)


def _see_value(key: str) -> HttpResponse:
    answer = HttpResponse(status=303)
    answer["Location"] = reverse("policy:value", kwargs={"key": key})
    return answer
