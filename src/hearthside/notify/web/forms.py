"""What the page of one's own notices asks."""

from typing import Any

from django import forms

from hearthside.notify.kinds import Kind
from hearthside.ui.forms import Plainly

# The zones of the states and territories in which people are treated, from east to west.
ZONES = (
    "America/Puerto_Rico",
    "America/New_York",
    "America/Detroit",
    "America/Indiana/Indianapolis",
    "America/Chicago",
    "America/Denver",
    "America/Boise",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Adak",
    "Pacific/Honolulu",
    "Pacific/Pago_Pago",
    "Pacific/Guam",
)


def zones(now: str) -> list[tuple[str, str]]:
    """The choices of a time zone, the present one first where it is another."""
    return [(name, name.replace("_", " ")) for name in dict.fromkeys([*([now] if now not in ZONES else []), *ZONES])]


class PreferencesForm(Plainly, forms.Form):
    """What to get mail about, where, and when not."""

    wanted = forms.MultipleChoiceField(
        label="Send me mail about",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Everything is on this page in any case. Mail about the safety of your sign-in always comes.",
    )
    email = forms.ChoiceField(
        label="To this address",
        required=False,
        help_text="Choose one that nobody else reads. You add others under sign-in.",
    )
    quiet_from = forms.TimeField(
        label="No mail from",
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Write a time like 22:00."},
    )
    quiet_until = forms.TimeField(
        label="No mail until",
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Write a time like 07:00."},
        help_text="What comes in between waits until then. Mail about the safety of your sign-in does not wait.",
    )
    zone = forms.ChoiceField(label="By the clocks of")
    name_program = forms.BooleanField(label="Mail to me may say the program's name", required=False)

    def __init__(self, kinds: list[Kind], addresses: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        self.fields["zone"].choices = zones(str(self.initial["zone"]))  # type: ignore[attr-defined]
        if kinds:
            self.fields["wanted"].choices = [(kind.name, kind.title) for kind in kinds]  # type: ignore[attr-defined]
        else:
            del self.fields["wanted"]
        self.fields["email"].choices = [  # type: ignore[attr-defined]
            ("" if number == 0 else address, address) for number, address in enumerate(addresses)
        ]

    def asked(self) -> dict[str, Any]:
        """What was chosen, as the action takes it."""
        given = dict(self.cleaned_data)
        wanted = set(given.pop("wanted", []))
        return {**given, "without_mail": [kind.name for kind in self.kinds if kind.name not in wanted]}

    def refuse(self, field: str, sentence: str) -> None:
        """Say a refusal where it belongs."""
        self.add_error(field if field in self.fields else None, sentence)
