from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Who is on duty, and the pager: that somebody is called until somebody answers."""

    name = "hearthside.safety"
    label = "safety"
    verbose_name = "Safety"
