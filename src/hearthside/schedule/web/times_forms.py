"""What the pages ask about when somebody is free."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from hearthside.base.spans import DAY_MINUTES
from hearthside.schedule.said import WEEKDAYS, minute_said
from hearthside.schedule.web.fields import MinuteField
from hearthside.schedule.windows import AWAY, EXTRA, DatedException, Window, WrongWindow
from hearthside.ui.forms import DayField, Plainly

# Lines of a day: two, one more than are filled in, and no more than anybody needs.
FEWEST, MOST = 2, 12
OVER_MIDNIGHT = "For time over midnight fill in until 12:00 AM, and the rest on the next day."


@dataclass(frozen=True)
class DayLines:
    """One day of the form: its name, and the two boxes of each of its lines."""

    name: str
    lines: list[tuple[BoundField, BoundField]]

    @property
    def is_wrong(self) -> bool:
        return any(box.errors for line in self.lines for box in line)


class WeekTimesForm(Plainly, forms.Form):
    """The whole week: from when until when somebody is free, a day at a time."""

    from_on = DayField(label="From which day on", help_text="Until that day your times stay as they are.")

    def __init__(self, data: Any = None, *, week: Sequence[Window] = (), **more: Any) -> None:
        super().__init__(data, **more)
        # The lines that were filled in, in the order in which the action is handed them.
        self._given: list[tuple[int, int]] = []
        for day, name in enumerate(WEEKDAYS):
            there = [window for window in week if window.weekday == day]
            for line in range(_lines(data, day, len(there))):
                window = there[line] if line < len(there) else None
                for ends, word in enumerate(("from", "until")):
                    box = MinuteField(ends=bool(ends), required=False, label=f"{name}, {word}")
                    box.initial = (window.end if ends else window.start) if window else None
                    self.fields[_name(day, line, word)] = box

    def days(self) -> list[DayLines]:
        """The boxes, day by day."""
        return [
            DayLines(
                name,
                [
                    (self[_name(day, line, "from")], self[_name(day, line, "until")])
                    for line in range(MOST)
                    if _name(day, line, "from") in self.fields
                ],
            )
            for day, name in enumerate(WEEKDAYS)
        ]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for day in range(len(WEEKDAYS)):
            for line in range(MOST):
                first, last = _name(day, line, "from"), _name(day, line, "until")
                if first in given and last in given and (given[first] is None) != (given[last] is None):
                    missing = first if given[first] is None else last
                    self.add_error(missing, "Fill in both times of this line, or neither.")
                elif given.get(first) is not None and given.get(last) is not None and given[last] <= given[first]:
                    self.add_error(last, f"This is not after {minute_said(given[first])}. {OVER_MIDNIGHT}")
        return given

    def windows(self) -> list[Window]:
        """What was filled in."""
        self._given = [
            (day, line)
            for day in range(len(WEEKDAYS))
            for line in range(MOST)
            if self.cleaned_data.get(_name(day, line, "from")) is not None
        ]
        return [
            Window(day, self.cleaned_data[_name(day, line, "from")], self.cleaned_data[_name(day, line, "until")])
            for day, line in self._given
        ]

    def at_its_box(self, refusal: WrongWindow) -> WrongWindow:
        """The same refusal, with the name of the box that it is about."""
        if refusal.field not in ("start", "end") or refusal.line >= len(self._given):
            return refusal
        day, line = self._given[refusal.line]
        return WrongWindow(
            refusal.line, _name(day, line, {"start": "from", "end": "until"}[refusal.field]), str(refusal)
        )


class DaysForm(Plainly, forms.Form):
    """Days on which somebody is away, or free in addition."""

    kind = forms.ChoiceField(
        label="What are these days", choices=[(AWAY, "I am away"), (EXTRA, "I have time in addition")],
        widget=forms.RadioSelect, initial=AWAY,
    )  # fmt: skip
    first_on = DayField(label="First day")
    last_on = DayField(label="Last day", required=False, help_text="Leave it empty if it is one day.")
    start = MinuteField(label="From what time", required=False, help_text="Leave both times empty for whole days.")
    end = MinuteField(label="Until what time", ends=True, required=False)

    def exception(self) -> DatedException:
        """What was filled in."""
        given = self.cleaned_data
        return DatedException(
            given["kind"], given["first_on"], given["last_on"] or given["first_on"],
            given["start"] or 0, DAY_MINUTES if given["end"] is None else given["end"],
        )  # fmt: skip


def _name(day: int, line: int, word: str) -> str:
    return f"d{day}_{line}_{word}"


def _lines(data: Any, day: int, there: int) -> int:
    """How many lines a day has: one to spare, and every line that was sent."""
    if data is not None:
        sent = [line for line in range(MOST) if _name(day, line, "from") in data or _name(day, line, "until") in data]
        return max([FEWEST, *(line + 1 for line in sent)])
    return min(MOST, max(FEWEST, there + 1))
