"""
For a re-plan: the rows of a published week that still fit, and a warning for each that does not.

The check is asked, row by row, about a week with nothing else in it: so a row goes only for what it breaks itself.
What merely lacks company afterwards (a cohort without its lead, or with three people) stays: the planner repairs it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from hearthside.placement.solver.check import Finding, check
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Session, Staff, Warning, Week

# Rules that a row can break by itself. H2, H3 and H12 say what is missing beside it.
_PATTERN = ("H0",)
_MEMBER = ("H0", "H1", "H6", "H7", "H9", "H10", "H11")
_STAFF = ("H0", "H4", "H5", "H6", "H7", "H8")
_SESSION = ("H0", "H4", "H5", "H6", "H7", "H9", "H13", "H14")
_STAYS = ("H1", "H7", "H8")
_BESIDE = ("H0", "H7", "H8", "H13")


class Fitting:
    """Goes through a published week from its cohorts to its sessions; `warnings` says what was dropped, and why."""

    def __init__(self, problem: Problem):
        self.problem = replace(problem, current=None)
        self.warnings: list[Warning] = []

    def week(self, current: Week) -> Week:
        """What still fits of `current`; cohorts left without members are gone."""
        if not any(check(self.problem, current, figures=False).values()):
            return current
        fitting = [c for cohort in current.cohorts if (c := self._cohort(cohort))]
        cohorts = [c for c in self._once(fitting) if c.members]
        home = {m: c for c in cohorts for m in c.members}
        sessions = [s for s in current.sessions if self._session(s, home)]
        return self._together(Week(tuple(cohorts), tuple(sessions)))

    def _drop(self, cohort_id: str, who: str, what: str, why: Iterable[Finding]) -> None:
        reason = next((f.sentence for f in why), "It is there twice.")
        sentence = f"Dropped from the published week: {what}. {reason}"
        self.warnings.append(Warning("current_dropped", cohort_id, who, self.problem.week.isoformat(), sentence))

    def _broken(self, week: Week, rules: tuple[str, ...]) -> list[Finding]:
        found = check(self.problem, week, figures=False)
        return [finding for rule in rules for finding in found[rule]]

    def _cohort(self, cohort: Cohort) -> Cohort | None:
        shell = replace(cohort, staff=(), members=(), size=-1)
        if why := self._broken(Week((shell,)), _PATTERN):
            self._drop(cohort.id, "", f"cohort {cohort.id} with everybody in it", why)
            return None
        with_members = self._members(shell, tuple(dict.fromkeys(cohort.members)))
        return replace(with_members, staff=self._staff(with_members, cohort.staff))

    def _members(self, shell: Cohort, members: tuple[str, ...]) -> Cohort:
        """One unit after the other, so that of two people now kept apart the first stays."""
        whole = replace(shell, members=members)
        if not self._broken(Week((whole,)), _MEMBER):
            return whole
        kept = shell
        for who in members:
            partner = self.problem.partner.get(who)
            if partner in members and partner in kept.members:
                continue  # came in with the other half
            unit = (who, partner) if partner in members and partner is not None else (who,)
            seated = replace(kept, members=tuple(sorted((*kept.members, *unit))))
            if why := self._broken(Week((seated,)), _MEMBER):
                for each in unit:
                    if not any(w.who == each and w.cohort_id == shell.id for w in self.warnings):
                        self._drop(shell.id, each, f"{each} in cohort {shell.id}", why)
            else:
                kept = seated
        return kept

    def _staff(self, cohort: Cohort, staff: tuple[Staff, ...]) -> tuple[Staff, ...]:
        plan = self.problem.program[cohort.program_id]
        breaks = {n for n, block in enumerate(plan.blocks, 1) if not block.staffed}
        lead = next((row.clinician_id for row in staff if row.part == "lead"), "")
        kept: list[Staff] = []
        for who in dict.fromkeys(row.clinician_id for row in staff):
            mine = tuple(dict.fromkeys(row for row in staff if row.clinician_id == who and row.block not in breaks))
            second_lead = who != lead and any(row.part == "lead" for row in mine)
            why = self._broken(Week((replace(cohort, staff=mine),)), _STAFF)
            if why or second_lead or not mine:
                self._drop(cohort.id, who, f"{who} as staff of cohort {cohort.id}", why)
            else:
                kept += mine
        return tuple(sorted(kept, key=lambda s: (s.block, s.clinician_id)))

    def _once(self, cohorts: list[Cohort]) -> list[Cohort]:
        """Everybody in the first cohort that has them, every cohort id once."""
        seated: Counter[str] = Counter()
        ids: set[str] = set()
        kept = []
        for cohort in cohorts:
            if cohort.id in ids:
                self._drop(cohort.id, "", f"the second cohort {cohort.id}", ())
                continue
            ids.add(cohort.id)
            for again in [m for m in cohort.members if seated[m]]:
                self._drop(cohort.id, again, f"{again} in cohort {cohort.id}", ())
            kept.append(replace(cohort, members=tuple(m for m in cohort.members if not seated[m])))
            seated.update(cohort.members)
        return kept

    def _session(self, session: Session, home: dict[str, Cohort]) -> bool:
        """Whether the session fits beside the program days of the people in it."""
        theirs = {home[p].id: home[p] for p in session.people if p in home}
        beside = tuple(
            replace(c, staff=(), members=tuple(m for m in c.members if m in session.people)) for c in theirs.values()
        )
        why = self._broken(Week(beside, (session,)), _SESSION)
        if why:
            self._drop_session(session, why)
        return not why

    def _drop_session(self, session: Session, why: Iterable[Finding]) -> None:
        who = session.people[0] if session.people else ""
        self._drop("", who, f"session {session.id}", why)

    def _together(self, week: Week) -> Week:
        """Drop until nobody is in two places or over a limit: stays first, then sessions, always the last one."""
        stays = Week(week.cohorts)
        while why := self._by_id(stays, _STAYS):
            cohorts = list(stays.cohorts)
            dropped = [self._drop_last_stay(cohorts, who, finding) for who, finding in why.items()]
            if not any(dropped):
                break
            stays = Week(tuple(cohorts))
        both = Week(stays.cohorts, week.sessions)
        while why := self._by_id(both, _BESIDE):
            sessions = list(both.sessions)
            dropped = [self._drop_last_session(sessions, who, finding) for who, finding in why.items()]
            if not any(dropped):
                break
            both = Week(both.cohorts, tuple(sessions))
        return both

    def _by_id(self, week: Week, rules: tuple[str, ...]) -> dict[str, Finding]:
        return {f.where.partition(" ")[2]: f for f in self._broken(week, rules)}

    def _drop_last_session(self, sessions: list[Session], who: str, finding: Finding) -> bool:
        mine = [s for s in sessions if who == s.id or who in s.people or who in s.clinicians]
        if mine:
            sessions.remove(mine[-1])
            self._drop_session(mine[-1], (finding,))
        return bool(mine)

    def _drop_last_stay(self, cohorts: list[Cohort], who: str, finding: Finding) -> bool:
        mine = [c for c in cohorts if who in c.members or any(row.clinician_id == who for row in c.staff)]
        if mine:
            last = mine[-1]
            staff = tuple(row for row in last.staff if row.clinician_id != who)
            members = tuple(m for m in last.members if m != who)
            cohorts[cohorts.index(last)] = replace(last, staff=staff, members=members)
            self._drop(last.id, who, f"{who} in cohort {last.id}", (finding,))
        return bool(mine)
