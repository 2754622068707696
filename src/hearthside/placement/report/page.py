"""
The week as one page that needs nothing else: no server, no JavaScript, no font, no request of any kind.

Views compute, templates show. What the page says is counted from the week and the roster alone, so equal weeks are
equal bytes. Names come from outside and may be anything: everything is escaped by default, and the page's own content
security policy lets it load and run nothing, whatever somebody is called.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from hearthside.placement.report import (
    compare_view,
    figures_view,
    grid_view,
    hire_view,
    load_view,
    made_view,
    people_view,
    svg,
    times,
    waiting_view,
    words,
)
from hearthside.placement.report.cohort_view import cohort_view
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import LIGHT_LOAD, SWEET_SPOT
from hearthside.placement.solver.week import Week

_PACKAGE = "hearthside.placement.report"
_STYLES = ("page.css", "parts.css", "print.css")
_Item = TypeVar("_Item")
SHOWN_AT_ONCE = 12  # rows of a long list that stand open: the others are one press away


def chunks(items: Sequence[_Item], size: int = 100) -> Iterator[Sequence[_Item]]:
    """The items in runs of at most `size`: a long list stays openable piece by piece."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


@cache
def _style() -> str:
    # Colors and sizes are those of every other page.
    tokens = files("hearthside.ui") / "static" / "ui" / "tokens.css"
    own = [files(_PACKAGE) / "static" / name for name in _STYLES]
    return "".join(file.read_text(encoding="utf-8") for file in (tokens, *own))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: words.printable(value) if type(value) is str else value,
    )
    environment.filters.update(chunks=chunks, count=words.count, hours=words.hours, percent=words.percent)
    environment.globals.update(svg=svg, light_load=float(LIGHT_LOAD))
    return environment


def index_html(problem: Problem, week: Week, *, other: Week | None = None) -> str:
    """
    The page of a week, for staff: it names people.

    `other` is the second answer of a re-plan; the page then compares the two.
    """
    style = _style()
    cohorts = tuple(cohort_view(problem, c) for c in sorted(week.cohorts, key=lambda c: words.in_order(c.id)))
    people = people_view.People(problem, week)
    clinicians = load_view.clinician_views(problem, week)
    drawn = len(cohorts) <= grid_view.MOST_DRAWN
    return (
        _environment()
        .get_template("index.html.j2")
        .render(
            style=Markup(style),
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            zone=times.zone_name(problem.policy.reference_zone),
            policy=problem.policy,
            week_range=times.week_range(problem.week),
            headline=figures_view.headline(problem, week, cohorts),
            figures=figures_view.figures(problem, week, cohorts),
            answers=compare_view.answer_views(problem, week, other),
            sizes=figures_view.size_counts(cohorts),
            sweet_spot=SWEET_SPOT,
            days=grid_view.day_views(problem, week) if drawn else (),
            heat=None if drawn else grid_view.heat_view(problem, week),
            most_drawn=grid_view.MOST_DRAWN,
            shown_at_once=SHOWN_AT_ONCE,
            cohorts=cohorts,
            members={c.id: people.of(c) for c in week.cohorts},
            clinicians=clinicians,
            reasons=waiting_view.reason_views(problem, week),
            gaps=waiting_view.gap_views(problem, week),
            hires=hire_view.hire_views(problem, week),
            warnings=[(words.WARNINGS[k], [w for w in week.warnings if w.kind == k]) for k in words.WARNINGS],
            warning_week=times.monday,
            made=made_view.made_facts(week),
            parts=made_view.score_parts(week),
            rules=made_view.policy_facts(problem),
        )
    )
