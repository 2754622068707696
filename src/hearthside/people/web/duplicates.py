"""Records that may be one person's: found, merged, and parted again if it was a mistake."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access.permissions import Permission, may_do
from hearthside.access.rule import rule
from hearthside.ledger import reading
from hearthside.people.actions.merges import merge_patients, undo_merge
from hearthside.people.models.merges import Merge
from hearthside.people.models.patients import Patient
from hearthside.people.queries.duplicates import alike
from hearthside.people.web.answering import ask, asker, program_of, sent
from hearthside.people.web.patient_changes import FORM, page
from hearthside.people.web.patient_words import address
from hearthside.people.web.patients import patient_of
from hearthside.ui.forms import Plainly

LATEST = 50


class MergeForm(Plainly, forms.Form):
    """Which of the two records stays."""

    kept = forms.ChoiceField(widget=forms.RadioSelect, label="Which record stays")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = choices  # type: ignore[attr-defined]


@rule("duplicates")
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs that have something in common, and what was merged lately."""
    actor = asker(request)
    pairs = alike(actor)
    merges = Merge.objects.filter(program=actor.program).select_related("kept__details", "gone__details", "merged_by")
    latest = list(merges.order_by("-merged_at", "-id")[:LATEST])
    shown = {p.pk for pair in pairs for p in (pair.first, pair.second)}
    reading.note(
        patients=[*shown, *(p for merge in latest for p in (merge.kept_id, merge.gone_id))], part="demographics"
    )
    may_merge = may_do(actor.roles, Permission.MERGE_RECORDS)
    context = {"pairs": pairs, "merges": latest, "may_merge": may_merge}
    return render(request, "people/patients/duplicates.html", context)


@rule("duplicates", mode="write")
@page
def merge(request: HttpRequest, first: UUID, second: UUID) -> HttpResponse:
    """Make two records one."""
    pair = {str(p.pk): p for p in (patient_of(request, first), patient_of(request, second))}
    if len(pair) != 2:
        raise Http404
    reading.note(patients=[first, second], part="demographics")
    choices = [(pk, _words(p)) for pk, p in pair.items()]
    form = MergeForm(sent(request), choices=choices)

    def act(given: dict[str, Any]) -> Patient:
        kept = pair[given["kept"]]
        gone = next(p for p in pair.values() if p is not kept)
        merge_patients(kept=kept, gone=gone, by=asker(request))
        return kept

    context = {
        "heading": "Are these two one person?",
        "button": "Merge the records",
        "back": {"url": reverse("people:duplicates"), "words": "Records that may be one person's"},
        "sentences": ["The other record leads to this one from now on. It can be undone."],
    }
    return ask(request, form, act, done="Merged.", to=address, template=FORM, context=context)


@rule("duplicates", mode="write")
@page
def undo(request: HttpRequest, merge: UUID) -> HttpResponse:
    """Make them two again."""
    row = Merge.objects.filter(pk=merge, program=program_of(request), undone_at__isnull=True).first()
    if row is None:
        raise Http404
    reading.note(patients=[row.kept_id, row.gone_id], part="demographics")
    form = forms.Form(request.POST if request.method == "POST" else None)

    def act(given: dict[str, Any]) -> None:
        undo_merge(merge=row, by=asker(request))

    context = {
        "heading": "Make them two records again?",
        "button": "Undo the merge",
        "danger": True,
        "back": {"url": reverse("people:duplicates"), "words": "Records that may be one person's"},
        "sentences": ["Everything that moved goes back. What was added since stays where it is."],
    }
    to = reverse("people:duplicates")
    return ask(request, form, act, done="They are two records again.", to=to, template=FORM, context=context)


def _words(patient: Patient) -> str:
    details = patient.details
    reach = ", ".join(filter(None, (details.email, details.phone)))
    signs_in = ", signs in" if patient.account_id else ""
    return (
        f"{details.full_name}, born {details.born_on or 'on a day not known'}{', ' if reach else ''}{reach}{signs_in}"
    )
