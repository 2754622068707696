"""A time of day as people type it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hearthside.base.spans import DAY_MINUTES

CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::\d{2})?)?\s*(?P<half>[ap])?\.?(?:m\.?)?", re.IGNORECASE
)


class MinuteField(forms.Field):
    """
    Minutes past midnight from what a time input sends, or from `5:30 pm` typed by hand.

    An end at midnight is the end of the day, not its beginning.
    """

    def __init__(self, *, ends: bool = False, **more: Any) -> None:
        self.ends = ends
        super().__init__(widget=forms.TextInput({"type": "time"}), **more)

    def to_python(self, value: Any) -> int | None:
        """
        The minutes.

        Raises:
            ValidationError: it is no time of day.
        """
        if value in self.empty_values:
            return None
        typed = str(value).strip().lower().replace("noon", "12:00 pm").replace("midnight", "0:00")
        found = CLOCK.fullmatch(typed) if typed.isascii() else None
        hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (99, 0)
        if found and found["half"]:
            hour = hour % 12 + 12 * (found["half"].lower() == "p") if 1 <= hour <= 12 else 99
        if not (hour < 24 and minute < 60) and not (self.ends and (hour, minute) == (24, 0)):
            raise ValidationError("Type a time of day, such as 5:30 PM.", code="invalid")
        minutes = hour * 60 + minute
        return DAY_MINUTES if self.ends and minutes == 0 else minutes

    def prepare_value(self, value: Any) -> Any:
        """As the input shows it; what was typed stays as it was typed."""
        if isinstance(value, int):
            return f"{value // 60 % 24:02d}:{value % 60:02d}"
        return value
