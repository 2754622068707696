from django.apps import AppConfig


class CaseloadConfig(AppConfig):
    """Who treats whom, and who is in which group: day plans, cohorts, memberships, treatments."""

    name = "hearthside.caseload"
    label = "caseload"
    verbose_name = "Caseload"

    def ready(self) -> None:
        from hearthside.caseload.actions import merging
        from hearthside.caseload.actions.names import follow_account
        from hearthside.caseload.queries import effects, grants_due
        from hearthside.people import following

        grants_due.register()
        effects.register()
        following.register("account", follow_account)
        following.register("merged", merging.follow_merge)
        following.register("unmerged", merging.follow_unmerge)
