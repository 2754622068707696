"""Who reads the clinic's pages, signed in: people spread over its cohorts, and the staff."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from django.urls import reverse

from bench.pages.clinic.events import actor_of
from bench.pages.clinic.pages import BEGIN
from hearthside.access.models import Account
from hearthside.ledger.scope import scope
from hearthside.schedule.actions.calendars import make_calendar_address

HAVE_A_CALENDAR = ("patient", "clinician")


@dataclass(frozen=True)
class SignedIn:
    """Somebody who reads: as what, with which cookies, beginning with which pages."""

    role: str
    cookies: dict[str, str]
    pages: tuple[str, ...]


def signed_in(readers: Mapping[str, int]) -> Iterator[SignedIn]:
    """So many of each role."""
    for role, count in readers.items():
        there = Account.objects.filter(email__startswith=f"{role}-", email__endswith="@example.org").count()
        for number in range(count):
            account = Account.objects.get(email=f"{role}-{number * max(1, there // count) % there}@example.org")
            yield SignedIn(role, _cookies(account), (*BEGIN[role], *_calendar(role, account)))


def _cookies(account: Account) -> dict[str, str]:
    client = Client()
    client.force_login(account)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def _calendar(role: str, account: Account) -> tuple[str, ...]:
    if role not in HAVE_A_CALENDAR:
        return ()
    who = actor_of(account)
    with scope(who):
        return (reverse("schedule:calendar", args=[make_calendar_address(by=who).secret]),)
