"""A time of day, a day, and the question that comes where the clocks change: as staff type them."""

import time
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hearthside.base.zones import zone as rules_of
from hearthside.schedule import times
from hearthside.schedule.said import minute_said
from hearthside.ui.forms import DayField, Plainly

FORMS_OF_TIME = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p")


class ClockField(forms.CharField):
    """A time of day as minutes past midnight: `17:30`, `5:30 PM` or `5 pm`."""

    widget = forms.TimeInput({"type": "time"}, format="%H:%M")

    def prepare_value(self, value: Any) -> Any:
        return f"{value // 60:02d}:{value % 60:02d}" if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """The minutes, or None. Raises ValidationError for what is no time of a day."""
        typed = (super().to_python(value) or "").strip().upper().replace(".", "")
        if not typed:
            return None
        for form in FORMS_OF_TIME:
            try:
                at = time.strptime(typed, form)
            except ValueError:
                continue
            return at.tm_hour * 60 + at.tm_min
        raise ValidationError("Type a time of day, such as 5:30 PM.")


class StartForm(Plainly, forms.Form):
    """
    A day and a time on the clocks of a zone. Where the clocks change that day, it asks which time is meant.

    Hours that somebody recorded are advice: `because` is asked for only where a booking lies outside of them.
    """

    on_day = DayField(label="Day")
    start = ClockField(label="Starts at")
    which = forms.ChoiceField(label="Which of these is meant?", required=False, widget=forms.RadioSelect)
    because = forms.CharField(
        label="Why it is right although it is outside the hours that somebody recorded",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, zone: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.asks_which = False
        # Asked only once there is something to ask.
        self.asks_why = bool(self.data.get("because"))
        self._choices: list[tuple[str, str]] = []

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day, minute = given.get("on_day"), given.get("start")
        if day is None or minute is None:
            return given
        which = self.data.get("which", "")
        try:
            times.start(day, minute, self.zone, which=which)
        except times.DoubledTime as refusal:
            self._ask(refusal, _both(refusal), which)
        except times.MissingTime as refusal:
            choices = _around(refusal)
            self._ask(refusal, [(value, words) for value, words, _, _ in choices], which)
            for value, _, there, at in choices:
                if which == value:
                    given["on_day"], given["start"] = there, at
                    self._errors.pop("which", None)  # type: ignore[union-attr]
        given["which"] = which if which in ("first", "second") else ""
        return given

    def _ask(self, refusal: Exception, choices: list[tuple[str, str]], which: str) -> None:
        field = self.fields["which"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        self.asks_which = True
        self._errors.pop("which", None)  # type: ignore[union-attr]
        if which not in dict(choices):
            self.add_error("which", str(refusal))

    def ask_why(self) -> None:
        """Ask why it is right outside of somebody's hours."""
        self.asks_why = True

    def shown(self) -> list[Any]:
        """The fields that have something to ask."""
        hidden = {name for name, asks in (("which", self.asks_which), ("because", self.asks_why)) if not asks}
        return [self[name] for name in self.fields if name not in hidden]


def _both(refusal: times.DoubledTime) -> list[tuple[str, str]]:
    """Both instants of a time that comes twice."""
    rules = rules_of(refusal.zone)
    first, second = (f"{minute_said(refusal.minute)} {at.astimezone(rules):%Z}" for at in refusal.choices)
    return [("first", f"The first, {first}"), ("second", f"The second, {second}")]


def _around(refusal: times.MissingTime) -> list[tuple[str, str, date, int]]:
    """The last time before a skipped one and the first after it: word in the form, words, day, minute."""
    before, after = refusal.choices
    return [("before", minute_said(before[1]), *before), ("after", minute_said(after[1]), *after)]
