"""Addresses of the policy pages."""

from django.urls import path

from hearthside.policy.web import changes, values

app_name = "policy"

urlpatterns = [
    path("", values.overview, name="overview"),
    path("decisions/<uuid:decision>/", changes.decision, name="decision"),
    path("decisions/<uuid:decision>/decline/", changes.decline, name="decline"),
    path("decisions/<uuid:decision>/withdraw/", changes.withdraw, name="withdraw"),
    path("<str:key>/", values.value, name="value"),
    path("<str:key>/change/", changes.change, name="change"),
    path("<str:key>/end/", changes.end, name="end"),
]
