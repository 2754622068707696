"""Addresses of what was really delivered: they answer anybody."""

from django.urls import path

from hearthside.live.web.delivered import page

urlpatterns = [
    path("delivered/", page.delivered, name="delivered"),
    path("delivered/schema-1.json", page.schema, name="delivered_schema"),
    path("delivered/<slug:program>/", page.of_program, name="delivered_by"),
    path("delivered/<slug:program>/feed.json", page.feed, name="delivered_feed"),
]
