"""
Bells: streams that say no more than that there is something to look at, for pages whose reader need not be signed in.

Somebody on duty is rung when anybody is called, or they are; whoever waits at a door, when something changed for them.
Asked in full when a stream opens, and again for all of them together every few seconds.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from hearthside.access.bells import Bell
from hearthside.access.models import RoleHeld
from hearthside.access.roles import STAFF
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.models.check_in import CheckIn
from hearthside.live.push.hub import Stream
from hearthside.live.telling import AT_DOOR
from hearthside.safety.models.duty import Duty
from hearthside.safety.words import DUTY_BELL as DUTY

RINGS: dict[str, Any] = {"kind": "look"}
NOT_THEIRS = 404


@dataclass(eq=False)
class Ringing(Stream):
    """One open page, and what it is rung for."""

    bell: Bell
    topics: frozenset[str]


class Bells:
    """All open bells of this process."""

    def __init__(self) -> None:
        self._rung: dict[str, set[Ringing]] = defaultdict(set)

    def join(self, page: Ringing) -> None:
        for topic in page.topics:
            self._rung[topic].add(page)

    def leave(self, page: Ringing) -> None:
        for topic in page.topics:
            self._rung[topic].discard(page)
            if not self._rung[topic]:
                del self._rung[topic]

    @property
    def pages(self) -> list[Ringing]:
        return list({page: None for pages in self._rung.values() for page in pages})

    def hear_of_session(self, payload: str) -> None:
        """News of a live session; of them only those for somebody at a door ring."""
        self._ring(json.loads(payload)["to"])

    def hear_of_page(self, payload: str) -> None:
        """Somebody is called: one person, or whoever is on duty in a program."""
        told = json.loads(payload)
        self._ring(_called(told["account"]) if told["account"] else _on_duty(told["program"]))

    def resync(self) -> None:
        for page in self.pages:
            page.push(RINGS)

    def keep(self, still: Iterable[Ringing], *, of: Iterable[Ringing]) -> None:
        """Of these pages the streams of all others end."""
        kept = set(still)
        for page in of:
            if page not in kept:
                page.end()

    def _ring(self, topic: str) -> None:
        for page in self._rung.get(topic, ()):
            page.push(RINGS)


def admit(bell: Bell) -> Ringing | int:
    """A page with this bell; or the status that says no."""
    with scope(system_actor("live", program=bell.program)):
        if bell.kind == DUTY:
            account = _duties([bell]).values_list("account", flat=True).first()
            if account is not None:
                return Ringing(bell, frozenset({_on_duty(bell.program), _called(account)}))
        elif bell.kind == AT_DOOR and _waiting([bell]).exists():
            return Ringing(bell, frozenset({f"{AT_DOOR}:{bell.about}"}))
    return NOT_THEIRS


def still_admitted(pages: Sequence[Ringing]) -> list[Ringing]:
    """Those of these pages that are still rung."""
    bells = [page.bell for page in pages]
    with scope(system_actor("live")):
        held = {*_duties(bells).values_list("pk", flat=True), *_waiting(bells).values_list("pk", flat=True)}
    return [page for page in pages if page.bell.about in held]


def _duties(bells: Iterable[Bell]) -> Any:
    """Open duties among these, of people who may still be called."""
    asked = [bell.about for bell in bells if bell.kind == DUTY]
    now = clock.now()
    roles = RoleHeld.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=now), account=OuterRef("account"), program=OuterRef("program"),
        role__in=STAFF, from_at__lte=now,
    )  # fmt: skip
    return Duty.objects.open().filter(Exists(roles), pk__in=asked, account__is_active=True)


def _waiting(bells: Iterable[Bell]) -> Any:
    """Check-ins among these at doors that are open."""
    asked = [bell.about for bell in bells if bell.kind == AT_DOOR]
    return CheckIn.objects.filter(pk__in=asked, session__ended_at__isnull=True)


def _on_duty(program: object) -> str:
    return f"program:{program}"


def _called(account: object) -> str:
    return f"account:{account}"
