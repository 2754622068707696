"""
Forms that speak as people do, and days in three boxes for dates that people know by heart.

Mix `Plainly` into a form and its refusals say what to do, instead of "This field is required."
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

# In place of Django's words, by the code of the refusal.
WORDS = {
    "max_length": "Make it shorter: at most %(limit_value)d characters. This has %(show_value)d.",
    "min_length": "Make it longer: at least %(limit_value)d characters. This has %(show_value)d.",
    "max_value": "Use a number of at most %(limit_value)s.",
    "min_value": "Use a number of at least %(limit_value)s.",
    "invalid_choice": "Choose from the list.",
    "empty": "This file is empty. Choose another.",
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Plainly(forms.BaseForm):
    """A form that asks plainly: its own words for an empty answer, no colons, nothing checked by the browser alone."""

    # The page answers, so that everybody gets the same words, with or without the browser's own checks.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for field in self.fields.values():
            for code, words in (("required", how_to_answer(field)), *WORDS.items()):
                # Words that somebody chose for this very field stay; a file's length is that of its name.
                if not (isinstance(field, forms.FileField) and code == "max_length") and _is_usual(field, code):
                    field.error_messages[code] = words


def _is_usual(field: forms.Field, code: str) -> bool:
    """Whether a field says what Django says of its own accord for its kind, or says nothing."""
    usual = [kind.__dict__.get("default_error_messages", {}).get(code) for kind in type(field).__mro__]
    return field.error_messages.get(code) in [None, *usual]


def how_to_answer(field: forms.Field) -> str:
    """What to do about a field left empty."""
    if isinstance(field.widget, forms.CheckboxInput):
        return "Check the box to go on."
    if isinstance(field.widget, forms.CheckboxSelectMultiple | forms.SelectMultiple):
        return "Choose at least one."
    if isinstance(field.widget, forms.RadioSelect | forms.Select):
        return "Choose one."
    if isinstance(field, forms.FileField):
        return "Choose a file."
    return "Fill this in."


class DayBoxes(forms.MultiWidget):
    """Month, day and year in three boxes: quicker and surer than a calendar for a date known by heart."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {}
        for part in ("month", "day", "year"):
            about: dict[str, Any] = {"inputmode": "numeric", "aria-label": part, "maxlength": 12}
            if birthday:
                about["autocomplete"] = f"bday-{part}"
            boxes[part] = forms.TextInput(about)
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """A day as its parts; what was typed stays as it was typed."""
        if isinstance(value, date):
            return [value.month, value.day, value.year]
        return list(value or ("", "", ""))

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        """The three typed texts, or nothing if all are empty."""
        typed = tuple((data.get(f"{name}_{part}") or "").strip() for part in ("month", "day", "year"))
        return typed if any(typed) else None


class DayField(forms.DateField):
    """A day from three boxes; the month may be a number or a name."""

    widget = DayBoxes

    def to_python(self, value: Any) -> date | None:
        """
        The day.

        Raises:
            ValidationError: a box is empty, or there is no such day.
        """
        if value in self.empty_values:
            return None
        if not isinstance(value, tuple | list):
            return super().to_python(value)
        missing = [part for part, text in zip(("month", "day", "year"), value, strict=True) if not text]
        if missing:
            raise ValidationError(f"Add the {' and the '.join(missing)}.", code="missing")
        month, day, year = value
        if not (year.isascii() and year.isdecimal() and len(year) == 4):
            raise ValidationError("Write the year with four digits, like 1990.", code="year")
        try:
            return date(int(year), month_number(month), int(day) if day.isascii() else 0)
        except (ValueError, OverflowError):
            raise ValidationError("There is no such day. Check the month and the day.", code="invalid") from None


def month_number(typed: str) -> int:
    """1 to 12 for a number or an English name; 0 if it is neither."""
    if typed.isascii() and typed.isdecimal():
        return int(typed)
    short = typed[:3].lower()
    return MONTHS.index(short) + 1 if short in MONTHS else 0
