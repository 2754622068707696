"""Addresses of what people do in the room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
