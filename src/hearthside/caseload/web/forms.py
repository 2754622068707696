"""What the pages of cohorts, places, treatments and day plans ask."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hearthside.base.languages import LANGUAGE_NAMES
from hearthside.base.words import DAYS, FOCUSES, SIZE_WISHES, TRACKS
from hearthside.caseload.actions.opening import About
from hearthside.caseload.models import cohorts, memberships, treatments
from hearthside.caseload.models.day_plans import DayPlan
from hearthside.caseload.rules.day_plans import Plan
from hearthside.caseload.words import BLOCK_WORDS, DAY_WORDS, FOCUS_WORDS, SIZE_WORDS, TRACK_WORDS
from hearthside.ui.forms import DayField, Plainly

CHOOSE = ("", "Choose")
TRACK_CHOICES = [(track, TRACK_WORDS[track].capitalize()) for track in TRACKS]
OPEN_CHOICES = [("yes", "Open: people come and leave as it suits them"), ("no", "Closed: everybody begins together")]
# Languages asked for most, first; every other one after them by name.
LANGUAGES = [
    ("en", "English"),
    ("es", "Spanish"),
    *((c, n) for c, n in LANGUAGE_NAMES.items() if c not in ("en", "es")),
]


class BoardForm(Plainly, forms.Form):
    """Narrows the board; what the address asks for beyond these is passed over."""

    q = forms.CharField(required=False, label="Name", max_length=100, widget=forms.TextInput({"type": "search"}))
    # As the tag of a cohort is kept: `words.state_of`.
    state = forms.ChoiceField(
        required=False,
        label="State",
        choices=[("", "Any"), ("danger", "Over size or short"), ("ok", "Within"), ("plain", "No schedule yet")],
    )


class AboutForm(Plainly, forms.Form):
    """What may be said of a cohort."""

    name = forms.CharField(max_length=100, label="Name", help_text="Such as Morning steady.")
    modality = forms.CharField(
        max_length=120, required=False, label="How the group works", help_text="Such as CBT skills for mood."
    )
    focus = forms.ChoiceField(
        required=False, label="Focus", choices=[(word, FOCUS_WORDS[word]) for word in ("", *FOCUSES)]
    )
    size_wish = forms.ChoiceField(
        required=False, label="Size to aim for", choices=[(word, SIZE_WORDS[word]) for word in ("", *SIZE_WISHES)]
    )

    def about(self) -> About:
        given = self.cleaned_data
        return About(given["name"], given["modality"], given["focus"], given["size_wish"])


class ChangeForm(AboutForm):
    """The same of a cohort that runs, and its last day if it has one."""

    until_on = DayField(
        required=False, label="Last day", help_text="It can only move further off. To end it sooner, close the cohort."
    )

    def __init__(self, *args: Any, closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not closed:
            del self.fields["until_on"]


class OpenForm(AboutForm):
    """What a new cohort is to be. Who is in it is asked next."""

    day_plan = forms.ChoiceField(label="Day plan")
    track = forms.ChoiceField(label="For people with", choices=[CHOOSE, *TRACK_CHOICES])
    language = forms.ChoiceField(label="Language", choices=LANGUAGES)
    open = forms.ChoiceField(label="How people come", choices=OPEN_CHOICES, widget=forms.RadioSelect)
    from_on = DayField(label="First day")

    field_order = ("name", "modality", "day_plan", "track", "language", "open", "from_on", "focus", "size_wish")

    def __init__(self, *args: Any, plans: Iterable[DayPlan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {plan.key: plan for plan in plans}
        named = [(key, f"{plan.name} ({key})" if plan.title else key) for key, plan in self.plans.items()]
        self.fields["day_plan"].choices = [CHOOSE, *named]  # type: ignore[attr-defined]
        self.fields["name"].required = False


class PeopleForm(Plainly, forms.Form):
    """Who comes, of those who fit: people, or two partners at once."""

    patients = forms.MultipleChoiceField(label="Who comes", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["patients"].choices = choices  # type: ignore[attr-defined]


class ComeForm(PeopleForm):
    """Who comes into a cohort that runs, and from when until when."""

    from_on = DayField(label="First day")
    until_on = DayField(
        required=False, label="Last day", help_text="Left empty, they stay for the weeks of the day plan."
    )


class LongerForm(Plainly, forms.Form):
    until_on = DayField(label="New last day")


class LeaveForm(Plainly, forms.Form):
    until_on = DayField(label="Last day in the cohort")
    because = forms.ChoiceField(label="Why", choices=[CHOOSE, *memberships.ENDINGS.items()])


class CloseForm(Plainly, forms.Form):
    until_on = DayField(label="Last day of the cohort")
    because = forms.ChoiceField(label="Why", choices=[CHOOSE, *cohorts.ENDINGS.items()])


class AssignForm(Plainly, forms.Form):
    """One of those who may be chosen, and from when."""

    clinician = forms.ChoiceField(widget=forms.RadioSelect, label="Who")
    from_on = DayField(label="From which day")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clinician"].choices = choices  # type: ignore[attr-defined]


class EndForm(Plainly, forms.Form):
    until_on = DayField(label="Last day")
    because = forms.ChoiceField(label="Why", choices=[CHOOSE, *treatments.ENDINGS.items()])


class BlocksField(forms.CharField):
    """The blocks of a program day, one on a line: kind and minutes."""

    widget = forms.Textarea({"rows": 6})

    def to_python(self, value: Any) -> Any:
        """Kinds and minutes, in order. Raises ValidationError for a line that is neither."""
        words = {word.lower(): kind for kind, word in BLOCK_WORDS.items()} | {kind: kind for kind in BLOCK_WORDS}
        found = []
        for line in (text.strip() for text in (super().to_python(value) or "").splitlines()):
            if not line:
                continue
            kind, _, minutes = line.rpartition(" ")
            kind = words.get(kind.strip().rstrip(":,").lower(), "")
            if not kind or not (minutes.isascii() and minutes.isdecimal() and len(minutes) <= 4):
                raise ValidationError(
                    f"We cannot read “{line}”. Write a kind and its minutes, such as Process group 90."
                )
            found.append((kind, int(minutes)))
        return tuple(found)


class DayPlanForm(Plainly, forms.Form):
    """What a treatment week is made of."""

    key = forms.CharField(max_length=64, label="Short key", help_text="How rosters name it, such as iop-3.")
    title = forms.CharField(max_length=200, required=False, label="Title", help_text="Such as Three days a week.")
    days_per_week = forms.IntegerField(min_value=1, max_value=7, label="Program days a week")
    days_allowed = forms.MultipleChoiceField(
        label="On which days it may take place",
        choices=[(day, DAY_WORDS[day]) for day in DAYS],
        widget=forms.CheckboxSelectMultiple,
    )
    weeks = forms.IntegerField(min_value=1, max_value=520, label="Weeks")
    blocks = BlocksField(
        label="Blocks of one day, in order",
        help_text=f"One on a line, with its minutes: {', '.join(BLOCK_WORDS.values())}.",
    )

    def plan(self) -> Plan:
        given = self.cleaned_data
        allowed = tuple(day for day in DAYS if day in given["days_allowed"])
        return Plan(given["days_per_week"], allowed, given["weeks"], given["blocks"])

    @staticmethod
    def filled(plan: DayPlan) -> dict[str, Any]:
        """The form as the plan is now."""
        return {
            "key": plan.key,
            "title": plan.title,
            "days_per_week": plan.days_per_week,
            "days_allowed": plan.days_allowed,
            "weeks": plan.weeks,
            "blocks": "\n".join(f"{BLOCK_WORDS[b.kind]} {b.minutes}" for b in plan.blocks.all()),
        }


class SuitsForm(Plainly, forms.Form):
    """Which day plans suit somebody."""

    day_plans = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="These suit",
        help_text="Without any, every day plan does.",
    )

    def __init__(self, *args: Any, plans: Iterable[DayPlan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day_plans"].choices = [(p.key, p.name) for p in plans]  # type: ignore[attr-defined]


class OwnForm(Plainly, forms.Form):
    """Who sees to an exception, and by when."""

    owner = forms.ChoiceField(label="Who sees to it")
    by_on = DayField(label="By which day")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [CHOOSE, *choices]  # type: ignore[attr-defined]
