"""Addresses of cohorts, places in them, treatments and day plans."""

from django.urls import path

from hearthside.caseload.web import board, care, day_plans, exceptions, forming, places

app_name = "caseload"
ONE = "cohorts/<uuid:cohort>/"
PERSON = "people/<uuid:patient>/"

urlpatterns = [
    path("cohorts/", board.cohorts, name="board"),
    path("cohorts/new/", forming.new, name="new_cohort"),
    path("cohorts/exceptions/", exceptions.listed, name="exceptions"),
    path(ONE, board.cohort, name="cohort"),
    path(ONE + "change/", forming.change, name="change_cohort"),
    path(ONE + "close/", forming.close, name="close_cohort"),
    path(ONE + "people/new/", places.come, name="come"),
    path(ONE + "exceptions/<slug:kind>/", exceptions.own, name="own_exception"),
    path(PERSON + "places/<uuid:place>/longer/", places.stay_longer, name="stay_longer"),
    path(PERSON + "places/<uuid:place>/leave/", places.leave, name="leave"),
    path(PERSON + "care/", care.care, name="care"),
    path(PERSON + "care/<slug:modality>/new/", care.assign, name="assign"),
    path(PERSON + "care/<uuid:treatment>/end/", care.end, name="end_treatment"),
    path(PERSON + "day-plans/", day_plans.suit, name="suit"),
    path("day-plans/", day_plans.day_plans, name="day_plans"),
    path("day-plans/new/", day_plans.new, name="new_day_plan"),
    path("day-plans/<str:key>/change/", day_plans.change, name="change_day_plan"),
]
