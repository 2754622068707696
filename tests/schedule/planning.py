"""A program in which people plan, made once for a file of tests, and how its pages are read."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction

from tests.builders.harbor import Harbor, harbor


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker) -> Iterator[Harbor]:
    """The program, made once, in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield harbor()
        transaction.set_rollback(True)


@pytest.fixture
def made(once: Harbor) -> Iterator[Harbor]:
    """The program as it was made: what a test does is undone."""
    with transaction.atomic():
        yield once
        transaction.set_rollback(True)


@pytest.fixture
def robin(made):
    return made.client("coordinator")


def words(answer) -> str:
    """What the page says, without its marks."""
    main = answer.content.decode().split("<main", 1)[-1].split("</main", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}_month": str(value.month), f"{name}_day": str(value.day), f"{name}_year": str(value.year)}
