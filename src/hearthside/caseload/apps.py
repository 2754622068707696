from django.apps import AppConfig


class CaseloadConfig(AppConfig):
    """Who treats whom, and who is in which group: day plans, cohorts, memberships, treatments."""

    name = "hearthside.caseload"
    label = "caseload"
    verbose_name = "Caseload"

    def ready(self) -> None:
        from hearthside.caseload.queries import grants_due

        grants_due.register()
