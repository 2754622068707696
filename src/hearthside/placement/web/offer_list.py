"""Offered places for whoever plans: who has not answered, who gave one back, and what staff were told."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker, program_of
from hearthside.access.parts import WRITE, may
from hearthside.access.rule import rule
from hearthside.access.subjects import by_role
from hearthside.base.text import folded
from hearthside.ledger import reading
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.people.models.patients import Patient
from hearthside.people.queries.names import names_shown
from hearthside.people.queries.patients import found_by_name
from hearthside.placement.models.offers import Offer
from hearthside.placement.queries.offers import placeless, zones_of
from hearthside.placement.rules import last_day
from hearthside.placement.web.lists import find
from hearthside.placement.words import (
    ACCEPTED,
    ANOTHER,
    DECLINED,
    LAPSED,
    OFFER_STATES,
    OPEN,
    SAID_BY,
    SAID_HOW,
    UNDECIDED,
    WITHDRAWN,
)
from hearthside.schedule.said import date_said

TAGS = {OPEN: "info", LAPSED: "warn", ACCEPTED: "ok", ANOTHER: "ember", DECLINED: "ember", WITHDRAWN: "plain"}
# What waits for the coordinator first: nobody answered; then what came back; then what is still open.
ORDER = (LAPSED, ANOTHER, DECLINED, WITHDRAWN, OPEN)


@rule("offer")
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """Places that wait for an answer, and people whose place came back and who have none since."""
    actor = asker(request)
    visible = Offer.objects.visible_to(actor).select_related("membership__cohort", "program")
    undecided = list(visible.filter(status__in=UNDECIDED))
    with behind(program_of(request).pk, actor):
        back = placeless(program_of(request))
    returned = list(visible.filter(pk__in=back))
    form = find(request, "Name", states={state: OFFER_STATES[state] for state in ORDER})
    rows = _found([*undecided, *returned], form.asked, actor)
    names = names_shown(actor, {row.patient_id for row in rows})
    _sort(rows, names, request.GET.get("sort", ""))
    may_answer = may("offer", by_role(actor), WRITE)
    reading.note(patients=sorted({row.patient_id for row in rows}), part="offer", purpose=reading.OPERATIONS)
    with behind(program_of(request).pk, actor):
        zones = zones_of(names)
        signs_in = set(Patient.objects.filter(pk__in=names, account__isnull=False).values_list("pk", flat=True))
    lines = [_line(row, names, zones, signs_in, may_answer) for row in rows]
    context = {"lines": lines, "may_answer": may_answer, "form": form, "narrowed": bool(form.asked)}
    return render(request, "placement/offers.html", context)


def _found(rows: list[Offer], asked: dict[str, str], actor: Actor) -> list[Offer]:
    """The offers of this state, to people of this name as far as the asker may know it."""
    if "state" in asked:
        rows = [row for row in rows if row.status == asked["state"]]
    if "q" in asked:
        seen = Patient.objects.visible_to(actor, "demographics").filter(pk__in={row.patient_id for row in rows})
        called = set(found_by_name(seen, asked["q"]).values_list("pk", flat=True))
        rows = [row for row in rows if row.patient_id in called]
    return rows


def _sort(rows: list[Offer], names: dict[UUID, str], word: str) -> None:
    """By what is pressed in the table's head; else what waits for the coordinator first."""
    keys: dict[str, Callable[[Offer], Any]] = {
        "name": lambda row: folded(names[row.patient_id]),
        "place": lambda row: folded(row.membership.cohort.name),
        "until": lambda row: row.until_at,
    }
    rows.sort(key=lambda row: (ORDER.index(row.status), row.until_at, str(row.pk)))
    if key := keys.get(word.removeprefix("-")):
        rows.sort(key=key, reverse=word.startswith("-"))


def _line(
    row: Offer, names: dict[UUID, str], zones: dict[UUID, str], signs_in: set[UUID], may_answer: bool
) -> dict[str, Any]:
    place = row.membership
    return {
        "offer": row,
        "name": names[row.patient_id],
        "patient": row.patient_id,
        "cohort": place.cohort,
        "first": date_said(place.from_on),
        "until": date_said(last_day(row.until_at, zones[row.patient_id])),
        "kind": TAGS[row.status],
        "state": OFFER_STATES[row.status],
        "waits": row.status in UNDECIDED,
        "to_call": row.status in UNDECIDED and row.patient_id not in signs_in,
        "told": f"{SAID_BY[row.said_by]}. {SAID_HOW[row.said_how]}" if row.said_by_staff else "",
        # Their own words are for whoever plans.
        "wish": row.wish if may_answer else "",
    }
