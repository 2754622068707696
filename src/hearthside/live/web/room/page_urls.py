"""Addresses of the room's page."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
