from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LiveConfig(AppConfig):
    """The live room: who is in it, whether it has the staff it needs, and what it leaves behind as evidence."""

    name = "hearthside.live"
    label = "live"
    verbose_name = "Live room"

    def ready(self) -> None:
        from hearthside.live import floaters
        from hearthside.live.door_last_word_sql import load_versions
        from hearthside.live.queries import (
            attended_hours,
            attested_standing,
            door_ladder,
            evidence_standing,
            live_standing,
            missing_ladder,
            observing_today,
            raised,
        )

        floaters.register()
        attended_hours.register()
        attested_standing.register()
        door_ladder.register()
        evidence_standing.register()
        live_standing.register()
        missing_ladder.register()
        observing_today.register()
        raised.register()
        post_migrate.connect(load_versions, sender=self, dispatch_uid="live_agreement_versions")
