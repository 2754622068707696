"""
What a scenario changes, as values: a copy of today with one thing or several things different.

Beside the six verbs of `change.py`, which make things easier, a scenario may take away: a clinician, a day, a looser
limit. Each change is written as plain values, so that a saved scenario can be read back word for word.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from hearthside.base.refusal import Refusal
from hearthside.placement.solver import change
from hearthside.placement.solver.change import Change


class CannotApply(Refusal):
    """A change that this roster does not allow, with what would be allowed."""

    def __init__(self, what: object, sentence: str):
        self.change = what
        super().__init__(sentence)


@dataclass(frozen=True)
class LoseClinician:
    """This clinician is gone; whom they led or treated needs somebody else."""

    clinician: str


@dataclass(frozen=True)
class AddCouple:
    """So many more couples like this person and, where they have one, their partner."""

    count: int
    like: str


@dataclass(frozen=True)
class TightenPolicy:
    """A limit stricter than the one in force: a cap, or the most people for each staff member."""

    key: str
    value: int


@dataclass(frozen=True)
class CloseDay:
    """Nobody meets and nobody is treated on this day of the reference zone's week; 0 is Monday."""

    day: int


@dataclass(frozen=True)
class RaiseDemand:
    """So many percent more people wait: copies of those who wait today, drawn by this seed."""

    percent: int
    seed: int = 1


ScenarioChange = Change | LoseClinician | AddCouple | TightenPolicy | CloseDay | RaiseDemand

_KINDS: dict[str, type[ScenarioChange]] = {
    "lose_clinician": LoseClinician,
    "add_couple": AddCouple,
    "tighten_policy": TightenPolicy,
    "close_day": CloseDay,
    "raise_demand": RaiseDemand,
    "add_clinician": change.AddClinician,
    "add_people": change.AddPeople,
    "add_availability": change.AddAvailability,
    "add_authority": change.AddAuthority,
    "add_group_minutes": change.AddGroupMinutes,
    "add_individual_minutes": change.AddIndividualMinutes,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def as_values(what: ScenarioChange) -> dict[str, object]:
    """The change as plain values, ready to be written down."""
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(what).items()}
    return {"change": _NAMES[type(what)], **values}


def of_values(values: Mapping[str, object]) -> ScenarioChange:
    """The change that `as_values` wrote."""
    kind = _KINDS[str(values["change"])]
    given = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items() if key != "change"}
    return kind(**given)  # type: ignore[arg-type]  # written from the same fields
