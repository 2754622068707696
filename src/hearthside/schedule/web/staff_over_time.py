"""Size and ratio as planned over the last weeks and the next: what was kept, what was not, who answered for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker, program_of
from hearthside.access.rule import rule
from hearthside.people.actions.grants import behind
from hearthside.policy.queries import numbers, today
from hearthside.schedule.queries import over_time as queries
from hearthside.schedule.queries.over_time import PlannedWeek
from hearthside.schedule.said import time_said
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.web.staff_week import monday_of
from hearthside.schedule.web.staff_week_lines import WeekColumn, WeekLines, week_lines

# Before this week, and after it.
WEEKS_BEFORE, WEEKS_AFTER = 12, 4
# A drawing of few short sessions is as high as one of so many, so that one does not look like all.
SHORT_SHOWN = 4


@rule("caseload-exceptions")
@require_safe
def over_time(request: HttpRequest) -> HttpResponse:
    """The last twelve weeks, this one and the next four."""
    program, actor = program_of(request), asker(request)
    on = today(program)
    this = monday_of(on)
    with behind(program.pk, actor):
        counted = queries.over_time(program.pk, this, before=WEEKS_BEFORE, after=WEEKS_AFTER)
    weeks = counted.weeks
    rules = numbers(["sweet_spot.least", "sweet_spot.most", "cohort.cap"], program.pk, on)
    cap = rules["cohort.cap"]
    best = (min(rules["sweet_spot.least"], cap), min(rules["sweet_spot.most"], cap))
    # The week that is on counts as ahead: what is against a rule in it can still be put right.
    ahead = [each.monday >= this for each in weeks]
    drawn = any(each.groups or each.exceptions for each in weeks)
    context = {
        "drawn": drawn,
        "sentence": _summary(weeks),
        "charts": _charts(weeks, ahead, best, cap) if drawn else [],
        "lines": [
            {"week": each, "said": words.week_said(each.monday), "is_this": each.monday == this,
             "address": each.monday.isoformat()}
            for each in weeks
        ],
        "best": _span(best),
        "counted": time_said(counted.counted_at, words.zone_of(request)),
    }  # fmt: skip
    return render(request, "schedule/staff/over_time.html", context)


def _summary(weeks: list[PlannedWeek]) -> str:
    groups, standing = sum(each.groups for each in weeks), sum(each.exceptions for each in weeks)
    unanswered = sum(each.short_unanswered for each in weeks)
    counted = words.counted(groups, "group session", "group sessions")
    if not standing:
        return f"{counted} in these weeks, every one within size and ratio."
    against = words.counted(standing, "session is", "sessions are")
    owned = f" Nobody answers for {unanswered} of the sessions short of staff." if unanswered else ""
    return f"{counted} in these weeks. {against} against a rule.{owned}"


def _charts(weeks: list[PlannedWeek], ahead: list[bool], best: tuple[int, int], cap: int) -> list[WeekLines]:
    groups = sum(each.groups for each in weeks)
    sizes = [_sizes(weeks, ahead, groups, cap), _where_best(weeks, ahead, groups, best)] if groups else []
    return [*sizes, _short(weeks, ahead)]


def _sizes(weeks: list[PlannedWeek], ahead: list[bool], groups: int, cap: int) -> WeekLines:
    """The largest group of each week as a column, and across it a group on average."""
    largest = max(each.largest or 0 for each in weeks)
    mean = sum((each.mean or 0) * each.groups for each in weeks) / groups
    above = sum(each.above for each in weeks)
    is_kept = (
        f"{words.counted(above, 'session is', 'sessions are')} above the rule." if above else "None is above the rule."
    )
    columns = [
        WeekColumn(_date(each), [(each.largest or 0, "over" if each.is_over else "")], each.mean, later)
        for each, later in zip(weeks, ahead, strict=True)
    ]
    return week_lines(
        f"Size: the largest group has {largest} people, a group has {mean:.1f} on average. {is_kept}",
        "people",
        columns,
        limit=cap,
        limit_name=f"at most {cap} today",
        key=[("", "Largest group"), ("mark", "A group on average")],
    )


def _where_best(weeks: list[PlannedWeek], ahead: list[bool], groups: int, best: tuple[int, int]) -> WeekLines:
    """How many of each week's group sessions have as many people as groups do best with."""
    share = round(100 * sum(each.in_best for each in weeks) / groups)
    columns = [
        WeekColumn(_date(each), [(each.share or 0, "")], None, later) for each, later in zip(weeks, ahead, strict=True)
    ]
    sentence = f"Where groups do best: {share}% of the group sessions have {_span(best)} people."
    return week_lines(sentence, "% of the group sessions", columns, full=100)


def _short(weeks: list[PlannedWeek], ahead: list[bool]) -> WeekLines:
    """Sessions that lack staff: those that somebody answers for below, the others above them."""
    short, answered = sum(each.short for each in weeks), sum(each.short_answered for each in weeks)
    sentence = (
        f"Staff: {words.counted(short, 'session is', 'sessions are')} short, and somebody answers for {answered}."
        if short
        else "Staff: no session is short in these weeks."
    )
    columns = [
        WeekColumn(_date(each), [(each.short_answered, ""), (each.short_unanswered, "over")], None, later)
        for each, later in zip(weeks, ahead, strict=True)
    ]
    key = [("", "Short, answered for"), ("over", "Short, nobody answers yet")]
    return week_lines(sentence, "sessions short of staff", columns, full=SHORT_SHOWN, key=key)


def _date(week: PlannedWeek) -> str:
    return f"{week.monday:%b} {week.monday.day}"


def _span(best: tuple[int, int]) -> str:
    return f"{best[0]} to {best[1]}" if best[0] != best[1] else str(best[0])
