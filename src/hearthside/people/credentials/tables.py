"""The shipped tables of scopes and compacts, read once. What is not in them is not allowed."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Compact:
    """An agreement between states that lets a license of one count in the others."""

    key: str
    title: str
    credential_types: frozenset[str]
    look_up: str
    # Day from which a source says privileges are in use there; None where the compact is enacted only.
    in_use_since: dict[str, date | None]
    # Members on which the lists we saw disagree.
    disputed: frozenset[str]

    def is_in_use(self, state: str, on: date) -> bool:
        since = self.in_use_since.get(state)
        return since is not None and since <= on


def _rows(name: str) -> list[dict[str, str]]:
    table = resources.files("hearthside.people").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(table.splitlines()))


@cache
def scopes() -> dict[tuple[str, str], str]:
    """(credential type, doing) to "yes" or "supervised"."""
    return {(row["credential_type"], row["doing"]): row["may"] for row in _rows("scopes.csv")}


@cache
def compacts() -> dict[str, Compact]:
    """Every compact by its key."""
    states = _rows("compact_states.csv")
    return {
        row["compact"]: Compact(
            key=row["compact"],
            title=row["title"],
            credential_types=frozenset(row["credential_types"].split(";")),
            look_up=row["look_up"],
            in_use_since={
                s["state"]: date.fromisoformat(s["in_use_since"]) if s["in_use_since"] else None
                for s in states
                if s["compact"] == row["compact"]
            },
            disputed=frozenset(
                s["state"] for s in states if s["compact"] == row["compact"] and s["lists_agree"] == "no"
            ),
        )
        for row in _rows("compacts.csv")
    }
