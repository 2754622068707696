from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Patients, couples, clinicians, consents, and the grants that say who may see whom."""

    name = "hearthside.people"
    label = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from hearthside.people.queries import standing

        standing.register()
