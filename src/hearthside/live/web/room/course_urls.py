"""Addresses of the room's course."""

from django.urls import URLPattern, path

from hearthside.live.web.room import entering

LIVE = "live/<uuid:live_session>/"

urlpatterns: list[URLPattern] = [
    path("door/<uuid:session>/enter/", entering.enter, name="enter"),
    path(LIVE + "token/", entering.token, name="token"),
]
