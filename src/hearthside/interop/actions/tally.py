"""What an import did: how many of each kind came, changed, stayed, and what it was told and did not take."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

# In the order in which they are told, with their plural.
KINDS = {
    "day_plan": ("day plan", "day plans"),
    "clinician": ("clinician", "clinicians"),
    "person": ("person", "people"),
    "couple": ("couple", "couples"),
    "apart": ("pair kept apart", "pairs kept apart"),
    "cohort": ("cohort", "cohorts"),
    "session": ("weekly session", "weekly sessions"),
}


@dataclass
class Tally:
    """Kept while an import runs. `not_taken` are sentences by the ids of the files, never names."""

    came: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    not_taken: list[str] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    patients: set[UUID] = field(default_factory=set)
    clinicians: set[UUID] = field(default_factory=set)
    week: date | None = None

    @property
    def did_anything(self) -> bool:
        return bool(self.came.total() or self.changed.total())

    @property
    def lines(self) -> list[str]:
        """What happened, a line for each kind."""
        found = []
        for kind in KINDS:
            parts = [
                f"{many:,} {word}"
                for many, word in (
                    (self.came[kind], "new"),
                    (self.changed[kind], "changed"),
                    (self.same[kind], "as before"),
                )
                if many
            ]
            if parts:
                found.append(f"{KINDS[kind][1].capitalize()}: {', '.join(parts)}.")
        return found
