"""What a planted break is: a valid week, an edit, and the rules that are broken afterwards, no more and no fewer."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.placement.weeks import HOUSES, House

Edit = Callable[[House], House]


@dataclass(frozen=True)
class Break:
    """One edit of one valid week. `settled`: lists and figures are worked out again, so that they stay true."""

    rules: frozenset[str]
    title: str
    edit: Edit
    house: str = "ordinary"
    settled: bool = True

    def plant(self) -> House:
        broken = self.edit(HOUSES[self.house]())
        return broken.completed() if self.settled else broken

    def __str__(self) -> str:
        return f"{'+'.join(sorted(self.rules))}: {self.title}"


def breaks(rules: str, title: str, edit: Edit, *, house: str = "ordinary", settled: bool = True) -> Break:
    return Break(frozenset(rules.split()), title, edit, house, settled)
