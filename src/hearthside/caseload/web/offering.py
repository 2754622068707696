"""Who may be chosen for a cohort, as a list to check: people, or two partners in one line; and how many do not fit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest

from hearthside.access.answering import asker, program_of
from hearthside.base.states import STATE_NAMES
from hearthside.caseload.queries.candidates import REASONS, candidates
from hearthside.caseload.rules.cohorts import Group
from hearthside.caseload.web.asking import names_of
from hearthside.caseload.words import names_in_a_row
from hearthside.people.models.patients import Patient


@dataclass(frozen=True)
class Offered:
    """The choices, and why others are not among them: (how many, what they would need)."""

    choices: list[tuple[str, str]]
    others: list[tuple[int, str]]

    @property
    def left_out(self) -> int:
        return sum(count for count, _ in self.others)


def offer(request: HttpRequest, group: Group, on: date, beside: Iterable[UUID] = ()) -> Offered:
    """Those who fit, the longest waiting first."""
    found = candidates(program_of(request), group, on=on, beside=beside, by=asker(request))
    names = names_of(request, [p for unit in found.units for p in unit.patients])
    choices = []
    for unit in found.units:
        said = names_in_a_row([names[p] for p in unit.patients])
        where = names_in_a_row([STATE_NAMES.get(s, s) for s in dict.fromkeys(unit.states)])
        choices.append((unit.key, f"{said}, {'a couple, ' if len(unit.patients) == 2 else ''}{where}"))
    return Offered(choices, [(count, REASONS[reason]) for reason, count in found.others.most_common()])


def chosen_of(request: HttpRequest, keys: Iterable[str]) -> list[Patient]:
    """The people behind the checked lines."""
    ids = [UUID(part) for key in keys for part in key.split("+")]
    rows = Patient.objects.visible_to(asker(request)).in_bulk(ids)
    return [rows[each] for each in ids if each in rows]
