"""Who of those that a pattern names cannot come to single days of it, and why: one look for all its days."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.plain import Person, Staff
from hearthside.schedule.queries.availability import away_between, touches
from hearthside.schedule.queries.fitness import Fitness, doing
from hearthside.schedule.queries.standing import Standing
from hearthside.schedule.windows import as_minutes

# Who said so of one session is not there until somebody puts them there.
THEIR_WORD = ("ill", "away")


def who_cannot(
    program: UUID, sessions: Sequence[Session], staff: Sequence[Staff], people: Mapping[UUID, Collection[Person]],
    *, may_from_the_first: Collection[UUID] = (),
) -> dict[UUID, dict[UUID, str]]:  # fmt: skip
    """
    By session: the clinicians of these who cannot come to it, and why. Whoever staffs it already is there.

    `sessions` come in their order; to the first of them the license and the work here of `may_from_the_first` are not
    looked at: somebody else refuses them. Behind the scenes.
    """
    if not sessions:
        return {}
    asked = {s.clinician for s in staff}
    from_at, until_at = min(s.starts_at for s in sessions), max(s.ends_at for s in sessions)
    standing = Standing(program, asked, [], from_at, until_at)
    away = away_between(asked, from_at, until_at)
    fitness = Fitness(program, asked, {p.patient for each in people.values() for p in each if p.patient})
    there, said = _staffing(sessions, asked)
    found: dict[UUID, dict[UUID, str]] = {}
    for session in sessions:
        zoned = {who: away.get(who, ("", ())) for who in asked}
        span = as_minutes(session.starts_at, session.ends_at)
        for clinician in sorted(c for c in asked if c in fitness.clinicians and (session.pk, c) not in there):
            zone, exceptions = zoned[clinician]
            why = standing.absent(clinician, session.starts_at, session.ends_at)
            why = why or ("away" if any(touches(e, zone, *span) for e in exceptions) else "")
            why = why or said.get((session.pk, clinician), "")
            if not why and not (session is sessions[0] and clinician in may_from_the_first):
                parts = {s.part for s in staff if s.clinician == clinician}
                why = _unfit(fitness, session, clinician, parts, people.get(session.pk, ()))
            if why:
                found.setdefault(session.pk, {})[clinician] = why
    return found


def _unfit(
    fitness: Fitness, session: Session, clinician: UUID, parts: Collection[str], people: Collection[Person]
) -> str:
    if not fitness.clinicians[clinician].works_on(session.on_day):
        return "left"
    track = session.cohort.track if session.cohort else ""
    whats = {doing(session.kind, part, track) for part in parts}
    may = all(fitness.licensed_for_all(clinician, what, people, session.on_day) for what in whats)
    return "" if may else "license"


def _staffing(
    sessions: Collection[Session], clinicians: Collection[UUID]
) -> tuple[set[tuple[UUID, UUID]], dict[tuple[UUID, UUID], str]]:
    """Who of these staffs which session; and who was released from one by their own word."""
    rows = Staffing.objects.filter(block__session__in=[s.pk for s in sessions], clinician__in=clinicians)
    there, said = set(), {}
    for session, clinician, at, because in rows.values_list(
        "block__session", "clinician", "released_at", "released_because"
    ):
        if at is None:
            there.add((session, clinician))
        elif because in THEIR_WORD:
            said[session, clinician] = because
    return there, said
