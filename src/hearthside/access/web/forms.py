"""Forms of accounts, roles and invitations."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from hearthside.access.cleaning import kept_email, kept_name
from hearthside.access.models import Account
from hearthside.access.roles import PATIENT_SIDE, ROLE_NAMES, STAFF
from hearthside.access.web.library_forms import PASSWORD_HINT
from hearthside.base.refusal import Refusal
from hearthside.ui.forms import Plainly

PASSWORD, PASSKEY = "password", "passkey"


def asked(clean: Any, typed: str) -> str:
    """What an action would keep of this text, or its refusal beside the field."""
    try:
        kept: str = clean(typed)
    except Refusal as refusal:
        raise ValidationError(str(refusal)) from refusal
    return kept


class NameForm(Plainly, forms.Form):
    name = forms.CharField(
        label="Your name",
        help_text="As the people you work with, or who work with you, should read it.",
        max_length=400,
        widget=forms.TextInput({"autocomplete": "name"}),
    )

    def clean_name(self) -> str:
        return asked(kept_name, self.cleaned_data["name"])


class InviteForm(Plainly, forms.Form):
    name = forms.CharField(label="Name", max_length=400)
    email = forms.CharField(
        label="E-mail address",
        help_text="The link goes there, and the person signs in with it.",
        max_length=400,
        widget=forms.EmailInput,
    )
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=[(role, ROLE_NAMES[role]) for role in STAFF],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_name(self) -> str:
        return asked(kept_name, self.cleaned_data["name"])

    def clean_email(self) -> str:
        return asked(kept_email, self.cleaned_data["email"])


class RoleForm(Plainly, forms.Form):
    """One of the roles that somebody does not hold yet; patients and partners get theirs with their record."""

    role = forms.ChoiceField(label="Give another role", widget=forms.RadioSelect)

    def __init__(self, *args: Any, held: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role, name) for role, name in ROLE_NAMES.items() if role not in (*held, *PATIENT_SIDE)
        ]


class AcceptForm(Plainly, forms.Form):
    """What somebody invited says of themselves: a name, and how they will sign in."""

    name = forms.CharField(label="Your name", max_length=400, widget=forms.TextInput({"autocomplete": "name"}))
    way = forms.ChoiceField(
        label="How you will sign in",
        choices=[(PASSWORD, "With a password"), (PASSKEY, "With a passkey: the lock of this phone or computer")],
        widget=forms.RadioSelect,
        initial=PASSWORD,
    )
    password = forms.CharField(
        label="Password",
        help_text=PASSWORD_HINT,
        required=False,
        strip=False,
        max_length=400,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Password again",
        required=False,
        strip=False,
        max_length=400,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_name(self) -> str:
        return asked(kept_name, self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("way") != PASSWORD:
            return given
        password, again = given.get("password", ""), given.get("again", "")
        if not password:
            self.add_error("password", "Write a password, or choose a passkey above.")
            return given
        try:
            validate_password(password, Account(email=self.email, name=given.get("name", "")))
        except ValidationError as error:
            self.add_error("password", error)
        if password != again:
            self.add_error("again", "The two passwords differ. Write the same one twice.")
        return given
