from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Pages that gather from all packages, settings and the command line."""

    name = "hearthside.project"
    label = "project"
    verbose_name = "Hearthside"
