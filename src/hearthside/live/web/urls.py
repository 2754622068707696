"""Addresses of the live room."""

from django.urls import URLPattern, URLResolver

from hearthside.live.web import watch_urls
from hearthside.live.web.attest import urls as attest
from hearthside.live.web.delivered import urls as delivered
from hearthside.live.web.door import urls as door
from hearthside.live.web.evidence import urls as evidence
from hearthside.live.web.observing import urls as observing
from hearthside.live.web.room import course_urls, page_urls, people_urls

app_name = "live"
urlpatterns: list[URLPattern | URLResolver] = [
    *door.urlpatterns,
    *attest.urlpatterns,
    *delivered.urlpatterns,
    *evidence.urlpatterns,
    *observing.urlpatterns,
    *watch_urls.urlpatterns,
    *page_urls.urlpatterns,
    *people_urls.urlpatterns,
    *course_urls.urlpatterns,
]
