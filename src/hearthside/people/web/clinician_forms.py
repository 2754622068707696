"""What the pages about clinicians ask."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hearthside.base.languages import LANGUAGE_NAMES
from hearthside.base.state_zones import STATE_ZONES
from hearthside.base.states import STATE_NAMES
from hearthside.base.text import folded
from hearthside.people.credentials.facts import Card, Limits, Papers, Right
from hearthside.people.credentials.types import (
    AUTHORITY_STATUSES,
    CREDENTIAL_STATUSES,
    DOINGS,
    ENDED_BECAUSE,
    PROFESSIONS,
)
from hearthside.people.models.authorities import Credential, PracticeAuthority
from hearthside.people.models.clinicians import Clinician
from hearthside.people.web.clinician_words import (
    COMPACT_WORDS,
    GENDER_WORDS,
    KIND_WORDS,
    ROLE_WORDS,
    TRACK_WORDS,
    languages_in_words,
)
from hearthside.ui.forms import DayField, Plainly

CHOOSE = ("", "Choose")
STATES = [CHOOSE, *STATE_NAMES.items()]


class LanguagesField(forms.CharField):
    """Languages typed as people say them, with commas between: English, Spanish."""

    def to_python(self, value: Any) -> Any:
        """Their codes, in the order typed. Raises ValidationError for one that is not in our list."""
        codes = {folded(name): code for code, name in LANGUAGE_NAMES.items()} | {code: code for code in LANGUAGE_NAMES}
        found = []
        for typed in (part for part in (super().to_python(value) or "").split(",") if part.strip()):
            code = codes.get(folded(typed))
            if code is None:
                raise ValidationError(f"We do not know “{typed.strip()}”. Write the English name, such as Spanish.")
            found.append(code)
        return tuple(dict.fromkeys(found))


class MinutesField(forms.CharField):
    """Whole minutes, in plain digits; empty is none at all."""

    widget = forms.TextInput({"inputmode": "numeric", "class": "short"})

    def to_python(self, value: Any) -> Any:
        """The number. Raises ValidationError for anything but digits."""
        typed = (super().to_python(value) or "").strip() or "0"
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= 6):
            raise ValidationError("Type whole minutes in digits, such as 600.")
        return int(typed)


def choose_from(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Offer these in a field whose choices depend on what is on record."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def zones() -> list[tuple[str, str]]:
    """The zones of the states, for a list."""
    names = dict.fromkeys(zone for of_state in STATE_ZONES.values() for zone in of_state)
    return [(name, name.replace("_", " ")) for name in sorted(names)]


class CardForm(Plainly, forms.Form):
    """The card of a clinician and the name and numbers on their papers."""

    name = forms.CharField(label="Name", max_length=200, widget=forms.TextInput({"autocomplete": "off"}))
    pronouns = forms.CharField(label="Pronouns", max_length=40, required=False)
    gender = forms.ChoiceField(
        label="Gender",
        choices=list(GENDER_WORDS.items()),
        widget=forms.RadioSelect,
        initial="other",
        help_text="Some people wish for a woman or a man in their group.",
    )
    languages = LanguagesField(
        label="Languages they treat in", max_length=300, initial="English", help_text="With commas: English, Spanish."
    )
    roles = forms.MultipleChoiceField(
        label="Roles", choices=list(ROLE_WORDS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    tracks = forms.MultipleChoiceField(
        label="Tracks", choices=list(TRACK_WORDS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    zone = forms.ChoiceField(label="Time zone", choices=zones)
    legal_name = forms.CharField(
        label="Name on licenses and claims",
        max_length=200,
        required=False,
        help_text="If it differs from the name above.",
    )
    npi = forms.CharField(label="National Provider Identifier", max_length=10, required=False, help_text="Ten digits.")
    taxonomy = forms.CharField(
        label="Taxonomy code", max_length=10, required=False, help_text="Ten characters, such as 106H00000X."
    )
    email = forms.CharField(
        label="E-mail address", max_length=254, required=False, help_text="Where an invitation to sign in would go."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Somebody may work from anywhere: a zone on record stays a choice though it is in no state.
        on_record = self.get_initial_for_field(self.fields["zone"], "zone")
        listed = zones()
        if on_record and on_record not in dict(listed):
            choose_from(self, "zone", [*listed, (on_record, on_record.replace("_", " "))])

    def card(self) -> Card:
        given = self.cleaned_data
        return Card(
            name=given["name"],
            languages=given["languages"],
            zone=given["zone"],
            pronouns=given["pronouns"],
            gender=given["gender"],
            roles=tuple(given["roles"]),
            tracks=tuple(given["tracks"]),
        )

    def papers(self) -> Papers:
        given = self.cleaned_data
        return Papers(given["legal_name"], given["npi"], given["taxonomy"], given["email"])

    @staticmethod
    def filled(clinician: Clinician) -> dict[str, Any]:
        """What is on record, as the form shows it."""
        file = clinician.file
        return {
            "name": clinician.name,
            "pronouns": clinician.pronouns,
            "gender": clinician.gender,
            "languages": languages_in_words(clinician.languages),
            "roles": clinician.roles,
            "tracks": clinician.tracks,
            "zone": clinician.zone,
            "legal_name": file.legal_name,
            "npi": file.npi,
            "taxonomy": file.taxonomy,
            "email": file.email,
        }


class LimitsForm(Plainly, forms.Form):
    """How much somebody works at most."""

    group_minutes = MinutesField(label="Minutes of groups a week, at most", required=False)
    individual_minutes = MinutesField(label="Minutes of single sessions a week, at most", required=False)
    day_minutes = MinutesField(label="Minutes of groups a day, at most", required=False)

    def limits(self) -> Limits:
        return Limits(**{name: self.cleaned_data[name] for name in LimitsForm.base_fields})


class NewClinicianForm(LimitsForm, CardForm):
    """Somebody new: the card, the first credential, and the day on which they begin."""

    credential_type = forms.ChoiceField(label="Credential", choices=[CHOOSE, *PROFESSIONS.items()])
    works_from = DayField(label="First day here")
    field_order = ("name", "pronouns", "credential_type", "works_from")


class LeaveForm(Plainly, forms.Form):
    last_day = DayField(label="Last day", help_text="From the next day on they are offered to nobody.")


class AccountForm(Plainly, forms.Form):
    account = forms.ChoiceField(
        label="Account", help_text="Accounts that hold the role of a clinician here and belong to nobody yet."
    )

    def __init__(self, accounts: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "account", [CHOOSE, *accounts])


class NewCredentialForm(Plainly, forms.Form):
    type = forms.ChoiceField(label="Credential", choices=[CHOOSE, *PROFESSIONS.items()])
    number = forms.CharField(
        label="Number",
        max_length=60,
        required=False,
        help_text="Of a national certification. A state's number belongs to its license.",
    )
    issued_on = DayField(label="First day", required=False)
    expires_on = DayField(label="Last day", required=False)


class CredentialForm(Plainly, forms.Form):
    status = forms.ChoiceField(label="Status", choices=list(CREDENTIAL_STATUSES.items()), widget=forms.RadioSelect)
    number = NewCredentialForm.base_fields["number"]
    issued_on = NewCredentialForm.base_fields["issued_on"]
    expires_on = NewCredentialForm.base_fields["expires_on"]


class ProfessionForm(CredentialForm):
    """The same of somebody who came in a roster, which does not tell professions."""

    type = forms.ChoiceField(
        label="Profession", choices=[("", "Not known yet"), *PROFESSIONS.items()], required=False,
        help_text="The licenses on record stay with it.",
    )  # fmt: skip
    field_order = ("type",)


class AuthorityForm(Plainly, forms.Form):
    """A license, privilege, registration or exception."""

    credential = forms.ChoiceField(label="For which credential", widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label="What it is", choices=list(KIND_WORDS.items()), widget=forms.RadioSelect, initial="license"
    )
    state = forms.ChoiceField(label="State in which it allows to treat", choices=STATES)
    status = forms.ChoiceField(
        label="Status", choices=list(AUTHORITY_STATUSES.items()), widget=forms.RadioSelect, initial="active"
    )
    number = forms.CharField(
        label="Number", max_length=60, required=False, help_text="Empty only while it is applied for."
    )
    valid_from = DayField(label="First day")
    valid_to = DayField(label="Last day", required=False, help_text="It still counts on this day. Empty: open-ended.")
    compact = forms.ChoiceField(
        label="Compact", choices=[("", "None"), *COMPACT_WORDS.items()], required=False, help_text="Of a privilege."
    )
    home_state = forms.ChoiceField(
        label="Home state",
        choices=[("", "None"), *STATE_NAMES.items()],
        required=False,
        help_text="Where the license is on which a privilege or registration rests.",
    )

    def __init__(self, credentials: list[Credential], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(c.id), str(c)) for c in credentials]
        if len(choices) == 1:
            # Nothing to choose: it is said in the heading, and asked of nobody.
            del self.fields["credential"]
        else:
            choose_from(self, "credential", choices)
        self.credentials = {str(c.id): c for c in credentials}

    def held_under(self) -> Credential:
        """The credential it is held under."""
        chosen = self.cleaned_data.get("credential") or next(iter(self.credentials))
        return self.credentials[chosen]

    def right(self) -> Right:
        given = {name: value for name, value in self.cleaned_data.items() if name != "credential"}
        return Right(**given)

    @staticmethod
    def filled(authority: PracticeAuthority) -> dict[str, Any]:
        names = ("kind", "state", "status", "number", "valid_from", "valid_to", "compact", "home_state")
        return {name: getattr(authority, name) for name in names}


class ConfirmForm(Plainly, forms.Form):
    source = forms.CharField(
        label="Where you looked it up",
        max_length=300,
        help_text="The address of the board's page, or whom you called and when.",
    )


class RenewForm(Plainly, forms.Form):
    valid_to = DayField(label="New last day", required=False, help_text="Empty: open-ended.")
    number = forms.CharField(
        label="New number", max_length=60, required=False, help_text="If it is another one. Empty: the same."
    )


class EndForm(Plainly, forms.Form):
    last_day = DayField(label="Last day", help_text="It still counts on this day.")
    because = forms.ChoiceField(label="Why", choices=list(ENDED_BECAUSE.items()), widget=forms.RadioSelect)


class SuperviseForm(Plainly, forms.Form):
    supervisor = forms.ChoiceField(label="Supervisor")
    starts_on = DayField(label="First day")
    ends_on = DayField(label="Last day", required=False, help_text="Empty: open-ended.")

    def __init__(self, supervisors: list[Clinician], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "supervisor", [CHOOSE, *((str(c.id), c.name_and_titles) for c in supervisors)])


class EndSupervisionForm(Plainly, forms.Form):
    last_day = DayField(label="Last day")


class FindForm(forms.Form):
    """Narrows the list; nonsense in the address is passed over."""

    state = forms.ChoiceField(label="May treat in", required=False, choices=[("", "Any state"), *STATE_NAMES.items()])
    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Any role"), *ROLE_WORDS.items()])
    language = forms.ChoiceField(
        label="Language", required=False, choices=[("", "Any language"), *LANGUAGE_NAMES.items()]
    )
    track = forms.ChoiceField(label="Track", required=False, choices=[("", "Any track"), *TRACK_WORDS.items()])
    left = forms.BooleanField(label="Also those who have left", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class WhoMayForm(Plainly, forms.Form):
    """Who may treat somebody: where, when, doing what."""

    state = forms.ChoiceField(label="The patient is in", choices=STATES)
    on = DayField(label="On which day")
    doing = forms.ChoiceField(label="To do what", choices=[(key, words.capitalize()) for key, words in DOINGS.items()])


class ExpiryForm(forms.Form):
    """Narrows the page of what ends; nonsense in the address is passed over."""

    within = forms.ChoiceField(label="Ends within", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any state"), *STATE_NAMES.items()])
    what = forms.ChoiceField(
        label="What",
        required=False,
        choices=[
            ("", "Everything"),
            ("authority", "Licenses and the like"),
            ("credential", "Credentials"),
            ("supervision", "Supervision"),
        ],
    )

    def __init__(self, marks: list[int], *args: Any, **kwargs: Any) -> None:
        """`marks` are the days before a last day at which it is told of, the fewest first."""
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        *nearer, farthest = marks
        choose_from(
            self, "within", [("", f"{farthest} days"), *((str(mark), f"{mark} days") for mark in reversed(nearer))]
        )
