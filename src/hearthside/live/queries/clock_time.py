"""A time that somebody typed during a session, as the instant it must mean."""

from datetime import UTC, datetime, time, timedelta

from hearthside.base.zones import zone as rules_of
from hearthside.live.models.rooms import LiveSession
from hearthside.people.credentials.facts import WrongFact
from hearthside.schedule.said import span_said


def instant_within(
    field: str, typed: time, live: LiveSession, earliest: datetime | None, latest: datetime | None
) -> datetime:
    """
    The instant of this time on the program's clocks, during the session, and not before or after what is given.

    Raises:
        WrongFact: there is none.
    """
    kept = LiveSession.objects.select_related("session__program").get(pk=live.pk)
    zone = kept.session.program.zone
    first: datetime = max(kept.session.starts_at, earliest or kept.session.starts_at)
    last: datetime = min(kept.ends_at, latest or kept.ends_at)
    if (found := shown_within(typed, first, last, zone)) is not None:
        return found
    if first >= last:
        raise WrongFact(field, "The session has no such time left.")
    raise WrongFact(field, f"Type a time from {span_said(first, last, zone)}.")


def shown_within(typed: time, first: datetime, last: datetime, zone: str) -> datetime | None:
    """
    When the clocks of this zone show this time between the two; nothing where they do not. A minute typed is the whole
    minute. It may be past midnight, in an hour that comes twice, or in one that there is not.
    """
    rules = rules_of(zone)
    day = first.astimezone(rules).date()
    for days, fold in ((0, 0), (0, 1), (1, 0), (1, 1)):
        found = datetime.combine(day + timedelta(days=days), typed.replace(fold=fold), tzinfo=rules).astimezone(UTC)
        is_shown = found.astimezone(rules).time() == typed.replace(fold=0)
        if is_shown and first - timedelta(minutes=1) < found <= last:
            return max(found, first)
    return None
