"""Partners: linking two people, ending a link, and a partner's own wish."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access import charts, invitation_mail, limits
from hearthside.access.actions.invitations import Invited, invite
from hearthside.access.rule import rule
from hearthside.ledger import reading
from hearthside.people.actions import couples as actions
from hearthside.people.models.couples import Couple, CoupleMember, CoupleWish
from hearthside.people.models.patients import Patient
from hearthside.people.phones import shown_phone
from hearthside.people.queries.couples import open_couple_of, own_couples
from hearthside.people.queries.patients import found_by_name
from hearthside.people.web import patient_forms as forms
from hearthside.people.web.answering import ask, asker, program_of, sent
from hearthside.people.web.patient_changes import FORM, about, page
from hearthside.people.web.patient_words import address
from hearthside.people.web.patients import patient_of

MOST_OFFERED = 20
CHOOSING = "people/patients/choose.html"


def offered(request: HttpRequest, who: Patient) -> list[Patient]:
    """The people whom the words in the address find, without the one this is about."""
    typed = request.GET.get("q", "")
    if not typed.strip():
        return []
    visible = Patient.objects.visible_to(asker(request)).standing().exclude(pk=who.pk)
    found = list(found_by_name(visible, typed).select_related("details")[:MOST_OFFERED])
    reading.note(patients=[each.pk for each in found], part="demographics")
    return found


@rule("couple-link", mode="write", subject="patient")
@page
def link(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Choose the patient who is this one's partner. Whoever links them has asked both alone."""
    who = patient_of(request, patient)
    form = forms.ChoosePatientForm(sent(request), found=offered(request, who))

    def act(given: dict[str, Any]) -> None:
        actions.link_partners(first=who, second=form.chosen, by=asker(request))

    context = about(
        who, "couple", "Link a partner", "Link these two",
        sentences=["Ask each alone first. From now on each sees the other's first name and that they are linked."],
        other_way=reverse("people:link_partner_without_chart", args=[who.pk]),
    )  # fmt: skip
    return ask(request, form, act, done="Linked.", to=address(who, "couple"), template=CHOOSING, context=context)


@rule("couple-link", mode="write", subject="patient")
@page
def link_partner_without_chart(request: HttpRequest, patient: UUID) -> HttpResponse:
    """A partner who is no patient here."""
    who = patient_of(request, patient)
    form = forms.PartnerForm(sent(request))

    def act(given: dict[str, Any]) -> None:
        actions.link_partner_without_chart(patient=who, by=asker(request), **given)

    context = about(
        who, "couple", "A partner who is no patient here", "Link this partner",
        sentences=["They can come to couples work, and sign for themselves once they are invited."],
    )  # fmt: skip
    return ask(request, form, act, done="Linked.", to=address(who, "couple"), template=FORM, context=context)


def _of(request: HttpRequest, who: Patient) -> Couple:
    couple = open_couple_of(who)
    if couple is None:
        raise Http404
    return couple


@rule("couple-link", mode="write", subject="patient")
@page
def change_partner(request: HttpRequest, patient: UUID) -> HttpResponse:
    """What is known of a partner who is no patient here."""
    who = patient_of(request, patient)
    partner = _partner(request, who)
    initial = {name: getattr(partner, name) for name in forms.PartnerForm.base_fields}
    form = forms.PartnerForm(sent(request), initial={**initial, "phone": shown_phone(partner.phone)})

    def act(given: dict[str, Any]) -> None:
        actions.change_partner_without_chart(partner=partner, by=asker(request), **given)

    context = about(who, "couple", "The partner", "Save")
    return ask(request, form, act, done="Saved.", to=address(who, "couple"), template=FORM, context=context)


def _partner(request: HttpRequest, who: Patient) -> Any:
    member = _of(request, who).members.filter(partner__isnull=False).select_related("partner__program").first()
    if member is None:
        raise Http404
    return member.partner


@rule("couple-link", mode="write", subject="patient")
@page
def invite_partner(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Let a partner who is no patient here sign in."""
    who = patient_of(request, patient)
    partner = _partner(request, who)
    if partner.account_id:
        raise Http404
    form = forms.NothingAsked(request.POST if request.method == "POST" else None)
    sent: list[Invited] = []

    def act(given: dict[str, Any]) -> None:
        sent.append(
            invite(
                program=program_of(request),
                email=partner.email,
                name=partner.name,
                roles=["partner"],
                days=limits.number(limits.INVITATION_DAYS, program_of(request).pk),
                about=partner.pk,
                by=asker(request),
            )
        )
        invitation_mail.send(request, sent[0])

    context = about(
        who, "couple", f"Invite {partner.name} to sign in?", "Send the invitation",
        sentences=[f"It goes to {partner.email or 'no address yet: add one first'} and says nothing of treatment."],
    )  # fmt: skip
    return ask(request, form, act, done="Sent.", to=address(who, "couple"), template=FORM, context=context)


@rule("couple-link", mode="write", subject="patient")
@page
def part(request: HttpRequest, patient: UUID) -> HttpResponse:
    """The end of a link. Asked once."""
    who = patient_of(request, patient)
    couple = _of(request, who)
    form = forms.PartingForm(sent(request))

    def act(given: dict[str, Any]) -> None:
        actions.part_partners(couple=couple, because=given["because"], by=asker(request))

    context = about(
        who, "couple", "End the link between these two?", "End the link", danger=True,
        sentences=[
            "From this moment neither sees anything new of the other. What both could see stays as it was today.",
            "Keep-apart stays as it is: look at it next.",
        ],
    )  # fmt: skip
    return ask(
        request, form, act, done="The link has ended.", to=address(who, "couple"), template=FORM, context=context
    )


@rule("couple-wish", mode="write", subject="patient")
@page
def together(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Whether somebody would like to be in groups with their partner. Nobody's partner sees the answer."""
    who = patient_of(request, patient, "couple-wish")
    couple = _of(request, who)
    wish = CoupleWish.objects.filter(couple=couple, patient=who).first()
    initial = {"together": ("yes" if wish.together else "no") if wish else None}
    form = forms.TogetherForm(sent(request), initial=initial)

    def act(given: dict[str, Any]) -> None:
        actions.say_together_wish(couple=couple, patient=who, together=given["together"] == "yes", by=asker(request))

    context = about(
        who, "together", "In groups together?", "Save",
        sentences=[
            "This is only between you and your treatment team. Your partner is not told what you answer, nor why "
            "something is planned as it is.",
            "If you choose different groups, no couples sessions are planned for the two of you either. You can change "
            "your answer whenever you like. If you are not sure, talk with your treatment team first.",
        ],
    )  # fmt: skip
    return ask(request, form, act, done="Saved.", to=address(who, "together"), template=FORM, context=context)


@rule("home")
@require_safe
def my_couple(request: HttpRequest) -> HttpResponse:
    """What partners may see of each other: the present link first, then what stayed of earlier ones."""
    actor = asker(request)
    mine = own_couples(actor)
    shown = charts.of(program_of(request).pk, [actor.account] if actor.account else [])
    linked = CoupleMember.objects.filter(couple__in=[member.couple_id for member, _ in mine], patient__isnull=False)
    reading.note(patients=[*shown.values(), *linked.values_list("patient", flat=True)], part="shared-couple")
    lines = [{"view": view, "has_chart": member.patient_id is not None} for member, view in mine]
    return render(request, "people/patients/my_couple.html", {"lines": lines})
