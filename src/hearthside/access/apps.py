from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Accounts, programs, roles; who may do and who may see."""

    name = "hearthside.access"
    label = "access"
    verbose_name = "Access"

    def ready(self) -> None:
        from hearthside.access import checks, foreign_rules  # noqa: F401
        from hearthside.access.web import receivers  # noqa: F401
