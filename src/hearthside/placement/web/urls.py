"""Addresses of placement."""

from django.urls import include, path

app_name = "placement"

urlpatterns = [
    path("", include("hearthside.placement.web.offer_urls")),
    path("", include("hearthside.placement.web.what_if_urls")),
    path("", include("hearthside.placement.web.proposal_urls")),
    path("", include("hearthside.placement.web.review_urls")),
]
