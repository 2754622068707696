"""Addresses of clinicians: their own week, cohorts, absences, and what they are asked to help out with."""

from django.urls import path

from hearthside.schedule.web import clinician_cannot, clinician_cohorts, clinician_offers, clinician_week

OFFER = "cover-offers/<uuid:offer>/"

urlpatterns = [
    path("work-week/", clinician_week.work_week, name="work_week"),
    path("work-week/cannot-come/", clinician_cannot.cannot_lead_days, name="cannot_lead_days"),
    path("work-week/<uuid:session>/cannot-come/", clinician_cannot.cannot_lead, name="cannot_lead"),
    path("my-cohorts/", clinician_cohorts.my_cohorts, name="my_cohorts"),
    path("cover-offers/", clinician_offers.cover_offers, name="cover_offers"),
    path(OFFER + "take/", clinician_offers.take, name="take_offer"),
    path(OFFER + "decline/", clinician_offers.decline, name="decline_offer"),
]
