"""One cell of the walk: a persona opens a door, and everything that this did is looked at and undone."""

import re
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.test import Client

from hearthside.ledger.models import Entry, Reading
from tests.whole.authorization.doors import Door
from tests.whole.authorization.world import World

# What differs from one answer to the next and says nothing: form tokens and ids made anew.
NONCE = re.compile(rb'(name="csrfmiddlewaretoken" value="[^"]*"|csrftoken=[^;]*)')


@dataclass(frozen=True)
class Answer:
    """What came back, and what was written meanwhile."""

    status: int
    location: str
    body: bytes
    headers: tuple[tuple[str, str], ...]
    entries: int
    readings: tuple[tuple[str, tuple[str, ...]], ...]  # (part, patients) of each line

    @property
    def is_to_sign_in(self) -> bool:
        return self.status == 302 and "/accounts/login/" in self.location

    @property
    def is_denied(self) -> bool:
        return self.status in (403, 404) or self.is_to_sign_in

    @property
    def read_patients(self) -> set[str]:
        return {patient for part, patients in self.readings if part != "refused" for patient in patients}


class Asking:
    """Opens doors as one persona, undoing each time what it did."""

    def __init__(self, world: World, persona: str) -> None:
        self.world, self.persona = world, persona
        account = world.accounts[persona]
        self._cookie = world.cookies.get(persona, "")
        # One for all that it asks: making the chain that every request goes through costs as much as some answers.
        self._client = Client(raise_request_exception=False)
        if account is not None and not self._cookie:
            client = Client(raise_request_exception=False)
            client.force_login(account)
            # Once it is noted how long this session may last, no answer that is undone has to note it again.
            client.get("/home/")
            self._cookie = client.cookies[settings.SESSION_COOKIE_NAME].value

    @cached_property
    def _before(self) -> tuple[int, set[UUID]]:
        """What was written when it asked first: all that an answer adds is undone, so it stays so."""
        return Entry.objects.count(), set(Reading.objects.values_list("id", flat=True))

    def ask(self, door: Door, values: dict[str, object], method: str = "GET", **more: object) -> Answer:
        """The answer of this door with these values in its places."""
        with transaction.atomic():
            answer = self._answer(door.address(values), method, more)
            transaction.set_rollback(True)
        return answer

    def _answer(self, address: str, method: str, more: dict[str, object]) -> Answer:
        client = self._client
        client.cookies.clear()
        if self._cookie:
            client.cookies[settings.SESSION_COOKIE_NAME] = self._cookie
        entries, readings = self._before
        said = (
            client.generic(method, address, **more)
            if method not in ("GET", "POST")
            else getattr(client, method.lower())(address, **more)
        )
        lines = Reading.objects.exclude(id__in=readings).values_list("kind", "patients")
        kept = {k: v for k, v in said.headers.items() if k.lower() not in ("set-cookie", "content-length")}
        return Answer(
            status=said.status_code,
            location=said.headers.get("Location", ""),
            body=NONCE.sub(b"", b"".join(said) if said.streaming else said.content),
            headers=tuple(sorted(kept.items())),
            entries=Entry.objects.count() - entries,
            readings=tuple((kind, tuple(patients)) for kind, patients in lines),
        )
