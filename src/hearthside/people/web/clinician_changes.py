"""Pages on which the program's keepers add and change clinicians."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hearthside.access.models import Account
from hearthside.access.rule import rule
from hearthside.ledger import clock
from hearthside.people.actions.clinicians import add_clinician, change_clinician, change_limits, end_work, link_account
from hearthside.people.actions.credentials import add_credential, change_credential
from hearthside.people.actions.supervision import end_supervision, supervise
from hearthside.people.credentials.types import NOT_STATED
from hearthside.people.models.clinicians import Clinician
from hearthside.people.web import clinician_forms as forms
from hearthside.people.web.answering import ask, asker, program_of, sent
from hearthside.people.web.clinicians import clinician_of, today

FORM = "people/clinicians/form.html"
page = require_http_methods(["GET", "HEAD", "POST"])


def address(clinician: Clinician, part: str = "") -> str:
    """The clinician's page, at this part of it."""
    return reverse("people:clinician", args=[clinician.id]) + (f"#{part}" if part else "")


def about(clinician: Clinician, heading: str, button: str, **more: Any) -> dict[str, Any]:
    """What the one form template needs."""
    back = {"url": address(clinician), "words": clinician.name_and_titles}
    return {"heading": heading, "button": button, "back": back, **more}


@rule("clinician-record", mode="write")
@page
def add(request: HttpRequest) -> HttpResponse:
    """Somebody new."""
    program = program_of(request)
    form = forms.NewClinicianForm(sent(request), initial={"zone": program.zone, "works_from": today(request)})

    def act(given: dict[str, Any]) -> Clinician:
        return add_clinician(
            program=program,
            card=form.card(),
            credential_type=given["credential_type"],
            works_from=given["works_from"],
            papers=form.papers(),
            limits=form.limits(),
            by=asker(request),
        )

    context = {
        "heading": "Add a clinician",
        "button": "Add this clinician",
        "back": {"url": reverse("people:clinicians"), "words": "Clinicians"},
        "sentences": ["They can treat people once a license of theirs is recorded and confirmed."],
    }
    done = "Added. Record their licenses next: until one is confirmed, they are offered to nobody."
    return ask(request, form, act, done=done, to=address, template=FORM, context=context)


@rule("clinician-record", mode="write", subject="clinician")
@page
def change(request: HttpRequest, clinician: UUID) -> HttpResponse:
    """The card and the papers."""
    who = clinician_of(request, clinician)
    form = forms.CardForm(sent(request), initial=forms.CardForm.filled(who))

    def act(given: dict[str, Any]) -> Clinician:
        return change_clinician(clinician=who, card=form.card(), papers=form.papers(), by=asker(request))

    context = about(who, "Change the card", "Save")
    return ask(request, form, act, done="Saved.", to=address(who), template=FORM, context=context)


@rule("clinician-record", mode="write", subject="clinician")
@page
def limits(request: HttpRequest, clinician: UUID) -> HttpResponse:
    """How much they work."""
    who = clinician_of(request, clinician)
    names = forms.LimitsForm.base_fields
    form = forms.LimitsForm(sent(request), initial={name: getattr(who.file, name) for name in names})

    def act(given: dict[str, Any]) -> Clinician:
        return change_limits(clinician=who, limits=form.limits(), by=asker(request))

    context = about(who, "Change how much they work", "Save", sentences=["The planner never goes beyond these."])
    return ask(request, form, act, done="Saved.", to=address(who, "limits"), template=FORM, context=context)


@rule("clinician-record", mode="write", subject="clinician")
@page
def leave(request: HttpRequest, clinician: UUID) -> HttpResponse:
    """The last day of their work here."""
    who = clinician_of(request, clinician)
    form = forms.LeaveForm(sent(request), initial={"last_day": who.works_until})

    def act(given: dict[str, Any]) -> Clinician:
        return end_work(clinician=who, last_day=given["last_day"], by=asker(request))

    context = about(who, "End their work here", "End their work", danger=True, sentences=["The record stays."])
    return ask(request, form, act, done="Their last day is recorded.", to=address(who), template=FORM, context=context)


@rule("clinician-record", mode="write", subject="clinician")
@page
def account(request: HttpRequest, clinician: UUID) -> HttpResponse:
    """Which account is theirs."""
    who = clinician_of(request, clinician)
    at = clock.now()
    free = (
        Account.objects.filter(is_active=True, roles_held__program=who.program_id, roles_held__role="clinician")
        .filter(roles_held__from_at__lte=at, roles_held__until_at__isnull=True)
        .exclude(clinicians__program=who.program_id)
        .distinct()
    )
    accounts = {str(a.id): a for a in free.order_by("name", "id")}
    form = forms.AccountForm([(key, f"{a.name} ({a.email})") for key, a in accounts.items()], sent(request))

    def act(given: dict[str, Any]) -> Clinician:
        return link_account(clinician=who, account=accounts[given["account"]], by=asker(request))

    context = about(
        who, "Link an account", "Link it", sentences=["After signing in they find and record their own licenses."]
    )
    return ask(request, form, act, done="Linked.", to=address(who), template=FORM, context=context)


@rule("clinician-record", mode="write", subject="clinician")
@page
def new_credential(request: HttpRequest, clinician: UUID) -> HttpResponse:
    """Another profession of theirs."""
    who = clinician_of(request, clinician)
    form = forms.NewCredentialForm(sent(request))

    def act(given: dict[str, Any]) -> Any:
        return add_credential(clinician=who, by=asker(request), **given)

    context = about(who, "Add a credential", "Add it")
    return ask(request, form, act, done="Added.", to=address(who, "licenses"), template=FORM, context=context)


@rule("clinician-record", mode="write", subject="clinician")
@page
def credential(request: HttpRequest, clinician: UUID, credential: UUID) -> HttpResponse:
    """A credential's status and days."""
    who = clinician_of(request, clinician)
    held = who.credentials.filter(pk=credential).first()
    if held is None:
        raise Http404
    names = forms.CredentialForm.base_fields
    kind = forms.ProfessionForm if held.type == NOT_STATED else forms.CredentialForm
    form = kind(sent(request), initial={name: getattr(held, name) for name in names})

    def act(given: dict[str, Any]) -> Any:
        return change_credential(credential=held, by=asker(request), **given)

    context = about(
        who, f"Change: {held}", "Save", sentences=["One that is suspended or given up allows nothing from now on."]
    )
    return ask(request, form, act, done="Saved.", to=address(who, "licenses"), template=FORM, context=context)


@rule("clinician-record", mode="write", subject="clinician")
@page
def new_supervision(request: HttpRequest, clinician: UUID) -> HttpResponse:
    """Who answers for their work."""
    who = clinician_of(request, clinician)
    others = Clinician.objects.visible_to(asker(request)).working_on(today(request)).exclude(pk=who.pk)
    supervisors = {str(c.id): c for c in others.order_by("search_name", "id")}
    form = forms.SuperviseForm(list(supervisors.values()), sent(request), initial={"starts_on": today(request)})

    def act(given: dict[str, Any]) -> Any:
        return supervise(
            supervisee=who,
            supervisor=supervisors[given["supervisor"]],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            by=asker(request),
        )

    sentences = ["It counts in a state only where the supervisor could do the same work there alone."]
    context = about(who, "Record supervision", "Record it", sentences=sentences)
    return ask(request, form, act, done="Recorded.", to=address(who, "supervision"), template=FORM, context=context)


@rule("clinician-record", mode="write", subject="clinician")
@page
def supervision_ends(request: HttpRequest, clinician: UUID, supervision: UUID) -> HttpResponse:
    """The last day of a supervision."""
    who = clinician_of(request, clinician)
    held = who.supervisions.filter(pk=supervision).select_related("supervisor", "supervisee").first()
    if held is None:
        raise Http404
    form = forms.EndSupervisionForm(sent(request), initial={"last_day": held.ends_on})

    def act(given: dict[str, Any]) -> Any:
        return end_supervision(supervision=held, last_day=given["last_day"], by=asker(request))

    context = about(who, f"End supervision by {held.supervisor.name}", "End it", danger=True)
    return ask(request, form, act, done="Its last day is recorded.", to=address(who, "supervision"), template=FORM,
               context=context)  # fmt: skip
