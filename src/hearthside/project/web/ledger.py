"""The ledger for whoever answers for privacy: what happened and who looked, by ids, found by kind, actor, day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hearthside.access import parts
from hearthside.access.models import Account, Program
from hearthside.access.rule import rule
from hearthside.access.web.asking import program_of
from hearthside.base.zones import zone
from hearthside.ledger import reading
from hearthside.ledger.event import Event
from hearthside.ledger.models import Entry, Line, Reading
from hearthside.ui import listing
from hearthside.ui.forms import Plainly

ENTRIES, READINGS = "entries", "readings"
BOOKS: Mapping[str, type[Line]] = {ENTRIES: Entry, READINGS: Reading}
FIRST_YEAR, LAST_YEAR = 1900, 2100


class SearchForm(Plainly, forms.Form):
    """What to look for. Everything may stay empty."""

    book = forms.ChoiceField(
        label="Book",
        choices=[(ENTRIES, "What happened"), (READINGS, "Who looked")],
        widget=forms.RadioSelect,
        required=False,
    )
    kind = forms.ChoiceField(label="Kind", required=False)
    actor = forms.CharField(
        label="Actor", required=False, max_length=80, help_text="The id of an account, or a name like system:sign_in."
    )
    patient = forms.UUIDField(
        label="Patient", required=False, error_messages={"invalid": "That is no id. Copy it whole from a record."}
    )
    day = forms.DateField(
        label="Day",
        required=False,
        widget=forms.DateInput({"type": "date"}),
        error_messages={"invalid": "Write the day as year-month-day, like 2026-11-25."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(Event.KINDS) + sorted(parts.parts())
        self.fields["kind"].choices = [("", "Every kind"), *((k, k) for k in kinds)]  # type: ignore[attr-defined]

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(f"Choose a day between {FIRST_YEAR} and {LAST_YEAR}.")
        return day


@dataclass(frozen=True)
class Shown:
    """A line as the page shows it: ids, with links where they lead somewhere."""

    line: Line
    actor: str
    actor_url: str
    patients: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]


@rule("ledger", purpose=reading.OPERATIONS)
def search(request: HttpRequest) -> HttpResponse:
    """Lines of the program, the latest first."""
    program = program_of(request)
    # A first look has no book chosen, and that is not a mistake.
    form = SearchForm({"book": ENTRIES, **request.GET.dict()})
    found = lines(program, form.cleaned_data) if form.is_valid() else Entry.objects.none()
    page = listing.page(request.GET, found)
    context = {"form": form, "page": page, "lines": shown(list(page)), "book": form.cleaned_data.get("book") or ENTRIES}
    return render(request, "project/ledger.html", context, status=200 if form.is_valid() else 422)


def lines(program: Program, asked: Mapping[str, Any]) -> QuerySet[Any]:
    """The lines of this program that fit."""
    book = asked["book"] or ENTRIES
    found: QuerySet[Any] = BOOKS[book]._default_manager.all()
    of_program = Q(program_id=program.id)
    if book == ENTRIES:
        # What happens at the door happens before the program is known; the account says whose it is.
        accounts = Account.objects.filter(roles_held__program=program).distinct().values_list("id", flat=True)
        of_program |= Q(program_id__isnull=True, facts__account__in=[str(account) for account in accounts])
    found = found.filter(of_program)
    if asked["kind"]:
        found = found.filter(kind=asked["kind"])
    if asked["actor"]:
        found = found.filter(actor=asked["actor"].strip())
    if asked["patient"]:
        found = found.filter(patients__contains=[str(asked["patient"])])
    if asked["day"]:
        begins = datetime.combine(asked["day"], time(), tzinfo=zone(program.zone))
        ends = datetime.combine(asked["day"] + timedelta(days=1), time(), tzinfo=zone(program.zone))
        found = found.filter(at__gte=begins, at__lt=ends)
    return found.order_by("-at", "-id")


def shown(found: list[Line]) -> list[Shown]:
    """Lines with their links."""
    return [
        Shown(
            line,
            line.actor,
            "" if line.actor.startswith("system:") else reverse("access:person", args=[UUID(line.actor)]),
            tuple((patient, reverse("people:patient", args=[UUID(patient)])) for patient in line.patients),
            tuple((name, _plain(value)) for name, value in line.facts.items() if value not in (None, "", [])),
        )
        for line in found
    ]


def _plain(value: object) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)
