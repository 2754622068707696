"""Who reads the clinic's pages, signed in: people spread over its cohorts, and the staff."""

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.test import Client

from hearthside.access.models import Account


def signed_in(readers: Mapping[str, int]) -> Iterator[tuple[str, dict[str, str]]]:
    """The role and the cookies of so many of each role."""
    for role, count in readers.items():
        there = Account.objects.filter(email__startswith=f"{role}-", email__endswith="@example.org").count()
        for number in range(count):
            account = Account.objects.get(email=f"{role}-{number * max(1, there // count) % there}@example.org")
            client = Client()
            client.force_login(account)
            name = settings.SESSION_COOKIE_NAME
            yield role, {name: client.cookies[name].value}
