"""Addresses of the room's page."""

from django.urls import URLPattern, path

from hearthside.live.web.room import lines, page

urlpatterns: list[URLPattern] = [
    path("live/<uuid:live_session>/room/", page.room, name="room"),
    path("live/<uuid:live_session>/acts/caption/", lines.caption, name="act_caption"),
]
