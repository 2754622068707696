"""What the page of one's own notices asks."""

from typing import Any

from django import forms

from hearthside.base.zones import names
from hearthside.notify.kinds import Kind
from hearthside.ui.forms import Plainly

# The zones people in the program's states live in come first; every other one is there too.
USUAL = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)


def zones() -> list[tuple[str, Any]]:
    """The choices of a time zone."""
    rest = sorted(names() - set(USUAL))
    return [
        ("Usual", [(name, name.replace("_", " ")) for name in USUAL]),
        ("All", [(name, name.replace("_", " ")) for name in rest]),
    ]


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
    zone = forms.ChoiceField(label="By the clocks of", choices=zones)
    name_program = forms.BooleanField(label="Mail to me may say the program's name", required=False)

    def __init__(self, kinds: list[Kind], addresses: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
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
