"""What people read of their own sessions: each as the lines that its page shows, on their own clocks."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from hearthside.base.zones import zone as rules_of
from hearthside.caseload.words import names_in_a_row
from hearthside.schedule.hours import COUNTABLE, KIND_OF, length
from hearthside.schedule.queries.pages_person import OwnBlock, OwnSession
from hearthside.schedule.said import date_said, span_said, time_said
from hearthside.schedule.web.staff_words import BLOCK_NAMES
from hearthside.schedule.words import OPEN, SESSION_CANCELED_BECAUSE

# Each role in a sentence that a tired reader understands.
ROLES = {
    "lead": "Leads your group and keeps it safe for everybody in it.",
    "co": "Helps to lead your group.",
    "individual": "Meets you alone. You work on your own goals, at your own pace.",
    "counseling": "Meets you alone about alcohol and drugs: what you use, what it does for you, and what else could.",
    "couples": "Meets you and your partner together. They treat neither of you alone, so they can stand by both.",
    "prescribing": "Talks with you about medication, and prescribes it where it helps.",
}
HOUR = timedelta(hours=1)


def greeting(at: datetime, zone: str) -> str:
    """By the hour on their own clock."""
    hour = at.astimezone(rules_of(zone)).hour
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"


def until_said(at: datetime, starts_at: datetime) -> str:
    """Of what is not over: `Starts in 24 minutes`, `Going on now`."""
    if at >= starts_at:
        return "Going on now"
    left = int((starts_at - at).total_seconds() // 60)
    if left < 1:
        return "Starts now"
    # Whole hours are near enough as long as there are some.
    return f"Starts in {length(left)}" if left < 60 else f"Starts in about {length(60 * round(left / 60))}"


def who_leads(own: OwnSession) -> str:
    """`Dana Reyes and Kim Osei lead.`; alone with somebody, `You meet Dana Reyes.`"""
    if not own.leaders:
        return "We are looking for somebody to lead it, and tell you if anything changes."
    names = names_in_a_row(own.leaders)
    if own.session.kind in ("individual", "counseling", "medication", "couples"):
        return f"You meet {names}."
    return f"{names} {'leads' if len(own.leaders) == 1 else 'lead'}."


def block_line(each: OwnBlock, zone: str) -> dict[str, Any]:
    """One block of a day: when, what, how long, and whether it counts."""
    kind = each.block.kind
    counts = KIND_OF[kind] in COUNTABLE
    lasts = length(each.minutes)
    return {
        "time": time_said(each.block.starts_at, zone),
        "name": BLOCK_NAMES[kind],
        "length": lasts,
        "under": f"{lasts} · counts toward your hours" if counts else lasts,
    }


def session_line(own: OwnSession, zone: str, at: datetime) -> dict[str, Any]:
    """One session as a list shows it."""
    kind, state = _state(own, at)
    return {
        "id": own.session.pk,
        "seat": own.seat.pk,
        "title": own.title,
        "when": span_said(own.starts_at, own.ends_at, zone),
        "starts_at": own.starts_at,
        "leads": who_leads(own) if own.is_on else "",
        "blocks": [block_line(each, zone) for each in own.blocks] if own.is_on and len(own.blocks) > 1 else [],
        "minutes": length(int((own.ends_at - own.starts_at).total_seconds() // 60)),
        "kind": kind,
        "state": state,
        "why": SESSION_CANCELED_BECAUSE.get(own.session.canceled_because, "") if own.is_canceled else "",
        "is_on": own.is_on,
        "is_guest": own.seat.guest,
        "may_cancel": own.is_on and own.session.starts_at > at,
        "may_return": own.is_excused and own.seat.because in ("own", "away", "staff") and own.session.starts_at > at,
        "moved": own.session.moved and own.is_on,
    }


def _state(own: OwnSession, at: datetime) -> tuple[str, str]:
    """The tag of a session, kind and word; none where all is as usual."""
    if own.is_canceled:
        return "warn", "Canceled"
    if own.is_excused:
        return {
            "elsewhere": ("info", "You are booked elsewhere then"),
            "guest_elsewhere": ("info", "You visit another group instead"),
            "short": ("warn", "Not this time: too few therapists"),
        }.get(own.seat.because, ("info", "You are not coming"))
    if own.session.status == OPEN:
        return "ember", "Open now"
    if own.is_over(at):
        return "plain", "Over"
    return ("info", "You are a guest") if own.seat.guest else ("", "")


def days_of(sessions: Iterable[OwnSession], first: date, zone: str, at: datetime) -> list[dict[str, Any]]:
    """The seven days of a week with what is on each."""
    by_day: dict[date, list[dict[str, Any]]] = {}
    for own in sessions:
        day = own.starts_at.astimezone(rules_of(zone)).date()
        by_day.setdefault(day, []).append(session_line(own, zone, at))
    today = at.astimezone(rules_of(zone)).date()
    return [
        {"date": day, "said": date_said(day), "is_today": day == today, "sessions": by_day.get(day, [])}
        for day in (first + timedelta(days=n) for n in range(7))
    ]


def week_said(first: date) -> str:
    """`January 4 to 10`, or `January 25 to 31`; over a turn of the month both are named."""
    last = first + timedelta(days=6)
    one, other = (date_said(day).partition(", ")[2] for day in (first, last))
    return f"{one} to {other if first.month != last.month else last.day}"
