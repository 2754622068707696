"""When something begins, as staff type it, with the question that comes where the clocks change."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django import forms

from hearthside.schedule import times
from hearthside.schedule.refusals import OutsideHours
from hearthside.schedule.said import minute_said, told_apart
from hearthside.schedule.web.fields import MinuteField
from hearthside.ui.forms import DayField, Plainly


class WhyForm(Plainly, forms.Form):
    """
    Something that may lie outside the hours that somebody recorded.

    They are advice: `because` is asked for only where it lies outside of them.
    """

    because = forms.CharField(
        label="Why it is right although it is outside the hours that somebody recorded",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked only once there is something to ask.
        self.asks_why = bool(self.data.get("because"))

    @contextmanager
    def asking_why(self) -> Iterator[None]:
        """Where what is done here lies outside of somebody's hours, ask why it is right all the same."""
        try:
            yield
        except OutsideHours:
            self.asks_why = True
            raise

    @property
    def unasked(self) -> set[str]:
        """The fields that have nothing to ask."""
        return set() if self.asks_why else {"because"}

    def shown(self) -> list[Any]:
        """The fields that have something to ask."""
        return [self[name] for name in self.fields if name not in self.unasked]


class StartForm(WhyForm):
    """A day and a time on the clocks of a zone. Where the clocks change that day, it asks which time is meant."""

    on_day = DayField(label="Day")
    start = MinuteField(label="Starts at")
    which = forms.ChoiceField(label="Which of these is meant?", required=False, widget=forms.RadioSelect)
    field_order: Sequence[str] = ("on_day", "start", "which", "because")

    def __init__(self, zone: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.asks_which = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        # What may be chosen follows from the day and the time, and is looked at here.
        self.errors.pop("which", None)
        day, minute = given.get("on_day"), given.get("start")
        if day is None or minute is None:
            return given
        which = self.data.get("which", "")
        try:
            times.start(day, minute, self.zone)
        except times.DoubledTime as refusal:
            self._ask(refusal, _both(refusal), which)
        except times.MissingTime as refusal:
            choices = _around(refusal)
            self._ask(refusal, [(value, words) for value, words, _, _ in choices], which)
            for value, _, there, at in choices:
                if which == value:
                    given["on_day"], given["start"] = there, at
        given["which"] = which if which in ("first", "second") else ""
        return given

    def _ask(self, refusal: Exception, choices: list[tuple[str, str]], which: str) -> None:
        field = self.fields["which"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        self.asks_which = True
        if which not in dict(choices):
            self.add_error("which", str(refusal))

    @property
    def unasked(self) -> set[str]:
        """The fields that have nothing to ask."""
        return super().unasked | (set() if self.asks_which else {"which"})


class StartOnForm(StartForm):
    """A time on a day that is known."""

    def __init__(self, on_day: date, zone: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(zone, *args, **kwargs)
        del self.fields["on_day"]
        self.day = on_day

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["on_day"] = self.day
        given = super().clean()
        if given["on_day"] != self.day:
            self.add_error("start", "This time is on another day. Choose one on the day itself.")
        return given


def _both(refusal: times.DoubledTime) -> list[tuple[str, str]]:
    """Both instants of a time that comes twice."""
    first, second = (told_apart(at, refusal.zone) for at in refusal.choices)
    return [("first", f"The first, {first}"), ("second", f"The second, {second}")]


def _around(refusal: times.MissingTime) -> list[tuple[str, str, date, int]]:
    """The last time before a skipped one and the first after it: word in the form, words, day, minute."""
    before, after = refusal.choices
    return [("before", minute_said(before[1]), *before), ("after", minute_said(after[1]), *after)]
