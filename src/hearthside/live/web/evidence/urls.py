"""Addresses of the evidence of a session."""

from django.urls import path

from hearthside.live.web.evidence import listed, page

LIVE = "live/<uuid:live_session>/"

urlpatterns = [
    path("live/evidence/", listed.evidences, name="evidences"),
    path(LIVE + "evidence/", page.evidence, name="evidence"),
    path(LIVE + "evidence.json", page.as_json, name="evidence_json"),
    path(LIVE + "evidence.pdf", page.as_pdf, name="evidence_pdf"),
]
