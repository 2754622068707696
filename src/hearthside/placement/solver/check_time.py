"""Rules about time and load: H6 (availability), H7 (one place at a time), H8 (limits), H12 (weekly minutes)."""

from collections import Counter
from collections.abc import Iterator

from hearthside.base.spans import WEEK_MINUTES, covers
from hearthside.placement.solver.check_view import Finding, Stay, View, day_name
from hearthside.placement.solver.problem import Clinician, Person


def h6(view: View) -> Iterator[Finding]:
    """Everybody is available for all of each stay."""
    for who, stay in view.stays:
        if not covers(who.reach, stay.start, stay.end):
            yield Finding(_where(who), f"{who.id} is not available for all of {stay.at}.")


def _where(who: Person | Clinician) -> str:
    return f"{'people' if isinstance(who, Person) else 'clinicians'}.csv {who.id}"


def h7(view: View) -> Iterator[Finding]:
    """Nobody is in two places; a clinician has the buffer between two stays."""
    calendars: dict[str, tuple[Person | Clinician, list[Stay]]] = {}
    for who, stay in view.stays:
        calendars.setdefault(who.id, (who, []))[1].append(stay)
    for who, stays in calendars.values():
        buffer = 0 if isinstance(who, Person) else view.problem.policy.buffer_minutes
        for one, other in _too_close(stays, buffer):
            if buffer:
                said = f"{who.id} has less than {buffer} minutes between {one.at} and {other.at}."
            else:
                said = f"{who.id} is in two places: {one.at} and {other.at}."
            yield Finding(_where(who), said)


def _too_close(stays: list[Stay], buffer: int) -> Iterator[tuple[Stay, Stay]]:
    """
    Stays that begin less than `buffer` minutes after an earlier one ends, on the circle of the week.

    One walk in the order of starts, holding the stay that lasts longest so far; it begins with whoever reaches
    furthest out of the week before.
    """
    round_once = sorted(stays, key=lambda s: (s.start % WEEK_MINUTES, s.end - s.start))
    ends = [s.start % WEEK_MINUTES + s.end - s.start for s in round_once]
    latest = max(range(len(ends)), key=ends.__getitem__)
    until = ends[latest] - WEEK_MINUTES
    for number, stay in enumerate(round_once):
        if stay.start % WEEK_MINUTES < until + buffer:
            yield round_once[latest], stay
        if ends[number] > until:
            latest, until = number, ends[number]


def h8(view: View) -> Iterator[Finding]:
    """Group minutes a week and a day, and session minutes a week, stay within each clinician's limits."""
    group: Counter[str] = Counter()
    by_day: Counter[tuple[str, int]] = Counter()
    alone: Counter[str] = Counter()
    for seen in view.cohorts:
        for who, numbers in seen.blocks.items():
            minutes = sum(seen.plan.blocks[n - 1].minutes for n in numbers) if seen.plan else 0
            group[who] += minutes * len(seen.days)
            for day in seen.days:
                by_day[who, day] += minutes
    for held in view.sessions:
        for clinician in held.clinicians:
            alone[clinician.id] += held.session.minutes
    clinicians = view.problem.clinician
    for who, minutes in group.items():
        if minutes > clinicians[who].group_minutes:
            yield _over(who, minutes, "group minutes a week", clinicians[who].group_minutes)
    for (who, day), minutes in by_day.items():
        if minutes > clinicians[who].day_minutes:
            yield _over(who, minutes, f"group minutes on {day_name(day)}", clinicians[who].day_minutes)
    for who, minutes in alone.items():
        if minutes > clinicians[who].individual_minutes:
            yield _over(who, minutes, "session minutes a week", clinicians[who].individual_minutes)


def _over(who: str, minutes: int, what: str, limit: int) -> Finding:
    return Finding(f"clinicians.csv {who}", f"{who} has {minutes} {what}; the limit is {limit}.")


def h12(view: View) -> Iterator[Finding]:
    """Each placed person's countable minutes reach their weekly minimum and stay within the weekly maximum."""
    policy = view.problem.policy
    minutes: Counter[str] = Counter()
    unknown: set[str] = set()
    for seen in view.cohorts:
        for person in seen.members:
            if seen.plan is None:
                unknown.add(person.id)
            else:
                minutes[person.id] += len(seen.days) * seen.plan.countable_day_minutes
    for held in view.sessions:
        for person in held.people:
            if person.id in minutes:
                minutes[person.id] += held.session.minutes
    for who, total in minutes.items():
        least = max(view.problem.person[who].minimum_minutes, policy.week_minimum_minutes)
        if who not in unknown and not least <= total <= policy.week_maximum_minutes:
            most = policy.week_maximum_minutes
            yield Finding(
                f"members.csv {who}", f"{who} gets {total} countable minutes a week; {least} to {most} are due."
            )
