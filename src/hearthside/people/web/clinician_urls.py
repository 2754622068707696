"""Addresses of the clinicians' half."""

from django.urls import path

from hearthside.people.web import clinician_changes as changes
from hearthside.people.web import clinicians, licenses

ONE = "clinicians/<uuid:clinician>/"
LICENSE = ONE + "licenses/<uuid:authority>/"

urlpatterns = [
    path("clinicians/", clinicians.clinicians, name="clinicians"),
    path("clinicians/new/", changes.add, name="add_clinician"),
    path("clinicians/who-may-treat/", clinicians.who_may_treat, name="who_may_treat"),
    path("my-licenses/", clinicians.my_licenses, name="my_licenses"),
    path("license-expiries/", licenses.ending_soon, name="license_expiries"),
    path(ONE, clinicians.clinician, name="clinician"),
    path(ONE + "change/", changes.change, name="change_clinician"),
    path(ONE + "limits/", changes.limits, name="clinician_limits"),
    path(ONE + "leave/", changes.leave, name="clinician_leaves"),
    path(ONE + "account/", changes.account, name="clinician_account"),
    path(ONE + "credentials/new/", changes.new_credential, name="new_credential"),
    path(ONE + "credentials/<uuid:credential>/", changes.credential, name="change_credential"),
    path(ONE + "licenses/new/", licenses.new, name="new_license"),
    path(LICENSE + "change/", licenses.change, name="change_license"),
    path(LICENSE + "confirm/", licenses.confirm, name="confirm_license"),
    path(LICENSE + "renew/", licenses.renew, name="renew_license"),
    path(LICENSE + "end/", licenses.end, name="end_license"),
    path(ONE + "supervision/new/", changes.new_supervision, name="new_supervision"),
    path(ONE + "supervision/<uuid:supervision>/end/", changes.supervision_ends, name="end_supervision"),
]
