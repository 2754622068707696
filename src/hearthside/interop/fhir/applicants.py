"""What a reading of a FHIR bundle gives: applicants, what to put right, what to ask, and what nobody looked at."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Applicant:
    """
    Somebody as a Patient resource tells of them. `key` is how the sender knows them; `where` is the place in the file.

    `zone` is empty where nobody can know it without asking. `left_out` says what could not be kept, in sentences.
    """

    key: str
    where: str
    first_name: str
    last_name: str
    chosen_name: str
    born_on: date
    state: str
    zone: str
    street: str
    city: str
    postal_code: str
    languages: tuple[str, ...]
    email: str
    phone: str
    left_out: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Question:
    """On whose clock somebody lives, where the address leaves it open."""

    key: str
    full_name: str
    state: str
    postal_code: str
    zones: tuple[str, ...]


@dataclass(frozen=True)
class Trouble:
    """One thing to put right before anybody of the bundle is brought in."""

    where: str
    sentence: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence} {self.remedy}"


@dataclass
class Bundle:
    """Everything that one file gave."""

    applicants: list[Applicant] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    # Resources of other types, and elements of Patient, that were not looked at, with how often they stood there.
    ignored_resources: Counter[str] = field(default_factory=Counter)
    ignored_elements: Counter[str] = field(default_factory=Counter)
