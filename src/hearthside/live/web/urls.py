"""Addresses of the live room."""

from django.urls import URLPattern, URLResolver

from hearthside.live.web import watch_urls
from hearthside.live.web.door import urls as door

app_name = "live"
urlpatterns: list[URLPattern | URLResolver] = [*door.urlpatterns, *watch_urls.urlpatterns]
