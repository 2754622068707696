from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """What happened and who looked: append-only."""

    name = "hearthside.ledger"
    label = "ledger"
    verbose_name = "Ledger"
