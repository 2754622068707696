"""A proposed week beside today, in words: what changes, each cohort, who works how much, who waits and what helps."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from hearthside.placement.models.proposals import ProposalAnswer
from hearthside.placement.queries.warm import Warm
from hearthside.placement.report import change_words, figures_view, times, words
from hearthside.placement.report.load_view import ClinicianView, clinician_views
from hearthside.placement.report.waiting_view import gap_views, reason_views
from hearthside.placement.report.wishes_view import wish_views
from hearthside.placement.solver.difference import Difference
from hearthside.placement.solver.still_there import still_there
from hearthside.placement.solver.week import Week
from hearthside.placement.web import review_moves
from hearthside.placement.web.finding_words import cohort_called
from hearthside.placement.web.naming import named
from hearthside.placement.web.place_one_words import RULES
from hearthside.placement.web.review_cohorts import PlannedCohorts
from hearthside.placement.web.review_moves import Move, counts, moves_of
from hearthside.placement.web.review_session_moves import SessionMove, session_moves_of
from hearthside.ui.charts import Bar, BarChart


class Review:
    """One answer of a proposal, read against the roster as it is now."""

    def __init__(self, answer: ProposalAnswer, week: Week, before: Week, kept: Warm, names: Mapping[str, str]) -> None:
        self.answer, self.kept, self.names = answer, kept, names
        self.problem = kept.snapshot.problem
        # Whatever is not there any more is said elsewhere.
        self.week = still_there(self.problem, week)
        self.before = before
        self.difference = Difference(before, week)

    # What it comes to.

    @cached_property
    def figures(self) -> list[figures_view.Figure]:
        """Counted from the week; how good it is has a sentence of its own."""
        found = figures_view.figures(self.problem, self.week, tuple(self.planned.views.values()))
        return [figure for figure in found if not figure.proven]

    @cached_property
    def headline(self) -> figures_view.Headline:
        return figures_view.headline(self.problem, self.week, tuple(self.planned.views.values()))

    @property
    def gap(self) -> str:
        """What is not the best, and by how much at most."""
        gap = figures_view.number(self.week.figures, "gap")
        if gap is None or not self.week.cohorts:
            return ""
        if gap <= 0:
            return "No plan could have better cohorts than this one: that is proven."
        return (
            f"Its cohorts are at most {words.percent(gap)} below the best that any plan could reach. That much is "
            "proven; it may be less."
        )

    @cached_property
    def wishes(self) -> str:
        """How many wishes are met of all that placed people have."""
        found = [
            wish
            for cohort in self.week.cohorts
            for m in cohort.members
            for wish in wish_views(self.problem, self.problem.person[m], cohort)
        ]
        if not found:
            return "Nobody in it has a wish."
        return f"{sum(w.met for w in found):,} of {words.count(len(found), 'wish', 'wishes')} are met."

    @cached_property
    def counts(self) -> dict[str, int]:
        return counts(self.difference)

    @property
    def changes(self) -> list[str]:
        """Beside today, one sentence each."""
        d, n = self.difference, self.counts
        ended = {(s.kind, s.people) for s in d.gone_sessions}
        began = {(s.kind, s.people) for s in d.new_sessions}
        said = [
            _number(n["placed"], "person gets a place", "people get a place"),
            _number(len(d.new_cohorts), "new cohort begins", "new cohorts begin"),
            _number(n["moved"], "person has another place", "people have another place"),
            _number(n["lose"], "person loses their place", "people lose their place"),
            _number(len(d.closed), "cohort ends", "cohorts end"),
            _number(len(began - ended), "weekly session begins", "weekly sessions begin"),
            _number(len(began & ended), "weekly session changes", "weekly sessions change"),
            _number(len(ended - began), "weekly session ends", "weekly sessions end"),
        ]
        return [sentence for sentence in said if sentence]

    @cached_property
    def moves(self) -> list[Move]:
        edits = self.answer.edits.count()
        return moves_of(self.kept, self.week, self.names, (self.answer.pk, edits))

    @cached_property
    def session_moves(self) -> list[SessionMove]:
        """Weekly sessions that go on otherwise; why is worked out once it is of everybody who moves."""
        memo = (self.answer.pk, self.answer.edits.count())
        seconds = 0 if any(not move.why for move in self.moves) else review_moves.WITHIN_SECONDS
        return session_moves_of(self.kept, self.difference, self.week, self.names, memo, seconds)

    @property
    def unexplained(self) -> int:
        """Of how many moves it is still worked out why."""
        return sum(not move.why for move in self.moves) + sum(not move.why for move in self.session_moves)

    @cached_property
    def planned(self) -> PlannedCohorts:
        """Its cohorts, one by one."""
        return PlannedCohorts(self.problem, self.week, self.difference, self.names)

    # Who works how much.

    @cached_property
    def load(self) -> tuple[ClinicianView, ...]:
        return tuple(v for v in clinician_views(self.problem, self.week) if v.group.minutes or v.individual.minutes)

    @property
    def load_chart(self) -> BarChart | None:
        """Group hours of each, as a share of what was agreed with them."""
        leading = [v for v in self.load if v.group.minutes and v.group.limit]
        if not leading:
            return None
        most = max(v.group.share for v in leading)
        over = sum(v.group.over for v in leading)
        heavy = sum(v.group.heavy for v in leading)
        said = f"{words.count(len(leading), 'clinician leads', 'clinicians lead')} groups; "
        said += f"{over:,} over their agreed hours" if over else "nobody more than agreed"
        said += f", {heavy:,} close to it." if heavy and not over else "."
        return BarChart(
            sentence=said,
            bars=[Bar(v.name, round(100 * v.group.share, 1), text=v.group.text) for v in leading],
            low=0,
            high=max(100, round(100 * most)),
            ticks=(0, 50, 100),
            unit="% of agreed hours",
            limit=100,
            limit_name="agreed",
        )

    # Who waits, and what is open.

    @cached_property
    def waiting(self) -> list[dict[str, Any]]:
        """By reason: the rule, and each with what would help."""
        return [
            {
                "rule": RULES.get(reason.reason, ""),
                "label": reason.label,
                "people": reason.people,
                "lines": [
                    {
                        "people": [(i, self.names.get(i, "Somebody")) for i, _ in line.people],
                        "about": line.about,
                        "days": line.days,
                        "sentence": named(line.sentence, self.names),
                        "help": change_words.clause(self.problem, line.change or "none", self.names),
                    }
                    for line in reason.waiting
                ],
            }
            for reason in reason_views(self.problem, self.week)
        ]

    @cached_property
    def gaps(self) -> list[dict[str, Any]]:
        return [
            {
                "people": [self.names.get(i, "Somebody") for i, _ in gap.people],
                "role": words.first_upper(gap.role),
                "sentence": gap.sentence,
                "help": change_words.clause(self.problem, gap.change or "none", self.names),
            }
            for gap in gap_views(self.problem, self.week)
        ]

    @cached_property
    def ahead(self) -> list[dict[str, str]]:
        """What stops working later in the weeks of a cohort, or was left out of today's week."""
        return [
            {
                "what": words.WARNINGS.get(w.kind, w.kind),
                "cohort": cohort_called(w.cohort_id, self.names) if w.cohort_id else "",
                "from": times.monday(w.from_week) if w.from_week else "",
                "sentence": named(w.sentence, self.names),
            }
            for w in self.week.warnings
        ]


def _number(count: int, one: str, many: str) -> str:
    return f"{words.first_upper(words.spoken(count, one, many))}." if count else ""
