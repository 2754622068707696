from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    """Series, sessions, who staffs them and who has a seat in them, and that nobody is in two places."""

    name = "hearthside.schedule"
    label = "schedule"
    verbose_name = "Schedule"

    def ready(self) -> None:
        from hearthside.schedule.queries import effects

        effects.register()
