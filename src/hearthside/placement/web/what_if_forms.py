"""What a scenario asks for: its name and week, and a small form for each kind of change."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from types import MappingProxyType
from typing import Any

from django import forms

from hearthside.base.spans import DAY_MINUTES
from hearthside.base.words import TRACKS
from hearthside.placement.actions.scenarios import LONGEST_NAME
from hearthside.placement.report import times, words
from hearthside.placement.solver.change import AddClinician, AddPeople
from hearthside.placement.solver.hire_candidates import PLANNED_ROLES
from hearthside.placement.solver.whatif_apply import LIMITS, MOST_PERCENT
from hearthside.placement.solver.whatif_changes import (
    AddCouple,
    CloseDay,
    LoseClinician,
    RaiseDemand,
    ScenarioChange,
    TightenPolicy,
)
from hearthside.placement.words import HIRE, HOURS, SCENARIO_KINDS
from hearthside.schedule.said import whole_date_said
from hearthside.ui.forms import Plainly

WEEKS_OFFERED = 12
MOST_COPIES, MOST_HOURS = 50, 60
Choices = Sequence[tuple[str, str]]
DAY_CHOICES = [(str(n), day) for n, day in enumerate(times.LONG_DAYS)]
ALONE, COUPLE = "alone", "couple"


def _by_words(said: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(code, words) for words, code in sorted((words, code) for code, words in said.items())]


class AboutForm(Plainly, forms.Form):
    """What it is called, and for which week."""

    name = forms.CharField(
        label="Name of the scenario",
        max_length=LONGEST_NAME,
        help_text="By which you find it again, for example: Without the Thursday evening lead.",
    )
    week = forms.TypedChoiceField(label="From which Monday on", coerce=date.fromisoformat)

    def __init__(self, *args: Any, after: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = after + timedelta(days=7 - after.weekday())
        mondays = [first + timedelta(weeks=n) for n in range(WEEKS_OFFERED)]
        self.fields["week"].choices = [(monday.isoformat(), whole_date_said(monday)) for monday in mondays]  # type: ignore[attr-defined]


class HireQuestionForm(AboutForm):
    """Whom to hire, or whose two hours more."""

    kind = forms.ChoiceField(
        label="What to work out",
        widget=forms.RadioSelect,
        initial=HIRE,
        choices=[
            (HIRE, f"{SCENARIO_KINDS[HIRE]}: the one clinician with whom most waiting people would have a place"),
            (HOURS, f"{SCENARIO_KINDS[HOURS]}: of those who work here, whose two hours a week more would place most"),
        ],
    )
    field_order = ("kind", "name", "week")


class ChangeForm(Plainly, forms.Form):
    """One kind of change; `made` is what was filled in, as a value."""

    title, button = "", ""
    # The field that a refusal of the change is said beside.
    refused_at: str | None = None
    # What may be chosen, by field, where the program says so.
    choices: Mapping[str, Choices] = MappingProxyType({})

    def made(self) -> ScenarioChange:
        raise NotImplementedError


class LoseForm(ChangeForm):
    title, button = "A clinician leaves", "Add that they leave"
    refused_at = "clinician"

    clinician = forms.ChoiceField(label="Who leaves")

    def made(self) -> ScenarioChange:
        return LoseClinician(self.cleaned_data["clinician"])


class HireForm(ChangeForm):
    title, button = "A clinician is hired", "Add the hire"

    roles = forms.MultipleChoiceField(
        label="As", widget=forms.CheckboxSelectMultiple, choices=[(r, words.ROLES[r]) for r in PLANNED_ROLES]
    )
    states = forms.MultipleChoiceField(
        label="Licensed in",
        widget=forms.SelectMultiple({"size": 8}),
        choices=_by_words(words.STATES),
    )
    tracks = forms.MultipleChoiceField(
        label="For", widget=forms.CheckboxSelectMultiple, choices=[(t, words.TRACKS[t]) for t in TRACKS]
    )
    languages = forms.MultipleChoiceField(
        label="Speaking",
        widget=forms.SelectMultiple({"size": 6}),
        initial=["en"],
        choices=_by_words(words.LANGUAGES),
    )
    days = forms.MultipleChoiceField(label="On", widget=forms.CheckboxSelectMultiple, choices=DAY_CHOICES)
    begins = forms.TimeField(
        label="From", initial=time(9), widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text="On the program’s clocks.",
    )  # fmt: skip
    ends = forms.TimeField(label="Until", initial=time(17), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    hours = forms.IntegerField(label="Hours a week", min_value=1, max_value=MOST_HOURS, initial=20)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("begins"), given.get("ends")
        if begins is not None and ends is not None and _minute(ends, until=True) <= _minute(begins):
            self.add_error("ends", "The end is not after the start. Write a later time.")
        return given

    def made(self) -> ScenarioChange:
        given = self.cleaned_data
        return AddClinician(
            roles=tuple(sorted(given["roles"])),
            states=tuple(sorted(given["states"])),
            tracks=tuple(sorted(given["tracks"])),
            languages=tuple(sorted(given["languages"])),
            day=tuple(sorted(map(int, given["days"]))),
            start=_minute(given["begins"]),
            end=_minute(given["ends"], until=True),
            minutes=60 * given["hours"],
        )


class MoreForm(ChangeForm):
    title, button = "More people like somebody", "Add the people"
    refused_at = "like"

    like = forms.ChoiceField(label="Like whom, of those who wait")
    count = forms.IntegerField(label="How many", min_value=1, max_value=MOST_COPIES, initial=1)
    together = forms.ChoiceField(
        label="Each of them is",
        widget=forms.RadioSelect,
        initial=ALONE,
        choices=[(ALONE, "One person"), (COUPLE, "A couple that stays together")],
    )

    def made(self) -> ScenarioChange:
        like, count = self.cleaned_data["like"], self.cleaned_data["count"]
        return AddCouple(count, like) if self.cleaned_data["together"] == COUPLE else AddPeople(count, like)


class TightenForm(ChangeForm):
    title, button = "A limit is tighter", "Add the limit"
    refused_at = "value"

    key = forms.ChoiceField(label="Which limit", choices=[(k, f"Most {said}") for k, said in LIMITS.items()])
    value = forms.IntegerField(label="At most", min_value=1)

    def made(self) -> ScenarioChange:
        return TightenPolicy(self.cleaned_data["key"], self.cleaned_data["value"])


class CloseForm(ChangeForm):
    title, button = "A day is closed", "Add the closed day"
    refused_at = "day"

    day = forms.ChoiceField(
        label="Which day of every week", choices=DAY_CHOICES, help_text="Nobody meets and nobody is treated on it."
    )

    def made(self) -> ScenarioChange:
        return CloseDay(int(self.cleaned_data["day"]))


class DemandForm(ChangeForm):
    title, button = "More people wait", "Add the demand"
    refused_at = "percent"

    percent = forms.IntegerField(
        label="How many percent more", min_value=1, max_value=MOST_PERCENT, initial=20,
        help_text="People who wait today are copied, drawn at random.",
    )  # fmt: skip
    seed = forms.IntegerField(
        label="Draw", min_value=0, max_value=9999, initial=1,
        help_text="The same number draws the same people; another number, others.",
    )  # fmt: skip

    def made(self) -> ScenarioChange:
        return RaiseDemand(self.cleaned_data["percent"], self.cleaned_data["seed"])


CHANGE_FORMS: dict[str, type[ChangeForm]] = {
    "lose": LoseForm,
    "hire": HireForm,
    "more": MoreForm,
    "tighten": TightenForm,
    "close": CloseForm,
    "demand": DemandForm,
}


def _minute(clock: time, *, until: bool = False) -> int:
    """Minutes past midnight; midnight as an end is that of the same day."""
    minute = clock.hour * 60 + clock.minute
    return DAY_MINUTES if until and minute == 0 else minute
