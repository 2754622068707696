"""The public form: somebody asks to be treated here. Short, and nothing that only a first talk can ask."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hearthside.access.models import Program
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.applying import Partner, apply_for_treatment
from hearthside.people.models.applications import COMING
from hearthside.people.particulars import Details
from hearthside.people.web.answering import see_other, sent
from hearthside.people.web.clinician_forms import LanguagesField
from hearthside.people.web.patient_forms import STATES, zones
from hearthside.ui.forms import DayBoxes, DayField, Plainly


class ApplyForm(Plainly, forms.Form):
    """What we need to call somebody back, and nothing more."""

    first_name = forms.CharField(label="First name", widget=forms.TextInput({"autocomplete": "given-name"}))
    last_name = forms.CharField(
        required=False, label="Last name", help_text="Leave it empty if you have none.",
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )  # fmt: skip
    chosen_name = forms.CharField(
        required=False, label="What should we call you?", help_text="If it is another name than your first name."
    )
    born_on = DayField(label="Birth date", widget=DayBoxes(birthday=True))
    phone = forms.CharField(label="Telephone", widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}))
    may_leave_message = forms.BooleanField(
        required=False, label="You may leave a message there. We say only a first name and a number."
    )
    email = forms.CharField(label="E-mail address", widget=forms.EmailInput({"autocomplete": "email"}))
    state = forms.ChoiceField(
        choices=STATES, label="Which state are you in?", help_text="Where you would be during sessions."
    )
    zone = forms.ChoiceField(
        choices=zones, required=False, label="Time zone", help_text="Only needed where a state has two."
    )
    languages = LanguagesField(
        label="Languages", help_text="With commas between, the one you would rather use first: English, Spanish"
    )
    coming = forms.ChoiceField(
        choices=list(COMING.items()), widget=forms.RadioSelect, initial="alone", label="How would you come?",
        help_text="Your partner does not learn what you choose here.",
    )  # fmt: skip
    partner_name = forms.CharField(
        required=False,
        label="Your partner's name",
        help_text="If you would come with a partner. They apply on their own.",
    )
    partner_email = forms.CharField(
        required=False,
        label="Your partner's e-mail address",
        help_text="We do not write to it.",
        widget=forms.EmailInput,
    )
    words = forms.CharField(
        required=False, widget=forms.Textarea({"rows": 5}), label="Is there something we should know before we call?"
    )

    def details(self) -> Details:
        """The applicant."""
        names = set(Details.__dataclass_fields__) & set(self.cleaned_data)
        return Details(**{name: self.cleaned_data[name] for name in names})

    def partner(self) -> Partner:
        """What the applicant says of a partner."""
        given = self.cleaned_data
        return Partner(given["coming"], given["partner_name"], given["partner_email"])


@rule("apply", public=True)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Which program; straight to the form where there is one."""
    programs = list(Program.objects.order_by("name", "id"))
    if len(programs) == 1:
        return see_other(reverse("people:apply_to", args=[programs[0].slug]))
    return render(request, "people/apply/choose.html", {"programs": programs})


@rule("apply", mode="write", public=True)
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, program: str) -> HttpResponse:
    """The form, and the answer to it."""
    to = _program(program)
    asked = ApplyForm(sent(request), initial={"languages": "English"})
    if request.method == "POST" and asked.is_valid():
        by = system_actor("application_form", program=to.pk, request_id=request.request_id)  # type: ignore[attr-defined]
        try:
            with scope(by):
                apply_for_treatment(
                    program=to,
                    details=asked.details(),
                    partner=asked.partner(),
                    words=asked.cleaned_data["words"],
                    network_address=request.META["REMOTE_ADDR"],
                    by=by,
                )
        except Refusal as refusal:
            field = getattr(refusal, "field", None)
            asked.add_error(field if field in asked.fields else None, str(refusal))
        else:
            return see_other(reverse("people:applied", args=[to.slug]))
    refused = asked.is_bound and bool(asked.errors)
    return render(request, "people/apply/form.html", _context(to, form=asked), status=422 if refused else 200)


@rule("apply", public=True)
@require_safe
def thanks(request: HttpRequest, program: str) -> HttpResponse:
    """What happens next."""
    return render(request, "people/apply/thanks.html", _context(_program(program)))


def _program(slug: str) -> Program:
    found = Program.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _context(program: Program, **more: Any) -> dict[str, Any]:
    names = {"program": program, "program_name": program.name, "on_call_number": program.on_call_number}
    return {**names, **more}
