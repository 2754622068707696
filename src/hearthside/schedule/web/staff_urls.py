"""Addresses of the coordinator's pages, and of whoever answers for the program."""

from django.urls import path

from hearthside.schedule.web import staff_cover, staff_session, staff_week

ONE = "week/sessions/<uuid:session>/"

urlpatterns = [
    path("week/", staff_week.week, name="week"),
    path(ONE, staff_session.session, name="staff_session"),
    path("cover/", staff_cover.cover, name="cover"),
    path("cover/<uuid:session>/", staff_cover.cover_for, name="cover_for"),
]
