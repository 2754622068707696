"""Cohorts in the words of their pages."""

from collections.abc import Sequence

from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.day_plans import DayPlan
from hearthside.caseload.queries.board import Line
from hearthside.caseload.words import DAY_WORDS, FOCUS_WORDS, TRACK_WORDS, language_words, people_words


def about_cohort(cohort: Cohort) -> str:
    """Mental health, English, trauma."""
    words = [TRACK_WORDS[cohort.track], language_words(cohort.language)]
    if cohort.focus:
        words.append(FOCUS_WORDS[cohort.focus].lower() if cohort.focus != "lgbtq" else FOCUS_WORDS[cohort.focus])
    said = ", ".join(words)
    return said[0].upper() + said[1:]


def state_of(line: Line) -> tuple[str, str]:
    """The tag of a cohort: its kind and its words."""
    if line.over:
        return "danger", "Over size"
    if line.running is None:
        return "plain", "No schedule yet"
    if line.short:
        return "danger", "Short"
    return "ok", "Within"


def board_in_words(lines: Sequence[Line]) -> str:
    """12 cohorts, 98 people. All within size and ratio but one."""
    if not lines:
        return ""
    people = sum(line.people for line in lines)
    said = f"{'1 cohort' if len(lines) == 1 else f'{len(lines)} cohorts'}, {people_words(people)}."
    wrong = sum(line.over or line.short for line in lines)
    # Without anybody who leads it a cohort has no ratio to keep.
    kept = "size and ratio" if any(line.running for line in lines) else "size"
    if not wrong:
        return f"{said} All within {kept}."
    return f"{said} All within {kept} but {'one' if wrong == 1 else wrong}."


def days_allowed_in_words(plan: DayPlan) -> str:
    """3 of Monday, Tuesday and Friday."""
    return ", ".join(DAY_WORDS[day] for day in plan.days_allowed)
