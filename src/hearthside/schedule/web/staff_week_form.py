"""What the week can be asked for, in its address."""

from datetime import date
from typing import Any

from django import forms

from hearthside.schedule.said import WEEKDAYS as DAY_NAMES
from hearthside.schedule.words import KIND_NAMES, WEEKDAYS
from hearthside.ui.forms import Plainly

SHORT_ONLY, CANCELED_ONLY = "short", "canceled"
# No week of ours lies outside of these.
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


class WeekForm(Plainly, forms.Form):
    """The week of a day, and which of its sessions."""

    week = forms.DateField(label="Week of", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    day = forms.ChoiceField(
        label="Days", required=False, choices=[("", "The whole week"), *zip(WEEKDAYS, DAY_NAMES, strict=True)]
    )
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Every kind"), *KIND_NAMES.items()])
    clinician = forms.ChoiceField(label="Clinician", required=False)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "All that stand"), (SHORT_ONLY, "Short of staff"), (CANCELED_ONLY, "Canceled")],
    )

    def __init__(self, clinicians: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["clinician"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Everybody"), *clinicians]

    def clean_week(self) -> Any:
        """A day that a calendar can show, else none."""
        day = self.cleaned_data["week"]
        return day if day and FIRST <= day <= LAST else None
