"""Addresses of placement."""

from django.urls import include, path

app_name = "placement"

urlpatterns = [
    path("", include("hearthside.placement.web.offer_urls")),
]
