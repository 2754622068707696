"""Addresses of the policy pages."""

from django.urls import path

from hearthside.policy.web import views

app_name = "policy"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("decisions/<uuid:decision>/", views.decision, name="decision"),
    path("decisions/<uuid:decision>/decline/", views.decline, name="decline"),
    path("decisions/<uuid:decision>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:key>/", views.value, name="value"),
    path("<str:key>/change/", views.change, name="change"),
    path("<str:key>/end/", views.end, name="end"),
]
