"""What the policy pages ask."""

from datetime import date
from typing import Any

from django import forms

from hearthside.base.states import STATE_NAMES
from hearthside.policy.baseline import Baseline
from hearthside.policy.rules import PAYER, PROGRAM, SCOPED_SECTIONS, STATE
from hearthside.policy.values import WEEKDAYS
from hearthside.policy.words import bound_word, said_bound
from hearthside.ui.forms import DayField, Plainly

FOR_WHOM = [(PROGRAM, "Everybody in the program"), (STATE, "People in one state"), (PAYER, "People of one payer")]


class LookForm(Plainly, forms.Form):
    """Which day's policy, and for whom."""

    on = DayField(label="On which day", required=False)
    state = forms.ChoiceField(
        label="For people in", required=False, choices=[("", "No state in particular"), *STATE_NAMES.items()]
    )
    payer = forms.CharField(
        label="With this payer", required=False, max_length=30, help_text="The payer's id as claims have it."
    )


class ScopeForm(Plainly, forms.Form):
    """For whom, from when, and by whose word: what a new value and an end have in common."""

    scope = forms.ChoiceField(label="For whom", choices=FOR_WHOM, initial=PROGRAM, widget=forms.RadioSelect)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Choose a state"), *STATE_NAMES.items()],
        help_text="If it is for people in one state.",
    )  # fmt: skip
    payer = forms.CharField(
        label="Payer",
        required=False,
        max_length=30,
        help_text="If it is for people of one payer: the payer's id as claims have it, for example 60054.",
    )
    from_day = DayField(label="From which day")
    source = forms.CharField(
        label="Where it comes from",
        max_length=300,
        help_text="A law, a contract, a decision: whoever approves it reads this.",
    )

    def __init__(self, base: Baseline, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base
        self.fields["from_day"].help_text = "Today or later, in the program's own time zone."
        self.fields["from_day"].initial = today
        if base.section not in SCOPED_SECTIONS:
            for name in ("scope", "state", "payer"):
                del self.fields[name]

    def asked(self) -> dict[str, Any]:
        """What was filled in, as the action takes it."""
        given = self.cleaned_data
        scope = given.get("scope", PROGRAM)
        name = {STATE: given.get("state"), PAYER: given.get("payer")}.get(scope) or ""
        return {"scope": scope, "scope_name": name, "from_day": given["from_day"], "source": given["source"]}

    def refuse(self, field: str, sentence: str) -> None:
        """Say a refusal where it belongs."""
        if field == "scope_name":
            field = self.cleaned_data.get("scope", "")
        self.add_error(field if field in self.fields else None, sentence)


class ChangeForm(ScopeForm):
    """A stricter value."""

    value = forms.CharField(label="New value", max_length=64)
    field_order = ("value", "scope", "state", "payer", "from_day", "source")

    def __init__(self, base: Baseline, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(base, today, *args, **kwargs)
        words = {"weekday": WEEKDAYS, "yes or no": ("yes", "no")}.get(base.unit)
        if words:
            self.fields["value"] = forms.ChoiceField(
                label="New value", choices=[(word, word.capitalize()) for word in words], initial=base.value
            )
        elif base.unit != "time zone":
            self.fields["value"].widget.attrs["inputmode"] = "decimal"
        how = "be as strict, or stricter" if bound_word(base.direction) else "you are free to choose"
        self.fields["value"].help_text = f"In {base.unit}. The baseline is {said_bound(base)}; {how}."
        self.order_fields(self.field_order)


class DeclineForm(Plainly, forms.Form):
    """Why not."""

    words = forms.CharField(
        label="Why not", max_length=300, help_text="Whoever asked reads this.", widget=forms.Textarea({"rows": 3})
    )

    def refuse(self, field: str, sentence: str) -> None:
        """Say a refusal where it belongs."""
        self.add_error("words" if field == "answer" else None, sentence)
