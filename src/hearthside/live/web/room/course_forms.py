"""The session's course, as forms. Each is sent to `acts/<name>/` by the same fields with or without a script."""

from typing import Any

from django import forms

from hearthside.live.actions.course.resting import RESTS
from hearthside.ui.forms import Plainly

YES, NO = "yes", "no"
LOOK_AGAIN = "Look at the room again, and press once more."


class RestForm(Plainly, forms.Form):
    """A break: which, and for how long."""

    kind = forms.ChoiceField(label="Which break", choices=list(RESTS.items()), widget=forms.RadioSelect)
    minutes = forms.IntegerField(label="Minutes")

    def __init__(self, *args: Any, shortest: int, longest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].help_text = f"{shortest} to {longest}. It ends by itself."
        self.fields["minutes"].widget.attrs.update({"min": shortest, "max": longest, "inputmode": "numeric"})


class NextForm(Plainly, forms.Form):
    """The next part, also where it has too few staff. Which one is meant, its beginning by the plan says."""

    sure = forms.BooleanField(label="Begin it all the same", required=False)
    begins = forms.DateTimeField(
        required=False, widget=forms.HiddenInput, error_messages={"invalid": LOOK_AGAIN}
    )  # fmt: skip


class ExtendForm(Plainly, forms.Form):
    """By how many minutes after the end that was shown; and why, where somebody is booked elsewhere."""

    minutes = forms.TypedChoiceField(label="How much longer", coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why it is right to go on, if somebody has to be elsewhere", required=False, max_length=500,
        widget=forms.Textarea({"rows": 3}), help_text="It is kept with your name and the time.",
    )  # fmt: skip

    from_end = forms.DateTimeField(
        required=False, widget=forms.HiddenInput, error_messages={"invalid": LOOK_AGAIN}
    )  # fmt: skip

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].choices = choices  # type: ignore[attr-defined]


class SureForm(Plainly, forms.Form):
    """What cannot be undone is pressed twice."""

    sure = forms.BooleanField(label="Yes", error_messages={"required": "Check the box if you mean it."})

    def __init__(self, *args: Any, meant: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].label = meant


class LeaveForm(Plainly, forms.Form):
    """Leaving: for now, or for today. Only some are asked where to call them."""

    coming_back = forms.ChoiceField(
        label="Do you come back?", widget=forms.RadioSelect,
        choices=[(YES, "Leave for now: I am coming back"), (NO, "Leave the group for today")],
    )  # fmt: skip
    phone = forms.CharField(
        label="Where may we call you?", max_length=40, required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    no_call = forms.BooleanField(label="Please do not call me", required=False)


class LeadForm(Plainly, forms.Form):
    """Who leads from now on."""

    seat = forms.TypedChoiceField(label="Who leads from now on?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, staff: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].choices = staff  # type: ignore[attr-defined]
