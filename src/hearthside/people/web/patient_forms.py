"""What the pages about patients ask."""

from collections.abc import Iterable
from typing import Any

from django import forms

from hearthside.base.state_zones import STATE_ZONES
from hearthside.base.states import STATE_NAMES
from hearthside.base.words import FOCUSES, TRACKS
from hearthside.base.zones import names as zone_names
from hearthside.people.models.couples import ENDINGS, KEEP_APART_SOURCES
from hearthside.people.models.patients import Patient, PatientDetails, PatientWishes
from hearthside.people.models.pets import SPECIES
from hearthside.people.particulars import Details, Wishes
from hearthside.people.phones import shown_phone
from hearthside.people.rules import DISCHARGE_REASONS, MAY_FOLLOW, STATUS_NAMES
from hearthside.people.web import patient_words as words
from hearthside.people.web.clinician_forms import LanguagesField
from hearthside.people.web.clinician_words import languages_in_words
from hearthside.ui.forms import DayBoxes, DayField, Plainly

CHOOSE = ("", "Choose")
STATES = [CHOOSE, *STATE_NAMES.items()]


def zones() -> list[Any]:
    """Every zone of the world, those of the states first."""
    ours = sorted({zone for of_state in STATE_ZONES.values() for zone in of_state})
    others = sorted(zone_names() - set(ours))
    return [
        ("", "The state's own"),
        ("In the United States", [(name, words.zone_words(name)) for name in ours]),
        ("Anywhere", [(name, name.replace("_", " ")) for name in others]),
    ]


class FindForm(Plainly, forms.Form):
    """Narrows the list; what the address asks for beyond these is passed over."""

    status = forms.ChoiceField(choices=[("", "Any"), *STATUS_NAMES.items()], required=False)
    state = forms.ChoiceField(choices=[("", "Any"), *STATE_NAMES.items()], required=False, label="State")
    track = forms.ChoiceField(
        choices=[("", "Any"), *((t, words.TRACK_WORDS[t]) for t in TRACKS)], required=False, label="Track"
    )


class DetailsForm(Plainly, forms.Form):
    """Names, birth date, where somebody is, and how to reach them."""

    first_name = forms.CharField(label="First name, as on papers")
    last_name = forms.CharField(required=False, label="Last name", help_text="Leave it empty if there is none.")
    chosen_name = forms.CharField(
        required=False, label="Name in the group", help_text="The first name others call you. Empty: the one above."
    )
    pronouns = forms.CharField(required=False, help_text="For example she/her, he/him, they/them.")
    born_on = DayField(label="Birth date", widget=DayBoxes(birthday=True))
    state = forms.ChoiceField(
        choices=STATES, label="State", help_text="Where you are during sessions. It decides who may treat you."
    )
    zone = forms.ChoiceField(choices=zones, required=False, label="Time zone")
    street = forms.CharField(required=False, label="Street and number")
    city = forms.CharField(required=False)
    postal_code = forms.CharField(required=False, label="ZIP code", widget=forms.TextInput({"class": "short"}))
    languages = LanguagesField(help_text="With commas between, the one you would rather use first: English, Spanish")
    email = forms.CharField(required=False, label="E-mail address", widget=forms.EmailInput({"autocomplete": "email"}))
    phone = forms.CharField(required=False, label="Telephone", widget=forms.TextInput({"type": "tel"}))
    may_leave_message = forms.BooleanField(required=False, label="We may leave a message there")

    def details(self) -> Details:
        """What was filled in."""
        return Details(**self.cleaned_data)

    @staticmethod
    def filled(patient: Patient, row: PatientDetails) -> dict[str, Any]:
        """The form as the record stands."""
        names = [name for name in DetailsForm.base_fields if name != "chosen_name"]
        return {
            **{name: getattr(row, name) for name in names},
            "chosen_name": patient.chosen_name,
            "languages": languages_in_words(row.languages),
            "phone": shown_phone(row.phone),
        }


class LikesForm(Plainly, forms.Form):
    """What somebody would like, as they say it themselves."""

    size_wish = forms.ChoiceField(choices=list(words.SIZE_WORDS.items()), required=False, label="Group")
    time_wish = forms.ChoiceField(choices=list(words.TIME_WORDS.items()), required=False, label="Time of day")
    gender_wish = forms.ChoiceField(choices=list(words.GENDER_WORDS.items()), required=False, label="Therapists")
    focuses = forms.MultipleChoiceField(
        choices=[(focus, words.FOCUS_WORDS[focus]) for focus in FOCUSES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label="A group about",
    )

    def wishes(self, row: PatientWishes | None = None) -> Wishes:
        """What was filled in; track and acuity as they stand where the form does not ask."""
        values = dict(self.cleaned_data)
        values["focuses"] = tuple(values["focuses"])
        values["acuity"] = int(values["acuity"]) if "acuity" in values else row.acuity if row else 1
        values.setdefault("track", row.track if row else "")
        return Wishes(**values)

    @classmethod
    def wished(cls, row: PatientWishes) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields}


class WishesForm(LikesForm):
    """The same as staff fill it in."""

    track = forms.ChoiceField(
        choices=[CHOOSE, *((track, words.TRACK_WORDS[track]) for track in TRACKS)], label="Treated for"
    )
    acuity = forms.ChoiceField(choices=list(words.ACUITY_WORDS.items()), label="How soon")
    field_order: tuple[str, ...] = ("track", "acuity")


class NewPatientForm(DetailsForm, WishesForm):
    """Somebody who did not come by the public form."""

    field_order = tuple(DetailsForm.base_fields)

    def details(self) -> Details:
        return Details(**{name: self.cleaned_data[name] for name in DetailsForm.base_fields})

    def wishes(self, row: PatientWishes | None = None) -> Wishes:
        values = {name: self.cleaned_data[name] for name in WishesForm.base_fields}
        return Wishes(**{**values, "focuses": tuple(values["focuses"]), "acuity": int(values["acuity"])})


class ContactForm(Plainly, forms.Form):
    """Somebody to call."""

    name = forms.CharField()
    relationship = forms.CharField(label="Who this is", help_text="For example sister, friend, neighbor.")
    phone = forms.CharField(label="Telephone", widget=forms.TextInput({"type": "tel"}))
    is_nearby = forms.BooleanField(required=False, label="Lives near, and could be there soon")
    may_call_anytime = forms.BooleanField(required=False, label="May be called even when it is no emergency")


class PetForm(Plainly, forms.Form):
    """An animal at home."""

    name = forms.CharField()
    species = forms.ChoiceField(choices=[CHOOSE, *SPECIES.items()], label="What it is")
    notes = forms.CharField(required=False, help_text="For example: barks when the doorbell rings.")


class FearsForm(Plainly, forms.Form):
    """Animals that somebody would rather not meet on the screen."""

    fears = forms.MultipleChoiceField(
        choices=list(SPECIES.items()), widget=forms.CheckboxSelectMultiple, required=False, label="Which animals"
    )


class StatusForm(Plainly, forms.Form):
    """What somebody is to the program from a day on."""

    status = forms.ChoiceField(label="From now on they are")
    since_on = DayField(label="Since which day")
    expected_on = DayField(required=False, label="Expected back", help_text="For a leave.")
    reason = forms.ChoiceField(
        choices=[CHOOSE, *DISCHARGE_REASONS.items()], required=False, help_text="For a discharge."
    )
    words = forms.CharField(required=False, widget=forms.Textarea({"rows": 4}), label="Note")

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [(word, name) for word, name in STATUS_NAMES.items() if word in MAY_FOLLOW[now]]
        self.fields["status"].choices = [CHOOSE, *allowed]  # type: ignore[attr-defined]


class ChoosePatientForm(Plainly, forms.Form):
    """One of the people found by name."""

    other = forms.ChoiceField(widget=forms.RadioSelect, label="Which of these")

    def __init__(self, *args: Any, found: Iterable[Patient], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(each.pk): each for each in found}
        choices = [
            (pk, f"{each.details.full_name}, born {each.details.born_on or 'on a day not known'}")
            for pk, each in self.found.items()
        ]
        self.fields["other"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Patient:
        return self.found[self.cleaned_data["other"]]


class KeepApartForm(ChoosePatientForm):
    """Somebody not to share a group with, and why."""

    source = forms.ChoiceField(
        choices=[CHOOSE, *((k, w) for k, w in KEEP_APART_SOURCES.items() if k != "own_wish")],
        label="Where it comes from",
    )
    words = forms.CharField(required=False, widget=forms.Textarea({"rows": 4}), label="In words")


class PartnerForm(Plainly, forms.Form):
    """A partner who is no patient here."""

    name = forms.CharField()
    pronouns = forms.CharField(required=False)
    email = forms.CharField(required=False, label="E-mail address", widget=forms.EmailInput)
    phone = forms.CharField(required=False, label="Telephone", widget=forms.TextInput({"type": "tel"}))


class PartingForm(Plainly, forms.Form):
    """Why a link ends."""

    because = forms.ChoiceField(
        choices=[(k, w) for k, w in ENDINGS.items() if k != "death"], widget=forms.RadioSelect, label="Why"
    )


class TogetherForm(Plainly, forms.Form):
    """One's own wish, said in private."""

    together = forms.ChoiceField(
        choices=[("yes", "Yes, together"), ("no", "No, in different groups")],
        widget=forms.RadioSelect,
        label="I would like",
    )


class NothingAsked(Plainly, forms.Form):
    """A page that only asks whether to go on."""
