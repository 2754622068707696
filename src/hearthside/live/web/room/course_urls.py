"""Addresses of the room's course."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
