"""Addresses made for the tests of the gate: one page of each kind, and one whose author forgot its rule."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path

from hearthside.access.models import Program
from hearthside.access.rule import rule
from hearthside.project import urls as program

handler403 = "hearthside.project.web.errors.forbidden"
handler404 = "hearthside.project.web.errors.not_found"
handler500 = "hearthside.project.web.errors.failed"


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a secret")


@rule("public", public=True)
def open_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("welcome")


@rule("ledger")
def for_compliance(request: HttpRequest) -> HttpResponse:
    return HttpResponse("every line")


@rule("demographics", subject="lamp")
def lamp(request: HttpRequest, lamp: UUID) -> HttpResponse:
    return HttpResponse(f"lamp {lamp}")


@rule("public", public=True)
def half_done(request: HttpRequest) -> HttpResponse:
    Program.objects.create(name="Half done", slug="half-done", zone="America/New_York")
    raise RuntimeError("the second half")


urlpatterns = [
    path("forgotten/", forgotten, name="forgotten"),
    path("open/", open_to_all, name="open"),
    path("compliance/", for_compliance, name="compliance"),
    path("lamps/<uuid:lamp>/", lamp, name="lamp"),
    path("half-done/", half_done, name="half-done"),
    *program.urlpatterns,
]
