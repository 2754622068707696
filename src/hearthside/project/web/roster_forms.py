"""What the pages ask that bring a roster in and take one out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hearthside.base.refusal import Refusal
from hearthside.interop.doors import checked_source
from hearthside.interop.fhir.applicants import Question
from hearthside.interop.limits import UPLOAD_BYTES
from hearthside.interop.upload.unpacking import Sent, sent
from hearthside.people.web.patient_words import zone_words
from hearthside.ui.forms import Plainly

FIRST_YEAR, LAST_YEAR = 2000, 2199
SOURCE_HELP = (
    "A word for where the ids in the files come from. Use the same word every time, and people are known again. "
    "Most programs have one source and leave this empty."
)
ROSTER_FILES = "One .zip of the roster's folder, or all of its .csv files"
BUNDLE_FILE = "One FHIR R4 bundle, as .json"


class ManyFiles(forms.ClearableFileInput):
    """An input that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several, as name and content."""

    widget = ManyFiles({"accept": ".zip,.csv,.json"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        files: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(each, initial) for each in files or [None]]


def monday(day: date | None) -> date | None:
    """A Monday, or nothing. Raises ValidationError."""
    if day is None:
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(f"Choose a day between {FIRST_YEAR} and {LAST_YEAR}.")
    if day.weekday() != 0:
        raise ValidationError(f"{day:%B} {day.day}, {day.year} is a {day:%A}. Choose a Monday.")
    return day


class _SourceForm(Plainly, forms.Form):
    """Asks for the name of a source; empty is the usual one."""

    source = forms.CharField(label="Source", required=False, max_length=60, help_text=SOURCE_HELP)

    def clean_source(self) -> str:
        source: str = self.cleaned_data["source"].strip()
        try:
            return checked_source(source) if source else ""
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal


class ImportForm(_SourceForm):
    """Files to bring in."""

    chosen = FilesField(label="Files")
    week = forms.DateField(
        label="Monday of the week in current/",
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text="Only for a roster with a week that runs already. Without a day it is the next Monday.",
        error_messages={"invalid": "Write the day as year-month-day, like 2027-01-04."},
    )
    field_order = ("chosen", "week", "source")

    def __init__(self, *args: Any, rosters: bool, applicants: bool, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [w for w, may in ((ROSTER_FILES, rosters), (BUNDLE_FILE, applicants)) if may]
        self.fields["chosen"].help_text = f"{'; or '.join(ways)}. At most {UPLOAD_BYTES // (1024 * 1024)} MB."
        if too_large:
            most = f"At most {UPLOAD_BYTES // (1024 * 1024)} MB are taken at once. Send a smaller roster."
            self.fields["chosen"].error_messages["required"] = most

    def clean_chosen(self) -> Sent:
        """What was sent, unpacked."""
        try:
            return sent([(each.name or "", each.read()) for each in self.cleaned_data["chosen"]])
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean_week(self) -> date | None:
        return monday(self.cleaned_data["week"])


class ConfirmForm(Plainly, forms.Form):
    """Brings in what was looked at; asks on whose clock people live where their ZIP code leaves it open."""

    def __init__(self, *args: Any, questions: Sequence[Question] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for number, each in enumerate(self.questions):
            place = " ".join(filter(None, (each.state, each.postal_code)))
            self.fields[f"zone_{number}"] = forms.ChoiceField(
                label=f"On which clock does {each.full_name} live ({place})?",
                choices=[(zone, zone_words(zone)) for zone in each.zones],
                widget=forms.RadioSelect,
                error_messages={"required": "Ask them, then choose one."},
            )

    @property
    def zones(self) -> dict[str, str]:
        """The answers, by whom they are about."""
        return {each.key: self.cleaned_data[f"zone_{number}"] for number, each in enumerate(self.questions)}


class ExportForm(_SourceForm):
    """Which week goes out."""

    week = forms.DateField(
        label="Monday of the week",
        widget=forms.DateInput({"type": "date"}),
        error_messages={"invalid": "Write the day as year-month-day, like 2027-01-04."},
    )
    field_order = ("week", "source")

    def clean_week(self) -> date | None:
        return monday(self.cleaned_data["week"])
