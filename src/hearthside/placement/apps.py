from django.apps import AppConfig


class PlacementConfig(AppConfig):
    """Who sits with whom: weeks proposed by the planner, reviewed and published; offers, reasons, and what would be."""

    name = "hearthside.placement"
    label = "placement"
    verbose_name = "Placement"

    def ready(self) -> None:
        from hearthside.notify import rechecks
        from hearthside.people import following
        from hearthside.placement.actions import merging
        from hearthside.placement.actions.giving_back import follow_memberships
        from hearthside.placement.actions.offers import follow_places_by_hand
        from hearthside.placement.queries import effects
        from hearthside.placement.queries.still_so import RECHECKS

        effects.register()
        following.register("memberships", follow_memberships)
        following.register("placed_by_hand", follow_places_by_hand)
        following.register("merged", merging.follow_merge)
        following.register("unmerged", merging.follow_unmerge)
        for kind, recheck in RECHECKS.items():
            rechecks.register(kind, recheck)
