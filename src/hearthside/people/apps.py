from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    """Patients, couples, clinicians, consents, and the grants that say who may see whom."""

    name = "hearthside.people"
    label = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from hearthside.access import charts, welcoming
        from hearthside.people.actions import welcome
        from hearthside.people.practice_sql import load_tables
        from hearthside.people.queries import clinician_standing, standing

        welcoming.register(welcome.tie_account)
        charts.register(standing.charts_of)
        standing.register()
        clinician_standing.register()
        post_migrate.connect(load_tables, sender=self, dispatch_uid="people_practice_tables")
