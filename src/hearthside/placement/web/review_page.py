"""Every answer of a proposal that is ready, looked at beside today and beside each other."""

from typing import Any

from django.http import HttpRequest

from hearthside.access.answering import asker, program_of
from hearthside.access.parts import WRITE, may
from hearthside.access.subjects import by_role
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.refusals import RosterUnfit
from hearthside.placement.report import figures_view, times, words
from hearthside.placement.report.words import points
from hearthside.placement.web.finding_words import broken_said
from hearthside.placement.web.review_asking import Opened
from hearthside.placement.web.review_cohorts import SAME
from hearthside.placement.web.review_view import Review
from hearthside.placement.words import ANSWERS, KEEP, READY
from hearthside.schedule.said import time_said, zone_said
from hearthside.ui import listing

# Each with all of its people: more would be a page that nobody reads to its end.
COHORTS_A_PAGE = 20


def review_context(request: HttpRequest, row: Proposal) -> dict[str, Any]:
    """What the page of a proposal shows once there is something to look at; nothing before, or once it is published."""
    if row.status != READY:
        return {}
    # Whoever has a place today reads first what keeps it.
    answers = sorted(row.answers.select_related("proposal__program"), key=lambda a: (a.which != KEEP, a.which))
    opened = [Opened(request, row, answer) for answer in answers]
    try:
        reviews = [_one(at, number, request) for number, at in enumerate(opened)]
        for each in reviews if len(reviews) > 1 else ():
            # Two tables on one page are never called the same.
            each["of"] = f" ({each['title']})"
        amiss = [each for at in opened for each in _amiss(at)]
    except RosterUnfit as refusal:
        return {"refused": str(refusal)}
    kept, zone = opened[0].kept, program_of(request).zone
    return {
        "reviews": reviews,
        "beside": _beside([each["review"] for each in reviews]) if len(reviews) > 1 else [],
        "amiss": list(dict.fromkeys(amiss)),
        "zone": times.zone_name(kept.snapshot.problem.policy.reference_zone),
        "read_at": f"{time_said(kept.read_at, zone)} {zone_said(zone)}",
        "read_in": f"{kept.seconds:.1f} s",
        "may_plan": may("proposals", by_role(asker(request)), WRITE),
    }


def _one(at: Opened, number: int, request: HttpRequest) -> dict[str, Any]:
    review = at.review
    show_all = request.GET.get("cohorts") == "all"
    changing = [shown for shown in review.planned.all if shown.kind != SAME]
    return {
        "review": review,
        "title": ANSWERS[at.answer.which],
        "edits": at.answer.edits.count(),
        "cohorts": listing.page(request.GET, review.planned.all if show_all else changing, per_page=COHORTS_A_PAGE),
        "unchanged": len(review.planned.all) - len(changing),
        "show_all": show_all,
        "of": "",
        # One primary button a page.
        "secondary": number > 0,
    }


def _amiss(at: Opened) -> list[Any]:
    """What does not hold any more of what was planned: the running week's own faults are said elsewhere."""
    standing = {(rule, f.where) for rule, found in at.kept.snapshot.standing.items() for f in found}
    found = [each for each in at.kept.editing.findings(at.week) if (each[0], each[1].where) not in standing]
    return broken_said(found, at.week, at.names)


def _beside(reviews: list[Review]) -> list[tuple[str, list[str]]]:
    """The figures by which the answers differ, one line each."""

    def line(label: str, of: Any) -> tuple[str, list[str]]:
        return label, [of(review) for review in reviews]

    def figure(review: Review, key: str) -> float:
        return figures_view.number(review.week.figures, key) or 0

    return [
        line("People with a place", lambda r: f"{len(r.week.cohort_of()):,} of {len(r.problem.people):,}"),
        line("People who get a place", lambda r: f"{r.counts['placed']:,}"),
        line("People who lose their place", lambda r: f"{r.counts['lose']:,}"),
        line("People who have another place", lambda r: f"{r.counts['moved']:,}"),
        line("Cohorts", lambda r: f"{len(r.week.cohorts):,}"),
        line("People in each, on average", lambda r: f"{figure(r, 'mean_size'):.1f}"),
        line("Care-team roles filled", lambda r: f"{figure(r, 'roles_filled'):,.0f} of {figure(r, 'roles_due'):,.0f}"),
        line("Wishes", lambda r: r.wishes),
        line("Points", lambda r: points(figure(r, "score"))),
        line("Below the best possible, at most", lambda r: words.percent(max(0, figure(r, "gap")))),
    ]
