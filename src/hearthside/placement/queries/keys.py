"""By which ids a roster names what is here: whoever takes it out has ids of their own, the planner the records'."""

from typing import Protocol
from uuid import UUID


class Keys(Protocol):
    """From a record of a kind (person, clinician, cohort, session) to the id under which it stands in a roster."""

    def of(self, kind: str, record: UUID) -> str: ...


class OwnKeys:
    """Every record by its own id."""

    def of(self, kind: str, record: UUID) -> str:
        return str(record)
