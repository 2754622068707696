"""Keeping mail where there is no server to send it."""

from hearthside.notify.models import KeptMail

MOST = 500


def keep_mail(*, to: str, subject: str, body: str) -> None:
    """Keep a mail of the demonstration; of very many, only the last."""
    KeptMail.objects.create(to=to, subject=subject, body=body)
    last = KeptMail.objects.order_by("-at", "-id").values("pk")[:MOST]
    KeptMail.objects.exclude(pk__in=last).delete()
