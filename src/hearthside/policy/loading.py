"""The baseline file, copied into the database after migrations, so that the database can judge by it too."""

from typing import Any

from django.db import transaction

from hearthside.policy.baseline import baseline, digest
from hearthside.policy.models import BaselineRelease, BaselineValue
from hearthside.policy.values import parse


def load_baseline(**_signal: Any) -> None:
    """Make this release's baseline the one in use, if it is not yet. Older ones stay: decisions name them."""
    with transaction.atomic():
        last = BaselineRelease.objects.order_by("-used_from", "-id").first()
        if last is not None and last.digest == digest():
            return
        release = BaselineRelease.objects.create(digest=digest())
        BaselineValue.objects.bulk_create(
            BaselineValue(
                release=release,
                position=position,
                key=base.key,
                value=base.value,
                number=parse(base, base.value).number,
                direction=base.direction,
                unit=base.unit,
                section=base.section,
                planner=base.planner,
                title=base.title,
                source=base.source,
            )
            for position, base in enumerate(baseline().values())
        )
