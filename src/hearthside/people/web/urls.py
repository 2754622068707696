"""Addresses of people: patients' half and clinicians' half."""

from django.urls import URLPattern, URLResolver

from hearthside.people.web import clinician_urls, patient_urls

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    *clinician_urls.urlpatterns,
    *patient_urls.urlpatterns,
]
