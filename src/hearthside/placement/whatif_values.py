"""What came of a scenario, as plain values in ids alone, for the row that keeps it and the page that shows it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from hearthside.placement.solver.hire import Advice, Round, Tried
from hearthside.placement.solver.whatif import Comparison
from hearthside.placement.solver.whatif_changes import as_values

Values = dict[str, Any]


def of_comparison(found: Comparison) -> Values:
    """Today and the scenario, side by side, and whom it concerns."""
    return {
        "today": asdict(found.today),
        "then": asdict(found.then),
        "affected": asdict(found.affected),
        "added": list(found.added),
    }


def of_advice(found: Advice) -> Values:
    """Whom to hire, or whose two hours more, and the second."""
    return {
        "today": asdict(found.today),
        "first": _round(found.first),
        "second": _round(found.second) if found.second else None,
        "stopped": found.stopped,
    }


def _round(found: Round) -> Values:
    return {"of": found.of, "tried": found.tried, "best": [_tried(one) for one in found.best]}


def _tried(one: Tried) -> Values:
    return {**asdict(one), "changes": [as_values(change) for change in one.changes]}


def everybody_in(result: Mapping[str, Any]) -> set[str]:
    """Ids of all people a result names, those of copies among them."""
    affected = result.get("affected", {})
    found = {who for key in ("lose", "gain", "move", "other_staff") for who in affected.get(key, ())}
    found |= {who for key in ("lose_role", "gain_role") for who, _ in affected.get(key, ())}
    for number in ("first", "second"):
        for one in (result.get(number) or {}).get("best", ()):
            found.update(one["places"], (who for who, _ in one["roles"]))
    return found


def clinicians_in(result: Mapping[str, Any]) -> set[str]:
    """Ids of those whose hours a result asks for."""
    rounds = [result.get(number) or {} for number in ("first", "second")]
    asked = [change for found in rounds for one in found.get("best", ()) for change in one["changes"]]
    return {str(change["clinician"]) for change in asked if "clinician" in change}
