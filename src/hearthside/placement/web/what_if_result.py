"""What came of a scenario, ready to be shown: figures and drawings, and whom it concerns by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hearthside.placement.report import words
from hearthside.placement.solver.whatif_changes import of_values
from hearthside.placement.web import what_if_words as said
from hearthside.placement.web.what_if_words import Names
from hearthside.placement.words import HIRE, WHAT_IF

# Who is concerned, worst first: the key of the result, and what it means.
CONCERNS = (
    ("lose", "Would lose their place"),
    ("move", "Would have other hours"),
    ("other_staff", "Would have the same hours with somebody else"),
    ("lose_role", "Would lose somebody of their care team"),
    ("gain_role", "Would have somebody for an open role"),
    ("gain", "Would have a place"),
)


@dataclass(frozen=True)
class Who:
    """Somebody by name; `patient` leads to their page, of copies there is none."""

    name: str
    patient: str
    detail: str = ""


@dataclass(frozen=True)
class Concern:
    title: str
    people: Sequence[Who]


def result_of(kind: str, result: Mapping[str, Any], names: Names, zone: str) -> dict[str, Any]:
    """What the page shows of the result of a scenario of this kind."""
    if kind == WHAT_IF:
        return _comparison(result, names)
    return _advice(result, names, zone, hire=kind == HIRE)


def _comparison(result: Mapping[str, Any], names: Names) -> dict[str, Any]:
    today, then = result["today"], result["then"]
    concerns = [Concern(title, _people(result["affected"][key], names)) for key, title in CONCERNS]
    return {
        "figures": said.figures(today, then),
        "charts": [said.placed_chart(today, then), said.sizes_chart(today, then)],
        "concerns": [c for c in concerns if c.people],
    }


def _people(ids: Iterable[Any], names: Names) -> list[Who]:
    """In the order of names; of a role, which one."""
    found = []
    for each in ids:
        who, role = each if isinstance(each, list) else (each, "")
        found.append(Who(said.named(who, names), who if _has_page(who, names) else "", words.ROLES.get(role, "")))
    return sorted(found, key=lambda w: (w.name, w.detail, w.patient))


def _has_page(who: str, names: Names) -> bool:
    try:
        UUID(who)
    except ValueError:
        return False
    return who in names


def _advice(result: Mapping[str, Any], names: Names, zone: str, *, hire: bool) -> dict[str, Any]:
    first, second = result["first"], result["second"]
    rounds = [("Who would place the most people" if hire else "Whose two hours would place the most people", first)]
    if second:
        rounds.append(("And the second, with the first one there already", second))
    waiting = result["today"]["people"] - result["today"]["placed"]
    return {
        "intro": f"Today {words.count(waiting, 'person waits', 'people wait')} for whom no place can be found.",
        "rounds": [_round(title, one, names, zone) for title, one in rounds],
        "stopped": result["stopped"],
    }


def _round(title: str, found: Mapping[str, Any], names: Names, zone: str) -> dict[str, Any]:
    return {
        "title": title,
        "tried": f"{found['tried']} of {found['of']} candidates were tried, each by the planner."
        if found["of"]
        else "",
        "rows": [
            {
                "said": said.candidate_said([of_values(c) for c in one["changes"]], names, zone),
                "count": len(one["places"]),
                "places": _people(one["places"], names),
                "roles": _people(one["roles"], names),
            }
            for one in found["best"]
        ],
    }
