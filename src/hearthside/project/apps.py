from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Pages that gather from all packages, settings and the command line."""

    name = "hearthside.project"
    label = "project"
    verbose_name = "Hearthside"

    def ready(self) -> None:
        from hearthside.project.times import read_by_the_driver

        read_by_the_driver()
