"""The policy of one day as one frozen object: every value, its unit, its source, and the version to keep."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from hearthside.policy.rules import InForce


@dataclass(frozen=True)
class Policy:
    """
    What is in force on a day, for a program (or the baseline alone), and for a payer and a state where known.

    `version` is what a decision keeps beside itself. It names the baseline and the program's last approved decision, so
    `queries.at_version` finds the same policy again for ever, whatever was decided since.
    """

    on: date
    program: UUID | None
    payer: str | None
    state: str | None
    version: str
    values: Mapping[str, InForce]

    def __getitem__(self, key: str) -> InForce:
        return self.values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def value(self, key: str) -> int | Decimal | str:
        """The value alone: a whole number, an exact decimal, or a word."""
        return self.values[key].value.plain

    def whole(self, key: str) -> int:
        """
        A value that is a whole number.

        Raises:
            TypeError: the key holds something else.
        """
        value = self.value(key)
        if not isinstance(value, int):
            raise TypeError(f"{key} is no whole number.")
        return value

    def says(self, key: str) -> bool:
        """A value that is yes or no."""
        return self.value(key) == "yes"


def version_of(digest: str, revision: int) -> str:
    """The version of a policy: which baseline, and how many of the program's decisions were approved."""
    return f"{digest}.{revision}"


def parted(version: str) -> tuple[str, int]:
    """A version's baseline digest and revision."""
    digest, revision = version.split(".")
    return digest, int(revision)
