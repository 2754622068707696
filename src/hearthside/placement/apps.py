from django.apps import AppConfig


class PlacementConfig(AppConfig):
    """Who sits with whom: weeks proposed by the planner, reviewed and published; offers, reasons, and what would be."""

    name = "hearthside.placement"
    label = "placement"
    verbose_name = "Placement"
