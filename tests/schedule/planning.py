"""A program in which people plan, made once for a file of tests, and how its pages are read."""

import re
from datetime import date

import pytest

from tests.builders.harbor import Harbor


@pytest.fixture
def made(kept: Harbor) -> Harbor:
    """The program as it was made: what a test does is undone."""
    return kept


@pytest.fixture
def robin(made):
    return made.client("coordinator")


def words(answer) -> str:
    """What the page says, without its marks."""
    main = answer.content.decode().split("<main", 1)[-1].split("</main", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}_month": str(value.month), f"{name}_day": str(value.day), f"{name}_year": str(value.year)}
