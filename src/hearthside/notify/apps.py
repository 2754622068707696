from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """Messages out, what people want to hear, and what they were told."""

    name = "hearthside.notify"
    label = "notify"
    verbose_name = "Messages"

    def ready(self) -> None:
        from hearthside.access import mail
        from hearthside.notify import rechecks
        from hearthside.notify.actions.outbox import queue_sign_in_mail
        from hearthside.notify.news import policy_still_waits

        mail.register(queue_sign_in_mail)
        rechecks.register("policy_asked", policy_still_waits)
