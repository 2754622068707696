"""Addresses of the patients' half."""

from django.urls import path

from hearthside.people.web import (
    apply,
    consents,
    couples,
    duplicates,
    intake,
    keep_apart,
    my_agreements,
    patients,
    screens,
)
from hearthside.people.web import patient_changes as changes
from hearthside.people.web.patient_sections import SECTIONS

ONE = "people/<uuid:patient>/"
ASKED = "intake/<uuid:application>/"

urlpatterns = [
    path("apply/", apply.choose, name="apply"),
    path("apply/<slug:program>/", apply.form, name="apply_to"),
    path("apply/<slug:program>/thanks/", apply.thanks, name="applied"),
    path("my-record/", patients.my_record, name="my_record"),
    path("my-partner/", couples.my_couple, name="my_couple"),
    path("my-agreements/", my_agreements.agreements, name="my_agreements"),
    path("my-agreements/<slug:kind>/sign/", my_agreements.sign, name="sign_mine"),
    path("my-agreements/<uuid:signature>/", my_agreements.signed, name="my_signed"),
    path("my-agreements/<uuid:signature>/take-back/", my_agreements.take_back, name="take_back_mine"),
    path("intake/", intake.applications, name="applications"),
    path(ASKED, intake.application, name="application"),
    path(ASKED + "screen/", screens.screen, name="screen_applicant"),
    path(ASKED + "accept/", intake.accept, name="accept_application"),
    path(ASKED + "decline/", intake.decline, name="decline_application"),
    path(ASKED + "told/", intake.told, name="told_applicant"),
    path(ASKED + "withdrawn/", intake.withdrawn, name="withdraw_application"),
    path("people/", patients.patients, name="patients"),
    path("people/new/", changes.add, name="add_patient"),
    path("people/duplicates/", duplicates.duplicates, name="duplicates"),
    path("people/duplicates/<uuid:first>/<uuid:second>/", duplicates.merge, name="merge"),
    path("people/merges/<uuid:merge>/undo/", duplicates.undo, name="undo_merge"),
    path(ONE, patients.patient, name="patient"),
    *(path(f"{ONE}sections/{s.slug}/", patients.one_section(s), name=f"section_{s.slug}") for s in SECTIONS),
    path(ONE + "details/", changes.details, name="change_details"),
    path(ONE + "wishes/", changes.wishes, name="change_wishes"),
    path(ONE + "status/", changes.status, name="change_status"),
    path(ONE + "contacts/new/", changes.contact, name="new_contact"),
    path(ONE + "contacts/<uuid:contact>/", changes.contact, name="change_contact"),
    path(ONE + "contacts/<uuid:contact>/remove/", changes.contact_removed, name="remove_contact"),
    path(ONE + "pets/new/", changes.pet, name="new_pet"),
    path(ONE + "pets/<uuid:pet>/", changes.pet, name="change_pet"),
    path(ONE + "pets/<uuid:pet>/remove/", changes.pet_removed, name="remove_pet"),
    path(ONE + "fears/", changes.fears, name="pet_fears"),
    path(ONE + "partner/", couples.link, name="link_partner"),
    path(ONE + "partner/without-chart/", couples.link_partner_without_chart, name="link_partner_without_chart"),
    path(ONE + "partner/change/", couples.change_partner, name="change_partner"),
    path(ONE + "partner/invite/", couples.invite_partner, name="invite_partner"),
    path(ONE + "partner/end/", couples.part, name="part_partners"),
    path(ONE + "together/", couples.together, name="together"),
    path(ONE + "keep-apart/new/", keep_apart.add_reason, name="keep_apart"),
    path(ONE + "keep-apart/<uuid:reason>/end/", keep_apart.end_reason, name="end_keep_apart"),
    path(ONE + "screen/", screens.screen_patient, name="screen_patient"),
    path(ONE + "disclosure/sign/", consents.disclose, name="disclose"),
    path(ONE + "disclosure/<uuid:signature>/", consents.disclosed, name="disclosed"),
    path(ONE + "disclosure/<uuid:signature>/take-back/", consents.take_back_disclosure, name="take_back_disclosure"),
    path(ONE + "agreements/<slug:kind>/sign/", consents.sign, name="sign"),
    path(ONE + "agreements/<uuid:signature>/", consents.signed, name="signed"),
    path(ONE + "agreements/<uuid:signature>/take-back/", consents.take_back, name="take_back"),
]
