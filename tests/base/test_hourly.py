"""What is counted once an hour."""

from datetime import UTC, datetime, timedelta

from hearthside.base.hourly import Hourly

NOON = datetime(2027, 1, 4, 12, 10, tzinfo=UTC)


def test_within_an_hour_it_is_counted_once_and_says_when():
    kept, counts = Hourly(), iter(range(9))

    first = kept.of("a", NOON, lambda: next(counts))
    again = kept.of("a", NOON + timedelta(minutes=49), lambda: next(counts))
    other = kept.of("b", NOON, lambda: next(counts))
    after = kept.of("a", NOON + timedelta(minutes=50), lambda: next(counts))

    assert (first.value, first.at) == (0, NOON)
    assert again is first
    assert other.value == 1
    assert (after.value, after.at) == (2, NOON + timedelta(minutes=50))


def test_what_is_older_is_not_kept_and_what_is_forgotten_is_counted_anew():
    kept, counts = Hourly(), iter(range(9))
    kept.of("a", NOON, lambda: next(counts))
    kept.of("b", NOON + timedelta(hours=1), lambda: next(counts))

    assert list(kept._kept) == ["b"]

    kept.forget()
    assert kept.of("b", NOON + timedelta(hours=1), lambda: next(counts)).value == 2
