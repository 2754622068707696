"""The policy as it is: every value in force, and one of them with why, since when and who approved it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.rule import rule
from hearthside.policy import queries
from hearthside.policy.models import PolicyDecision
from hearthside.policy.web import shown
from hearthside.policy.web.about import about_policy, base_of, may, who
from hearthside.policy.web.forms import LookForm

LATELY = 8


@rule("policy")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every value in force on a day, for a state and a payer where they are chosen."""
    _, program = who(request)
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
        **may(request),
    }
    return render(request, "policy/overview.html", page, status=422 if form.errors else 200)


@rule("policy")
@require_safe
def value(request: HttpRequest, key: str) -> HttpResponse:
    """One value: what binds, what it touches, who has one of their own, everything that was ever asked for."""
    return render(request, "policy/value.html", about_policy(request, base_of(key)))
