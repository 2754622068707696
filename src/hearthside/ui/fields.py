"""
One way to show every form field: label, hint, error and input, tied together for those who cannot see them.

Django names the ids of hint and error and points a single input at them; a group of inputs (radios, checkboxes, the
parts of a date) is a fieldset that points at them itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.formsets import BaseFormSet
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Where a choice is an input and nothing else.
PLAIN_INPUTS = ("django/forms/widgets/radio_option.html", "django/forms/widgets/checkbox_option.html")


def kind(bound: BoundField) -> str:
    """How a field is laid out: hidden, check, choices, parts or one."""
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.MultiWidget | forms.SelectDateWidget):
        return "parts"
    return "one"


def described_by(bound: BoundField) -> str:
    """The ids of hint and error, for a fieldset."""
    hint = f"{bound.auto_id}_helptext" if bound.help_text else ""
    error = f"{bound.auto_id}_error" if bound.errors else ""
    return f"{hint} {error}".strip()


def options(bound: BoundField) -> list[BoundWidget]:
    """The inputs of a group; a single radio may not be called invalid, only the group of them."""
    inputs = list(bound.subwidgets)
    if not bound.field.widget.allow_multiple_selected:
        for each in inputs:
            each.data["attrs"].pop("aria-invalid", None)
    return inputs


def input_of(option: BoundWidget) -> SafeString:
    """The input of one choice, as Django writes it."""
    if option.data["template_name"] not in PLAIN_INPUTS:
        return option.tag()
    value = {} if option.data["value"] is None else {"value": option.data["value"]}
    given = {"type": option.data["type"], "name": option.data["name"], **value, **option.data["attrs"]}
    shown = [
        mark_safe(f" {name}") if value is True else format_html(' {}="{}"', name, value)
        for name, value in given.items()
        if value is not False
    ]
    return format_html("<input{}>", mark_safe("".join(shown)))


@dataclass(frozen=True)
class Part:
    """One box of a field that has several: the month of a date."""

    label: str
    id: str
    input: SafeString


def parts(bound: BoundField) -> Iterator[Part]:
    """The boxes of a field that has several, each with a label of its own."""
    widget = bound.field.widget
    context = widget.get_context(bound.html_name, bound.value(), bound.build_widget_attrs({"id": bound.auto_id}))
    for number, each in enumerate(context["widget"]["subwidgets"]):
        label = each["attrs"].pop("aria-label", None) or each["attrs"].get("title") or each["name"].rpartition("_")[2]
        # A widget's own template has escaped what it holds.
        rendered = mark_safe(bound.form.renderer.render(each["template_name"], {"widget": each}))
        yield Part(str(label).capitalize(), each["attrs"].get("id", f"{bound.auto_id}_{number}"), rendered)


@dataclass(frozen=True)
class Problem:
    """One thing to put right: what it is about, what to do, and the input to go to (empty if there is none)."""

    label: str
    sentence: str
    target: str

    @property
    def words(self) -> str:
        """Both in a line; a label that is a question needs no colon."""
        if not self.label:
            return self.sentence
        return f"{self.label}{' ' if self.label[-1] in '.?!:' else ': '}{self.sentence}"


def target(bound: BoundField) -> str:
    """The id of the first input of a field."""
    if bound.is_hidden:
        return ""
    if isinstance(bound.field.widget, forms.SelectDateWidget):
        return f"{bound.auto_id}_month"
    if kind(bound) in ("choices", "parts"):
        return f"{bound.auto_id}_0"
    return bound.id_for_label


def problems(*asked: Any) -> list[Problem]:
    """Everything that forms and sets of forms object to, in the order of the page."""
    found: list[Problem] = []
    for each in asked:
        if isinstance(each, BaseFormSet):
            found += [Problem("", str(sentence), "") for sentence in each.non_form_errors()]
            found += problems(*each.forms)
        elif each is not None and each.is_bound:
            found += [Problem("", str(sentence), "") for sentence in each.non_field_errors()]
            for bound in each:
                label = "" if kind(bound) in ("hidden", "check") else str(bound.label)
                found += [Problem(label, str(sentence), target(bound)) for sentence in bound.errors]
    return found
