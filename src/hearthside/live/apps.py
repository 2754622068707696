from django.apps import AppConfig


class LiveConfig(AppConfig):
    """The live room: who is in it, whether it has the staff it needs, and what it leaves behind as evidence."""

    name = "hearthside.live"
    label = "live"
    verbose_name = "Live room"

    def ready(self) -> None:
        from hearthside.live import floaters
        from hearthside.live.queries import door_ladder, live_standing, missing_ladder

        floaters.register()
        door_ladder.register()
        live_standing.register()
        missing_ladder.register()
