"""
The care team somebody could have at once if they joined a cohort: each role with a clinician and a time that is free.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hearthside.base.spans import Span
from hearthside.base.words import CARE_ROLES
from hearthside.placement.solver.desk import Desk, Guest, Seat
from hearthside.placement.solver.desk_staff import AddedStaff
from hearthside.placement.solver.problem import Clinician, Person
from hearthside.placement.solver.start_bits import bits_of
from hearthside.placement.solver.week import Session

TRIES = 60  # placements tried before the best care team so far is taken


@dataclass(frozen=True)
class Task:
    """One role to fill, for one person or both partners."""

    role: str
    people: tuple[Person, ...]
    minutes: int


@dataclass
class _Team:
    """A care team in the making."""

    sessions: list[Session] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def copy(self) -> "_Team":
        return _Team(list(self.sessions), list(self.spans))


class CareTeam:
    """
    Finds sessions for a guest who would sit in `seat`, with `added` staff already promised to it.

    `held` are sessions the guest has already, which the desk's week holds too; `had` says who held a role (session
    kind and person) until now, and is asked first.
    """

    def __init__(
        self,
        desk: Desk,
        seat: Seat,
        guest: Guest,
        added: AddedStaff | None,
        *,
        held: Sequence[Session] = (),
        had: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
    ):
        self.desk, self.seat, self.guest, self.added = desk, seat, guest, added
        self.policy = desk.problem.policy
        self.held, self.had = tuple(held), had or {}
        self.tries = 0
        self.best = self._begun()
        self.total = {
            p.id: seat.plan.countable_week_minutes + sum(s.minutes for s in self.held if p.id in s.people)
            for p in guest.people
        }
        self.tasks = self._tasks()

    def _begun(self) -> _Team:
        """What the guest holds before anything is found."""
        team = _Team()
        for session in self.held:
            at = self.desk.problem.start_of(session.day, session.start)
            if at is not None:
                team.sessions.append(session)
                team.spans.append((at, at + session.minutes))
        return team

    def _tasks(self) -> list[Task]:
        """Hardest first: both partners, then counselors, then individual therapists."""
        due = {p.id: self.desk.problem.roles_due(p.id) for p in self.guest.people}
        tasks = []
        for role in ("couples", "counselor", "individual"):
            minutes = self.policy.session_minutes[CARE_ROLES[role]]
            kind = CARE_ROLES[role]
            there = {who for s in self.held if s.kind == kind for who in s.people}
            having = tuple(p for p in self.guest.people if role in due[p.id] and p.id not in there)
            groups = [having] if role == "couples" else [(p,) for p in having]
            for people in groups:
                # The weekly maximum comes first: a session that would break it is not held.
                if people and all(self.total[p.id] + minutes <= self.policy.week_maximum_minutes for p in people):
                    tasks.append(Task(role, people, minutes))
                    for p in people:
                        self.total[p.id] += minutes
        return tasks

    def find(self) -> list[Session] | None:
        """The most roles that can be had at once; None when somebody's weekly minimum stays out of reach."""
        if any(self.total[p.id] < p.minimum_minutes for p in self.guest.people):
            return None
        found = self.most()
        return found if self._reaches(self.best) else None

    def most(self) -> list[Session]:
        """The most roles that can be had at once, whether or not they make up the weekly minimum."""
        # What nobody could do even for somebody without any other session is not searched for among the others.
        self.tasks = [task for task in self.tasks if next(self._ways(task, self._begun()), None)]
        self._search(0, self._begun())
        return self.best.sessions[len(self._begun().sessions) :]

    def _reaches(self, team: _Team) -> bool:
        for p in self.guest.people:
            minutes = sum(s.minutes for s in team.sessions if p.id in s.people)
            if self.seat.plan.countable_week_minutes + minutes < p.minimum_minutes:
                return False
        return True

    def _search(self, at: int, team: _Team) -> bool:
        """Fill the tasks from `at` on; True once everything is filled or enough has been tried."""
        if self._worth(team) > self._worth(self.best) or not self.best.sessions:
            self.best = team.copy()
        if at == len(self.tasks):
            return len(team.sessions) == at + len(self.held) or self.tries >= TRIES
        for session, span in self._ways(self.tasks[at], team):
            self.tries += 1
            team.sessions.append(session)
            team.spans.append(span)
            if self._search(at + 1, team):
                return True
            team.sessions.pop()
            team.spans.pop()
            if self.tries >= TRIES:
                return True
        return self._search(at + 1, team)

    def _worth(self, team: _Team) -> tuple[bool, int]:
        weights = self.policy.weights
        roles = {kind: role for role, kind in CARE_ROLES.items()}
        # Compared, never added to a score: whole hundredths are exact enough.
        points = sum(int(weights[roles[s.kind]] * 100) * len(s.people) for s in team.sessions if s not in self.held)
        return self._reaches(team), points

    def _ways(self, task: Task, team: _Team) -> Iterator[tuple[Session, Span]]:
        """Each clinician who fits, at their first start that does."""
        desk = self.desk
        when = self.seat.outside_program(desk.starts, task.minutes)
        for p in task.people:
            when &= desk.starts.free(p.reach, 0, task.minutes)
            mine = [span for s, span in zip(team.sessions, team.spans, strict=True) if p.id in s.people]
            if mine:
                when &= ~desk.starts.touching(mine, 0, task.minutes, 0)
        if not when:
            return
        first = task.people[0]
        before = self.had.get((CARE_ROLES[task.role], first.id), ())
        asked = desk.caring.get((task.role, first.track, first.state), ())
        for c in sorted(asked, key=lambda c: c.id not in before) if before else asked:
            if not self._suits(c, task, team):
                continue
            bits = when & desk.session_bits(c, task.minutes)
            if bits and (taken := self._taken(c, team)):
                bits &= ~desk.starts.touching(taken, 0, task.minutes, self.policy.buffer_minutes)
            if bits:
                place = next(bits_of(bits))
                day, minute = desk.starts.day_and_minute(place)
                at = desk.starts.at[place]
                people = tuple(sorted(p.id for p in task.people))
                kind = CARE_ROLES[task.role]
                yield Session("", kind, day, minute, task.minutes, (c.id,), people), (at, at + task.minutes)

    def _suits(self, c: Clinician, task: Task, team: _Team) -> bool:
        booked = sum(s.minutes for s in team.sessions if c.id in s.clinicians and s not in self.held)
        if self.desk.individual_minutes[c.id] + booked + task.minutes > c.individual_minutes:
            return False
        if not all(p.state in c.states and p.track in c.tracks for p in task.people):
            return False
        if not set(c.languages).intersection(*(p.languages for p in task.people)):
            return False
        # H13: the individual therapist, the counselor and whoever sees the couple are different people.
        ids = {p.id for p in task.people}
        kind = CARE_ROLES[task.role]
        return not any(s.kind != kind and c.id in s.clinicians and ids.intersection(s.people) for s in team.sessions)

    def _taken(self, c: Clinician, team: _Team) -> list[Span]:
        """What this clinician would also hold by then, beyond their diary."""
        spans = [span for s, span in zip(team.sessions, team.spans, strict=True) if c.id in s.clinicians]
        if self.added and c.id in self.added.who:
            spans += self.added.stays(c.id)
        return spans
