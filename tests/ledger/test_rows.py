"""Many rows at once are written as each of them would be, and refused as each of them would be."""

import pytest
from django.db import DataError, IntegrityError, transaction

from hearthside.access.models import Program
from hearthside.ledger.rows import write_rows

pytestmark = pytest.mark.django_db


def programs(*slugs: str) -> list[Program]:
    return [Program(slug=slug, name=f"Program {slug}", zone="America/New_York") for slug in slugs]


def test_they_are_there_with_everything_they_hold():
    rows = programs("one", "two")

    write_rows(rows)

    kept = {row.pk: row for row in Program.objects.filter(slug__in=["one", "two"])}
    assert [(kept[r.pk].slug, kept[r.pk].name, kept[r.pk].zone) for r in rows] == [
        (r.slug, r.name, r.zone) for r in rows
    ]


def test_nothing_to_write_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        write_rows([])


def test_a_word_that_is_too_long_is_refused_and_never_cut():
    with pytest.raises(DataError), transaction.atomic():
        write_rows(programs("a" * 500))

    assert not Program.objects.filter(slug__startswith="aaa").exists()


def test_a_constraint_that_one_breaks_refuses_all():
    with pytest.raises(IntegrityError), transaction.atomic():
        write_rows(programs("three", "four", "three"))

    assert not Program.objects.filter(slug="four").exists()
