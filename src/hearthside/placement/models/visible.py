"""Rows about whole weeks as pages obtain them: by the roles that plan them and those that look over their shoulder."""

from typing import Any, Self

from django.db import models

from hearthside.access import parts
from hearthside.access.subjects import by_role
from hearthside.ledger.actors import Actor


class ForPlannersQuerySet(models.QuerySet[Any]):
    """Rows that name people by ids all over the program: seen by roles alone, by the table of parts."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system and not actor.is_anonymous:
            return self if actor.program is None else self.filter(program_id=actor.program)
        if not parts.may(self.model.PART, by_role(actor), parts.READ):
            return self.none()
        return self.filter(program_id=actor.program)
