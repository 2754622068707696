"""Addresses of the coordinator's pages, and of whoever answers for the program."""

from django.urls import path

from hearthside.schedule.web import staff_changes as changes
from hearthside.schedule.web import staff_cover, staff_session, staff_week

ONE = "week/sessions/<uuid:session>/"

urlpatterns = [
    path("week/", staff_week.week, name="week"),
    path(ONE, staff_session.session, name="staff_session"),
    path(ONE + "move/", changes.move, name="move_session"),
    path(ONE + "cancel/", changes.cancel, name="cancel_session"),
    path(ONE + "staff/", changes.staff, name="session_staff"),
    path(ONE + "cannot-come/", changes.cannot_come, name="session_cannot_come"),
    path(ONE + "open-short/", changes.override, name="override_short"),
    path(ONE + "seats/<uuid:seat>/excuse/", changes.excuse_seat, name="excuse_seat"),
    path(ONE + "seats/<uuid:seat>/again/", changes.seat_again, name="seat_again"),
    path("cover/", staff_cover.cover, name="cover"),
    path("cover/<uuid:session>/", staff_cover.cover_for, name="cover_for"),
    path("cover/<uuid:session>/ask/<uuid:clinician>/", staff_cover.ask_clinician, name="ask_for_cover"),
]
