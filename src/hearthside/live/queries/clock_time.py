"""A time that somebody typed during a session, as the instant it must mean."""

from datetime import datetime, time, timedelta

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
    day = first.astimezone(rules_of(zone)).date()
    # A session may go past midnight; a minute typed is the whole minute.
    for days in (0, 1):
        found = datetime.combine(day + timedelta(days=days), typed, tzinfo=rules_of(zone))
        if first - timedelta(minutes=1) < found <= last:
            return max(found, first)
    if first >= last:
        raise WrongFact(field, "The session has no such time left.")
    raise WrongFact(field, f"Type a time from {span_said(first, last, zone)}.")
