"""Moving somebody, with their partner where they are one couple in one cohort, to another cohort."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse

from hearthside.access.answering import ask, asker, sent
from hearthside.access.rule import rule
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger import clock, reading
from hearthside.people.credentials.values import day_in
from hearthside.people.models.couples import CoupleMember
from hearthside.people.models.patients import Patient
from hearthside.schedule.actions.ending import transfer
from hearthside.schedule.web.staff_asking import names_of
from hearthside.schedule.web.staff_changes import FORM, page
from hearthside.schedule.web.staff_person import back_to, patient_of
from hearthside.ui.forms import DayField, Plainly


class TransferForm(Plainly, forms.Form):
    """Where to, and from which day on."""

    cohort = forms.ChoiceField(label="Which cohort")
    from_on = DayField(label="First day there", help_text="Their seats here end the day before.")

    def __init__(self, cohorts: list[Cohort], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cohort"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose"), *((str(c.pk), c.name) for c in cohorts)]


@rule("membership", mode="write", subject="patient")
@page
def move_to_cohort(request: HttpRequest, patient: UUID) -> HttpResponse:
    """From a day on they are in another cohort; couples move whole."""
    who = patient_of(request, patient, "membership")
    today = day_in(who.program.zone, clock.now())
    moving = _moving(request, who)
    back = back_to(request, who)
    here = {m.cohort_id for m in moving}
    cohorts = list(Cohort.objects.visible_to(asker(request)).not_over_by(today).exclude(pk__in=here).order_by("name"))
    form = TransferForm(cohorts, sent(request), initial={"from_on": today})

    def act(given: dict[str, Any]) -> list[Membership]:
        to = next(c for c in cohorts if str(c.pk) == given["cohort"])
        return transfer(memberships=moving, to=to, from_on=given["from_on"], by=asker(request))

    names = names_of(request, [m.patient_id for m in moving])
    context: dict[str, Any] = {
        "heading": f"Move {back['words']} to another cohort",
        "button": "Move them" if len(moving) > 1 else "Move",
        "back": back,
        "sentences": [
            f"{' and '.join(names.values())}: now in {moving[0].cohort.name}." if moving else
            "They are in no cohort now. The page of a cohort places people in it.",
        ],
        "cannot": not moving,
    }  # fmt: skip
    return ask(request, form, act, done="Moved. They and their clinicians are told.", to=back["url"], template=FORM,
               context=context)  # fmt: skip


def _moving(request: HttpRequest, who: Patient) -> list[Membership]:
    """Their membership, and their partner's in the same cohort."""
    visible = Membership.objects.visible_to(asker(request)).select_related("cohort", "patient")
    today = day_in(who.program.zone, clock.now())
    own = visible.not_over_by(today).filter(patient=who).order_by("from_on").first()
    if own is None:
        return []
    couples = CoupleMember.objects.filter(patient=who, until_at__isnull=True).values("couple")
    partners = CoupleMember.objects.filter(couple__in=couples, patient__isnull=False, until_at__isnull=True)
    beside = visible.not_over_by(today).filter(cohort=own.cohort_id, patient__in=partners.values("patient"))
    rows = [own, *(m for m in beside if m.pk != own.pk)]
    reading.note(patients=[m.patient_id for m in rows], part="membership")
    return rows
