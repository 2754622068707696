"""
What people do in the room, as forms. Each is sent to `acts/<name>/` by the same fields with or without a script.

`sitter` names who is meant, by the opaque id that tiles and people carry; left out, it is whoever signed in.
"""

from uuid import UUID

from django import forms

from hearthside.live.room_words import (
    DEVICES,
    FLAG_LEVELS,
    HELP_CAUSES,
    LONGEST_LINE,
    LONGEST_REASON,
    MICROPHONE,
    NO_FLAG,
    OFF,
    ON,
)
from hearthside.ui.forms import Plainly

ON_OR_OFF = ((ON, "On"), (OFF, "Off"))


def _time(label: str, help_text: str = "", *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=required, help_text=help_text, input_formats=["%H:%M", "%I:%M %p", "%I:%M%p"],
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Type a time, such as 6:15 PM."},
    )  # fmt: skip


class OwnForm(Plainly, forms.Form):
    """For oneself, or for whoever sits at the same screen."""

    sitter = forms.UUIDField(required=False, widget=forms.HiddenInput)


class SitterForm(Plainly, forms.Form):
    """About one person in the room."""

    sitter = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Choose whom you mean.", "invalid": "Choose whom you mean."},
    )


class HelpForm(OwnForm):
    """Help, asked for in private."""

    cause = forms.ChoiceField(
        label="What is it?", choices=list(HELP_CAUSES.items()), widget=forms.RadioSelect,
        help_text="Only your therapists see this. Nobody else in the group sees or hears it.",
    )  # fmt: skip


class HelpSeenForm(Plainly, forms.Form):
    """Whoever leads has seen that somebody asked."""

    help = forms.UUIDField(widget=forms.HiddenInput)


class FlagForm(SitterForm):
    """How worried whoever leads is about somebody."""

    level = forms.TypedChoiceField(
        label="How worried are you?", coerce=int, widget=forms.RadioSelect,
        choices=[*FLAG_LEVELS.items(), (NO_FLAG, "Not worried any more: take the flag away")],
        help_text="Only whoever leads sees it. Until you take it away, they are asked for a number before they go.",
    )  # fmt: skip


class NoteForm(SitterForm):
    """One line for whoever leads beside oneself."""

    words = forms.CharField(
        label="A line for whoever leads with you", max_length=LONGEST_LINE, required=False,
        help_text="Empty takes it away. What belongs in the record is written there.",
    )  # fmt: skip


class MuteForm(SitterForm):
    """Silence somebody. Only they turn it on again."""

    what = forms.ChoiceField(
        label="What", choices=list(DEVICES.items()), initial=MICROPHONE, required=False, widget=forms.HiddenInput
    )


class RemoveForm(SitterForm):
    """Putting somebody out: why, and that it is meant."""

    reason = forms.CharField(
        label="Why must they leave the room?", max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3}),
        help_text="It is kept with your name and the time.",
    )  # fmt: skip
    sure = forms.BooleanField(
        label="Yes, put them out of the room now",
        error_messages={"required": "Check the box if you mean it. Or let them wait at the door instead."},
    )


class BringBackForm(SitterForm):
    """Answering for it that somebody comes back although a rule says no."""

    reason = forms.CharField(
        label="Why is it right to bring them back?", max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3}),
        help_text="It is kept with your name and the time. Write nothing of what they told you.",
    )  # fmt: skip


class LeavesAtForm(OwnForm):
    """By when somebody must go."""

    at = _time("I must leave at", "Your therapists see it, and nobody else. Empty takes it back.", required=False)


class CallMeForm(OwnForm):
    """A telephone instead of the room."""

    phone = forms.CharField(
        label="Where can we call you?", max_length=40, required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    no_call = forms.BooleanField(label="Please do not call me", required=False)


class CalledForm(SitterForm):
    """Somebody took part by telephone."""

    from_time = _time("On the telephone from")
    to_time = _time("Until")


class DevicesForm(OwnForm):
    """What one's own page says of microphone and camera."""

    microphone = forms.ChoiceField(choices=ON_OR_OFF)
    camera = forms.ChoiceField(choices=ON_OR_OFF)


class NobodyForm(Plainly, forms.Form):
    """About nobody in particular: the press says all."""


class HeardForm(Plainly, forms.Form):
    """Whom a page of whoever leads has heard since it last said so, seats apart by commas; nobody is an answer too."""

    seats = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def clean_seats(self) -> list[UUID]:
        """The seats that are named."""
        try:
            return [UUID(each.strip()) for each in self.cleaned_data["seats"].split(",") if each.strip()]
        except ValueError:
            raise forms.ValidationError("These are no seats.") from None
