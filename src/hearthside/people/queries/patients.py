"""Finding patients: by name however it is typed, by status, and what each is now."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When

from hearthside.base.text import folded
from hearthside.people.models.patients import Patient, PatientDetails, StatusChange
from hearthside.people.rules import Standing

# The most names that are looked at one by one for a slip of the finger.
MOST_NAMES = 5000
MOST_FOUND = 200


def with_status(patients: QuerySet[Patient]) -> QuerySet[Any]:
    """Each with `status_now`, `status_since` and `expected_on`, in the same query."""
    latest = StatusChange.objects.filter(patient=OuterRef("pk")).order_by("-at", "-id")
    return patients.annotate(
        status_now=Subquery(latest.values("status")[:1]),
        status_since=Subquery(latest.values("since_on")[:1]),
        expected_on=Subquery(latest.values("expected_on")[:1]),
    )


def status_of(patient: Patient) -> Standing | None:
    """What a patient is to the program now."""
    latest = StatusChange.objects.filter(patient=patient).order_by("-at", "-id").first()
    return Standing(latest.status, latest.since_on) if latest else None


def found_by_name(patients: QuerySet[Patient], typed: str) -> QuerySet[Patient]:
    """
    The patients whose names begin with these words, in any order and with or without accents, the closest first.

    Where nobody's do, a letter too many, too few, wrong or swapped is forgiven in each word.
    """
    words = folded(typed).split()[:8]
    if not words:
        return patients if not typed.strip() else patients.none()
    rows = PatientDetails.objects.filter(patient__in=patients.values("pk"))
    exact = rows
    for word in words:
        exact = exact.filter(Q(search_name__startswith=word) | Q(search_name__contains=f" {word}"))
    found = _ranked(exact.values_list("pk", "search_name")[:MOST_NAMES], words, slips=False)
    if not found:
        found = _ranked(rows.order_by("pk").values_list("pk", "search_name")[:MOST_NAMES], words, slips=True)
    order = Case(*(When(pk=pk, then=place) for place, pk in enumerate(found)))
    return patients.filter(pk__in=found).order_by(order) if found else patients.none()


def _ranked(names: Iterable[tuple[UUID, str]], words: list[str], *, slips: bool) -> list[UUID]:
    scored = []
    for pk, name in names:
        score = distance(name.split(), words, slips=slips)
        if score is not None:
            scored.append((score, name, pk))
    return [pk for _, _, pk in sorted(scored)][:MOST_FOUND]


def distance(name: list[str], words: list[str], *, slips: bool) -> int | None:
    """How far a name is from what was typed: 0 is every word whole; None is another name."""
    total = 0
    left = list(name)
    for word in words:
        best = min(((d, n) for n in left if (d := _word_distance(n, word, slips)) is not None), default=None)
        if best is None:
            return None
        total += best[0]
        left.remove(best[1])
    return total


def _word_distance(name: str, word: str, slips: bool) -> int | None:
    if name == word:
        return 0
    if name.startswith(word):
        return 1
    # A slip is forgiven in words long enough for a slip to be one.
    allowed = 0 if not slips or len(word) < 3 else 1 if len(word) < 7 else 2
    for beginning in {name[: len(word) + extra] for extra in (-1, 0, 1)} | {name}:
        if allowed and abs(len(beginning) - len(word)) <= allowed and _edits(beginning, word) <= allowed:
            return 2 + _edits(beginning, word)
    return None


def _edits(a: str, b: str) -> int:
    """Letters added, dropped, changed, or swapped with their neighbor, to make one word the other."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        before_last, before, row = before, row, [i]
        for j, y in enumerate(b, start=1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y)))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                row[j] = min(row[j], before_last[j - 2] + 1)
    return row[-1]
