"""The package as Django knows it."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, template tags and static files; no models."""

    name = "hearthside.ui"
    label = "ui"
    verbose_name = "Pages and components"
