"""
What the gallery shows: one of every field, and people whose names try the pages' patience.

The people are the demonstration's; nothing here is ever saved.
"""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from hearthside.ui.charts import Bar, BarChart
from hearthside.ui.forms import DayBoxes, DayField, Plainly

LONG_NAME = "Grace " + "-".join(["Oyelaran"] * 33)
RIGHT_TO_LEFT = "دانا رييس"
LONG_TEXT = "A tall pile of words that goes on because nobody told it where to end, and that must wrap. " * 4
ONE_LONG_WORD = "W" * 120

DAYS = [(day.lower()[:3], day) for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")]


class Specimen(Plainly, forms.Form):
    """One of every kind of field."""

    name = forms.CharField(label="Your name", help_text="As you would like to be called.", max_length=100)
    email = forms.EmailField(label="E-mail")
    phone = forms.CharField(label="Phone", required=False, widget=forms.TextInput({"type": "tel"}))
    born_on = DayField(label="When were you born?", help_text="For example 3 27 1990.", widget=DayBoxes(birthday=True))
    starts_on = forms.DateField(label="First day", widget=forms.DateInput({"type": "date"}))
    people = forms.IntegerField(label="People in your home", min_value=1, widget=forms.NumberInput({"class": "short"}))
    state = forms.ChoiceField(
        label="State you are in",
        choices=[("", "Choose"), ("MA", "Massachusetts"), ("OH", "Ohio"), ("PA", "Pennsylvania")],
    )
    together = forms.ChoiceField(
        label="Would you like to share a group?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    time = forms.ChoiceField(
        label="When is best?",
        help_text="We try, and cannot always.",
        choices=[("morning", "Morning"), ("afternoon", "Afternoon"), ("evening", "Evening"), ("any", LONG_TEXT[:90])],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label="Days you can come", choices=DAYS, widget=forms.CheckboxSelectMultiple(), help_text="Three or more."
    )
    about = forms.CharField(label="What would you like us to know?", required=False, widget=forms.Textarea({"rows": 4}))
    card = forms.FileField(label="Insurance card", help_text="A photo is fine. At most 5 MB.")
    password = forms.CharField(label="Password", widget=forms.PasswordInput({"autocomplete": "new-password"}))
    agreed = forms.BooleanField(label="What is said in the group stays in the group.")

    def clean(self) -> dict[str, object]:
        """Refuses as a whole what no single field can see."""
        if self.cleaned_data.get("name") == ONE_LONG_WORD:
            raise forms.ValidationError("This name and this phone number belong to different people.")
        return self.cleaned_data


def resting() -> Specimen:
    """As it first comes."""
    return Specimen(auto_id="rest_%s")


def filled() -> Specimen:
    """With answers that are right, some in other scripts and very long."""
    answers = {
        "name": LONG_NAME, "email": "dana.reyes@example.org", "phone": "215-555-0134", "born_on_month": "3",
        "born_on_day": "27", "born_on_year": "1990", "starts_on": "2027-01-04", "people": "3", "state": "PA",
        "together": "yes", "time": "evening", "days": ["mon", "wed", "thu"], "about": f"{RIGHT_TO_LEFT}\n{LONG_TEXT}",
        "agreed": "on",
    }  # fmt: skip
    return Specimen(initial={**answers, "born_on": date(1990, 3, 27), "starts_on": date(2027, 1, 4)}, auto_id="full_%s")


def disabled() -> Specimen:
    """Shown, and not to be changed."""
    form = Specimen(initial={"name": "Alex Park", "together": "yes", "days": ["mon"], "agreed": True}, auto_id="off_%s")
    for field in form.fields.values():
        field.disabled = True
    return form


def refused() -> Specimen:
    """Sent with everything wrong that can be."""
    answers = {
        "name": ONE_LONG_WORD, "email": "dana.reyes", "phone": "", "born_on_month": "February", "born_on_day": "30",
        "born_on_year": "1990", "people": "0", "state": "XX", "about": LONG_TEXT,
    }  # fmt: skip
    files = {"card": SimpleUploadedFile("card.png", b"")}
    return Specimen(answers, files, auto_id="no_%s")


@dataclass(frozen=True)
class Row:
    """Somebody in a table."""

    name: str
    state: str
    days_waiting: int
    people: int
    cap: int
    couples: int
    kind: str
    word: str


ROWS = (
    Row("Alex Park", "Pennsylvania", 3, 8, 10, 1, "ok", "Within"),
    Row("Sam Park", "Pennsylvania", 3, 8, 10, 1, "ok", "Within"),
    Row("Jo Lind", "Ohio", 19, 4, 10, 2, "info", "Forming"),
    Row("Max Lind", "Ohio", 19, 4, 10, 2, "info", "Forming"),
    Row("Nia Ferreira", "Massachusetts", 12, 0, 10, 0, "warn", "No group yet"),
    Row("Ravi Menon", "Massachusetts", 0, 10, 10, 0, "ok", "Within"),
    Row("Theo Nakamura", "Ohio", 5, 11, 10, 0, "danger", "Over"),
    Row(RIGHT_TO_LEFT, "Pennsylvania", 41, 6, 10, 3, "ember", "Today"),
    Row(LONG_NAME, "Ohio", 1204, 6, 10, 0, "plain", "Draft"),
)

CHART = BarChart(
    sentence="Process groups hold 6 to 10 people, one holds 11; others publish 8 to 12.",
    bars=(
        Bar("Evening recovery A", end=8),
        Bar("Morning steady", end=6),
        Bar("A cohort with a name that is a good deal longer than its bar", end=11, text="11 people, one over"),
        Bar("Others publish", start=8, end=12, theirs=True),
    ),
    low=0,
    high=14,
    ticks=range(0, 15, 2),
    unit="people",
    limit=10,
    limit_name="our most: 10",
)
