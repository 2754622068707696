"""Addresses of the schedule: of people, of clinicians, of whoever plans."""

from django.urls import URLPattern, URLResolver

from hearthside.schedule.web import clinician_urls, patient_urls, staff_urls

app_name = "schedule"
urlpatterns: list[URLPattern | URLResolver] = [
    *patient_urls.urlpatterns,
    *clinician_urls.urlpatterns,
    *staff_urls.urlpatterns,
]
