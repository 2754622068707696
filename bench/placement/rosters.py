"""
The benchmark's rosters: which sizes, which seeds, where their folders stand.

TUNING_SEEDS are for tuning; of the seeds shown 240-11 was looked at for one setting, as the README says.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hearthside.placement.folder.roster import read_roster
from hearthside.placement.roster_maker import make_roster
from hearthside.placement.solver.problem import Problem

HERE = Path(__file__).parent
OUT = HERE / "out"
RESULTS = HERE / "results"
WEEK = date(2027, 1, 4)
RICH, SCARCE = 1.15, 0.95

SEEDS = {24: (11,), 60: (11, 12, 13), 240: (11, 12), 1000: (11,), 5000: (11,), 20000: (11,)}
FIRST_SEED = 11
TUNING_SEEDS = (101, 102, 103)


@dataclass(frozen=True)
class Case:
    """One roster of the benchmark."""

    people: int
    seed: int
    supply: float = RICH

    @property
    def name(self) -> str:
        return f"{self.people}-{self.seed}" + ("-scarce" if self.supply < 1 else "")

    @property
    def folder(self) -> Path:
        """The roster on disk, written once."""
        folder = OUT / "rosters" / self.name
        if not (folder / "policy.csv").exists():
            folder.mkdir(parents=True, exist_ok=True)
            for file, text in make_roster(self.people, self.seed, supply=self.supply, week=WEEK).items():
                (folder / file).write_text(text, encoding="utf-8", newline="")
        return folder

    @property
    def digest(self) -> str:
        """Short hash of the roster's text: a stored bound belongs to exactly these bytes."""
        made = make_roster(self.people, self.seed, supply=self.supply, week=WEEK)
        return hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()[:16]

    def problem(self) -> Problem:
        return read_roster(self.folder, week=WEEK).problem
