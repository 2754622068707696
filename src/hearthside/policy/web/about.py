"""What the policy pages share: who asks, what they may do, and all that is to say about one value."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from hearthside.access.models import Program
from hearthside.access.permissions import Permission, may_do
from hearthside.ledger.actors import Actor
from hearthside.policy import effects, queries
from hearthside.policy.baseline import Baseline, baseline
from hearthside.policy.web import shown


def who(request: HttpRequest) -> tuple[Actor, Program]:
    """The actor, and the program whose policy this is."""
    return request.actor, request.program  # type: ignore[attr-defined]


def may(request: HttpRequest) -> dict[str, bool]:
    actor, _ = who(request)
    return {
        "may_change": may_do(actor.roles, Permission.TIGHTEN_POLICY),
        "may_approve": may_do(actor.roles, Permission.APPROVE_POLICY),
    }


def base_of(key: str) -> Baseline:
    if key not in baseline():
        raise Http404
    return baseline()[key]


def about_policy(request: HttpRequest, base: Baseline) -> dict[str, Any]:
    _, program = who(request)
    today = queries.today(program)
    decisions = queries.approved(program.id)
    policy = queries.in_force(today, program.id)
    entry = policy[base.key]
    allowed = may(request)
    return {
        "base": base,
        "row": shown.row(entry, shown.names_of([entry.approved_by])),
        "direction": shown.direction_of(base),
        "baseline": shown.baseline_in_words(base),
        "others": shown.others(decisions, base.key, today),
        "history": [shown.asked(d) for d in queries.history(program.id, base.key)],
        # How many people something touches is for those who decide about it.
        "effects": effects.of(base.key, program=program.id, on=today) if any(allowed.values()) else None,
        "today": today,
        "version": policy.version,
        **allowed,
    }


def see_value(key: str) -> HttpResponse:
    answer = HttpResponse(status=303)
    answer["Location"] = reverse("policy:value", kwargs={"key": key})
    return answer
