"""Addresses of people who come to sessions: their own days, team, hours, times, visits, calendar."""

from django.urls import path

from hearthside.schedule.web import (
    own_calendar,
    own_times,
    patient_cannot,
    patient_hours,
    patient_swaps,
    patient_team,
    patient_today,
    patient_week,
)

SWAP = "my-visits/<uuid:swap>/"

urlpatterns = [
    path("today/", patient_today.today, name="today"),
    path("my-week/", patient_week.my_week, name="my_week"),
    path("my-week/cannot-come/", patient_cannot.cannot_come_days, name="cannot_come_days"),
    path("my-week/<uuid:session>/cannot-come/", patient_cannot.cannot_come, name="cannot_come"),
    path("my-week/<uuid:seat>/after-all/", patient_cannot.come_after, name="come_after_all"),
    path("my-team/", patient_team.my_team, name="my_team"),
    path("my-hours/", patient_hours.my_hours, name="my_hours"),
    path("my-visits/", patient_swaps.my_swaps, name="my_swaps"),
    path("my-visits/ask/<uuid:session>/", patient_swaps.ask_for, name="ask_swap"),
    path(SWAP + "join/", patient_swaps.join, name="join_swap"),
    path(SWAP + "take-back/", patient_swaps.take_back, name="take_back_swap"),
    path("my-calendar/", own_calendar.my_calendar, name="my_calendar"),
    path("my-calendar/word/", own_calendar.rename_calendar, name="rename_calendar"),
    path("my-calendar/stop/", own_calendar.revoke_calendar, name="revoke_calendar"),
    path("calendar/<str:secret>.ics", own_calendar.calendar_file, name="calendar"),
    path("my-times/", own_times.my_times, name="my_times"),
    path("my-times/week/", own_times.my_week_times, name="my_week_times"),
    path("my-times/days/", own_times.my_days, name="my_days"),
    path("my-times/days/<uuid:exception>/take-back/", own_times.take_back_days, name="take_back_days"),
]
