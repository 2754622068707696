"""Addresses of duty, and of the calls that await whoever is on it."""

from django.urls import path

from hearthside.safety.web import calls, duty

app_name = "safety"

urlpatterns = [
    path("duty/", duty.duty, name="duty"),
    path("duty/start/", duty.start, name="start_duty"),
    path("duty/<uuid:duty>/end/", duty.end, name="end_duty"),
    path("duty/<uuid:duty>/heard/", duty.heard, name="heard"),
    path("duty/ringing/<str:ticket>/", calls.ringing, name="ringing"),
    path("duty/calls/", calls.listed, name="calls"),
    path("duty/calls/<uuid:page>/accept/", calls.accept, name="accept_call"),
    path("duty/calls/<uuid:page>/give-back/", calls.give_back, name="give_back_call"),
]
