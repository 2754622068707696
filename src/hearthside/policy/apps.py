from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PolicyConfig(AppConfig):
    """Caps, ratios, minimums and deadlines: dated values with sources."""

    name = "hearthside.policy"
    label = "policy"
    verbose_name = "Policy"

    def ready(self) -> None:
        from hearthside.access import limits
        from hearthside.policy import known_effects
        from hearthside.policy.loading import load_baseline
        from hearthside.policy.queries import numbers

        known_effects.register()
        limits.register(numbers)
        post_migrate.connect(load_baseline, sender=self, dispatch_uid="policy_baseline")
