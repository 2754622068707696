"""The questions of the door as forms: one on a page, in words that a tired reader understands."""

from collections.abc import Mapping
from typing import Any

from django import forms

from hearthside.base.states import STATE_NAMES
from hearthside.live.rules import check_in as rules
from hearthside.ui.forms import DayBoxes, DayField, Plainly

SCALE = [("", "Choose a number"), *((str(n), str(n)) for n in range(rules.LEAST, rules.MOST + 1))]
STATES = [("", "Choose the state"), *sorted(STATE_NAMES.items(), key=lambda pair: pair[1])]
YES_NO = [(rules.YES, "Yes"), (rules.NO, "No")]


def _radio(label: str, choices: Any, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, help_text=help_text)


def _scale(label: str, help_text: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=SCALE, help_text=help_text)


class ScreenForm(Plainly, forms.Form):
    """How a couple joins."""

    how = _radio("How do you join today?", list(rules.SCREENS.items()))


class NameForm(Plainly, forms.Form):
    """What the group sees."""

    shown_name = forms.CharField(
        label="The name to be shown", max_length=40, help_text="Your first name, or another name that you like."
    )
    pronouns = forms.CharField(label="Your pronouns", max_length=40, required=False)
    pet = forms.CharField(
        label="A pet that may be seen or heard", max_length=60, required=False, help_text="Its name is enough."
    )


class IdentityForm(Plainly, forms.Form):
    """Who somebody is."""

    born_on = DayField(label="Your birth date", required=False, widget=DayBoxes(birthday=True))
    code = forms.CharField(
        label="Or a code that we told you on the telephone", required=False, max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "class": "short"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        # Nothing is no wrong answer: it is not counted, and locks nobody out.
        if "born_on" in self.fields and not self.errors and not given.get("born_on") and not given.get("code"):
            self.add_error("born_on", "Type your birth date, or the code that we told you.")
        return given

    def only_by_code(self) -> "IdentityForm":
        """Where no birth date helps."""
        del self.fields["born_on"]
        self.fields["code"].label = "The code that we told you on the telephone"
        self.fields["code"].required = True
        return self


class WhereForm(Plainly, forms.Form):
    """Where somebody is at this moment."""

    street = forms.CharField(label="Street and number", max_length=200, widget=forms.TextInput({"autocomplete": "off"}))
    unit = forms.CharField(label="Apartment or floor", max_length=100, required=False)
    entry = forms.CharField(
        label="How to come in", max_length=200, required=False,
        help_text="A gate code, a side door, a dog: whatever somebody would need to know who comes to help.",
    )  # fmt: skip
    city = forms.CharField(label="City or town", max_length=100)
    state = forms.ChoiceField(label="State", choices=STATES)
    postal_code = forms.CharField(label="ZIP code", max_length=10, required=False)
    local_emergency = forms.CharField(
        label="Number of the police or fire department there, if you know it", max_length=40, required=False,
        widget=forms.TextInput({"type": "tel"}),
        help_text="Not 911: when we call 911 it rings in our town, and not in yours.",
    )  # fmt: skip


class NumberForm(Plainly, forms.Form):
    """Where to call."""

    phone = forms.CharField(
        label="The number to call if we lose you", max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        help_text="A telephone that is with you now.",
    )  # fmt: skip


class ContactForm(Plainly, forms.Form):
    """Whom to call for somebody."""

    name = forms.CharField(label="Name", max_length=200)
    relationship = forms.CharField(label="Who this is to you", max_length=60, help_text="Such as sister, or friend.")
    phone = forms.CharField(label="Their telephone", max_length=40, widget=forms.TextInput({"type": "tel"}))


class SpaceForm(Plainly, forms.Form):
    """Whether somebody can talk where they are."""

    place = _radio("Can you talk where you are?", list(rules.PLACES.items()))
    headphones = forms.BooleanField(label="I have headphones on", required=False)


class SafeForm(Plainly, forms.Form):
    """Asked only where nobody reads along."""

    unsafe = _radio("Is anyone there who makes it unsafe to talk?", YES_NO)


class AgreementForm(Plainly, forms.Form):
    """The agreement of the group, signed."""

    typed_name = forms.CharField(
        label="Your full name", max_length=200, widget=forms.TextInput({"autocomplete": "off"})
    )
    text_hash = forms.CharField(widget=forms.HiddenInput)


class ReadAgainForm(Plainly, forms.Form):
    """The agreement was signed before: it is only read again."""


class FeelingForm(Plainly, forms.Form):
    """How somebody is."""

    mood = _scale("Your mood right now", "0 is the worst, 10 is the best.")
    urge = _scale("Your urge to use, or to hurt yourself", "0 is none, 10 is the strongest.")


class SafetyForm(Plainly, forms.Form):
    """Today's questions about safety."""

    safe_now = _radio("Are you safe right now?", YES_NO)
    hurt_self = _radio(
        "Today, have you thought about hurting yourself or ending your life?", list(rules.RATHER_TALK.items())
    )
    hurt_other = _radio("Have you thought about hurting somebody else?", list(rules.RATHER_TALK.items()))
    used = _radio("Have you used alcohol or drugs today?", list(rules.RATHER_TALK.items()))

    def without_use(self) -> "SafetyForm":
        """Where the program does not ask about use."""
        del self.fields["used"]
        return self


class DeviceForm(Plainly, forms.Form):
    """What the test found: filled in by the page's own script, and empty without it."""

    camera = forms.CharField(required=False, widget=forms.HiddenInput)
    microphone = forms.CharField(required=False, widget=forms.HiddenInput)
    sound = forms.CharField(required=False, widget=forms.HiddenInput)


FORMS: Mapping[str, type[forms.Form]] = {
    rules.SCREEN: ScreenForm, rules.NAME: NameForm, rules.IDENTITY: IdentityForm, rules.WHERE: WhereForm,
    rules.NUMBER: NumberForm, rules.CONTACT: ContactForm, rules.SPACE: SpaceForm, rules.SAFE: SafeForm,
    rules.AGREEMENT: AgreementForm, rules.FEELING: FeelingForm, rules.SAFETY: SafetyForm, rules.DEVICE: DeviceForm,
}  # fmt: skip
HEADINGS = {
    rules.SCREEN: "Are you on one screen?",
    rules.NAME: "What should the group call you?",
    rules.IDENTITY: "Is it really you?",
    rules.WHERE: "Where are you right now?",
    rules.NUMBER: "Where can we call you?",
    rules.CONTACT: "Whom may we call if you need help?",
    rules.SPACE: "Is your place private?",
    rules.SAFE: "Is it safe to talk?",
    rules.AGREEMENT: "What is said here stays here",
    rules.FEELING: "How are you?",
    rules.SAFETY: "Are you safe today?",
    rules.DEVICE: "Camera, microphone and sound",
}
WHY = {
    rules.NAME: "The group sees this on your picture, and nothing else about you.",
    rules.IDENTITY: "So that nobody else sits in your place.",
    rules.WHERE: "We ask every time: help would go there, and your therapists must be licensed there.",
    rules.CONTACT: "Is this still right for today? They hear that it is about safety, and nothing of your treatment.",
    rules.SPACE: "Others in the group talk too: nobody else should hear them.",
    rules.SAFE: "Only we see this.",
    rules.FEELING: "Any number is fine. Only we see it.",
    rules.SAFETY: "Whatever you answer, you are welcome. If it is hard today, a clinician talks with you first.",
    rules.DEVICE: "It takes a minute. You can skip it, and we help you inside.",
}
