"""
Builders of rosters and weeks for the planner's tests: values, no files.

Everything has an ordinary default, so that a test says only what matters to it. Hours are local text such as
"mon-fri 09:00-17:00; sat 10:00-24:00"; "always" is the whole week.

    plan = build.day_plan("iop-3")
    people = [build.person(f"p{n}", free="mon-thu 17:00-21:00") for n in range(1, 5)]
    problem = build.problem(people, [build.clinician("c1", states="PA;NJ")], [plan])
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hearthside.base.words import DAYS
from hearthside.placement.solver.problem import (
    Authority,
    Block,
    Clinician,
    DatedException,
    DayPlan,
    LocalWindow,
    Person,
    Policy,
    Problem,
    spans_in_week,
)
from hearthside.placement.solver.week import Cohort, Session, Staff, Week

WEEK = date(2027, 1, 4)  # a Monday without a clock change
MARCH = date(2027, 3, 8)  # American clocks jump on Sunday 14 March 2027
NOVEMBER = date(2027, 11, 1)  # and fall back on Sunday 7 November 2027
EASTERN = "America/New_York"
ALWAYS = "mon-sun 00:00-24:00"

WEIGHTS = {
    "placed": "1000",
    "acuity2": "1.25",
    "acuity3": "1.6",
    "waiting_day": "5",
    "time": "30",
    "gender": "20",
    "focus": "40",
    "size": "20",
    "small": "60",
    "staff_minute": "0.5",
    "load_hour": "10",
    "individual": "200",
    "counselor": "200",
    "couples": "150",
    "couples_group": "30",
    "stay_place": "150",
    "stay_role": "60",
}
POLICY = {
    "cohort.cap": "10",
    "cohort.min": "4",
    "ratio.process": "6",
    "ratio.psychoeducation": "8",
    "ratio.skills": "8",
    "ratio.couples_group": "4",
    "couples_group.max_couples": "3",
    "couples_group.min_couples": "2",
    "couples_session.max_couples": "3",
    "buffer.minutes": "10",
    "grid.minutes": "30",
    "week.minimum_minutes": "540",
    "week.maximum_minutes": "1199",
    "minutes.individual": "50",
    "minutes.counseling": "50",
    "minutes.couples": "60",
    "minutes.couples_group": "90",
    "reference_zone": EASTERN,
    **{f"weight.{key}": value for key, value in WEIGHTS.items()},
}


def words(text: str | Iterable[str]) -> tuple[str, ...]:
    """A list written with semicolons, as in the folder."""
    return tuple(w.strip() for w in text.split(";") if w.strip()) if isinstance(text, str) else tuple(text)


def days(text: str) -> tuple[int, ...]:
    """`mon;wed` or `mon-fri;sun` as weekday numbers, in order."""
    found: set[int] = set()
    for word in words(text):
        first, _, last = word.partition("-")
        found.update(range(DAYS.index(first), DAYS.index(last or first) + 1))
    return tuple(sorted(found))


def minute(text: str) -> int:
    """`17:30` as minutes past midnight."""
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


def windows(hours: str) -> tuple[LocalWindow, ...]:
    """`mon-fri 09:00-17:00; sat,sun 10:00-24:00` as weekly windows."""
    found = []
    for line in words(ALWAYS if hours == "always" else hours):
        on, _, span = line.partition(" ")
        start, _, end = span.partition("-")
        found += [LocalWindow(day, minute(start), minute(end)) for day in days(on.replace(",", ";"))]
    return tuple(found)


def policy(**changes: object) -> Policy:
    """
    The baseline with some keys changed: `policy(cohort_cap=8, ratio_skills=6, weight_small=0)`.

    The first underscore of a key stands for its dot.
    """
    keys = dict(POLICY)
    for name, value in changes.items():
        key = name if name in keys else name.replace("_", ".", 1) if name.replace("_", ".", 1) in keys else ""
        if not key:
            key = name.replace("_group_", "_group.", 1).replace("_session_", "_session.", 1)
        assert key in keys, f"there is no policy key like {name}"
        keys[key] = str(value)
    kinds = ("individual", "counseling", "couples", "couples_group")
    return Policy(
        cohort_cap=int(keys["cohort.cap"]),
        cohort_min=int(keys["cohort.min"]),
        ratio={k: int(keys[f"ratio.{k}"]) for k in ("process", "psychoeducation", "skills", "couples_group")},
        couples_group_max_couples=int(keys["couples_group.max_couples"]),
        couples_group_min_couples=int(keys["couples_group.min_couples"]),
        couples_session_max_couples=int(keys["couples_session.max_couples"]),
        buffer_minutes=int(keys["buffer.minutes"]),
        grid_minutes=int(keys["grid.minutes"]),
        week_minimum_minutes=int(keys["week.minimum_minutes"]),
        week_maximum_minutes=int(keys["week.maximum_minutes"]),
        session_minutes={k: int(keys[f"minutes.{k}"]) for k in kinds},
        reference_zone=keys["reference_zone"],
        weights={k: Fraction(keys[f"weight.{k}"]) for k in WEIGHTS},
        effective=dict(sorted(keys.items())),
    )


BASELINE = policy()


def day_plan(
    id: str = "iop-3",
    blocks: str = "process:90 break:10 psychoeducation:90",
    *,
    days_per_week: int = 3,
    allowed: str = "mon-sat",
    weeks: int = 8,
    title: str = "",
) -> DayPlan:
    parsed = tuple(Block(kind, int(minutes)) for kind, _, minutes in (b.partition(":") for b in blocks.split()))
    return DayPlan(id, title or f"Plan {id}", days_per_week, days(allowed), parsed, weeks)


def exceptions(text: str) -> tuple[DatedException, ...]:
    """`2027-01-05 away; 2027-01-06 10:00-12:00 extra` as dated exceptions."""
    found = []
    for line in words(text):
        on, *span, kind = line.split()
        start, _, end = span[0].partition("-") if span else ("00:00", "-", "24:00")
        found.append(DatedException(date.fromisoformat(on), minute(start), minute(end), kind))
    return tuple(found)


def person(
    id: str = "p1",
    *,
    state: str = "PA",
    zone: str = EASTERN,
    languages: str = "en",
    track: str = "mh",
    programs: str = "iop-3",
    acuity: int = 1,
    waiting_days: int = 0,
    minimum_minutes: int = 540,
    free: str = "always",
    away: str = "",
    focus: str = "",
    size_wish: str = "",
    time_wish: str = "",
    gender_wish: str = "",
    partner: str = "",
    together: bool | None = None,
    apart: str = "",
    week: date = WEEK,
    name: str = "",
) -> Person:
    """Somebody free all week, alone, without wishes. `away` takes exceptions; a partner is together unless said."""
    weekly, dated = windows(free), exceptions(away)
    return Person(
        id=id,
        name=name or f"Person {id}",
        state=state,
        zone=zone,
        languages=words(languages),
        track=track,
        programs=words(programs),
        acuity=acuity,
        waiting_days=waiting_days,
        minimum_minutes=minimum_minutes,
        free=spans_in_week(week, zone, weekly, dated),
        weekly=weekly,
        exceptions=dated,
        focus=words(focus),
        size_wish=size_wish,
        time_wish=time_wish,
        gender_wish=gender_wish,
        partner_id=partner,
        together=bool(partner) if together is None else together,
        keep_apart=frozenset(words(apart)),
    )


def couple(first: str, second: str, **same: object) -> list[Person]:
    """Two people who stay together and share everything else given."""
    return [
        person(first, partner=second, **same),
        person(second, partner=first, **same),
    ]


def clinician(
    id: str = "c1",
    *,
    states: str = "PA",
    roles: str = "facilitator",
    tracks: str = "mh;sud;dual",
    languages: str = "en",
    gender: str = "other",
    group_minutes: int = 1200,
    individual_minutes: int = 1200,
    day_minutes: int = 600,
    zone: str = EASTERN,
    free: str = "always",
    away: str = "",
    authorities: tuple[Authority, ...] = (),
    week: date = WEEK,
    name: str = "",
) -> Clinician:
    """A facilitator free all week. `authorities`, when given, replace `states`."""
    held = authorities or tuple(Authority(state, "license") for state in words(states))
    weekly, dated = windows(free), exceptions(away)
    return Clinician(
        id=id,
        name=name or f"Clinician {id}",
        zone=zone,
        authorities=held,
        states=frozenset(a.state for a in held if a.valid_all_week(week)),
        roles=words(roles),
        tracks=words(tracks),
        languages=words(languages),
        gender=gender,
        group_minutes=group_minutes,
        individual_minutes=individual_minutes,
        day_minutes=day_minutes,
        free=spans_in_week(week, zone, weekly, dated),
        weekly=weekly,
        exceptions=dated,
    )


def problem(
    people: Iterable[Person],
    clinicians: Iterable[Clinician],
    programs: Iterable[DayPlan] | None = None,
    *,
    policy: Policy | None = None,
    week: date = WEEK,
    current: Week | None = None,
    open_cohorts: frozenset[str] | None = None,
    replan: bool = False,
) -> Problem:
    """A roster; free time is worked out again for `week`, so people can be built without naming it."""
    return Problem(
        week=week,
        policy=policy or BASELINE,
        programs=tuple(sorted(programs or [day_plan()], key=lambda d: d.id)),
        people=tuple(
            replace(p, free=spans_in_week(week, p.zone, p.weekly, p.exceptions))
            for p in sorted(people, key=lambda p: p.id)
        ),
        clinicians=tuple(
            replace(
                c,
                free=spans_in_week(week, c.zone, c.weekly, c.exceptions),
                states=frozenset(a.state for a in c.authorities if a.valid_all_week(week)),
            )
            for c in sorted(clinicians, key=lambda c: c.id)
        ),
        current=current,
        open_cohorts=open_cohorts,
        replan=replan,
    )


def staff(lead: str, blocks: Iterable[int], **co: Iterable[int]) -> tuple[Staff, ...]:
    """A lead in these blocks and others in theirs: `staff("c1", [1, 3], c2=[1])`."""
    rows = [Staff(b, lead, "lead") for b in blocks]
    rows += [Staff(b, who, "co") for who, theirs in co.items() for b in theirs]
    return tuple(sorted(rows, key=lambda s: (s.block, s.clinician_id)))


def cohort(
    id: str,
    members: str | Iterable[str],
    team: tuple[Staff, ...],
    *,
    program: str = "iop-3",
    track: str = "mh",
    language: str = "en",
    focus: str = "",
    on: str = "mon;wed;fri",
    at: str = "17:00",
) -> Cohort:
    people = tuple(sorted(words(members)))
    return Cohort(id, program, track, language, focus, days(on), minute(at), team, people, len(people))


def session(id: str, kind: str, on: str, at: str, clinicians: str, people: str, minutes: int | None = None) -> Session:
    """One weekly session of the baseline's length for its kind, unless `minutes` is given."""
    length = minutes if minutes is not None else int(POLICY.get(f"minutes.{kind}", "50"))
    return Session(id, kind, days(on)[0], minute(at), length, words(clinicians), words(people))
