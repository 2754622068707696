"""What the pages about one session ask."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.actions.changes import ALL, FOLLOWING, THIS
from hearthside.schedule.actions.staffing import DROPS_OUT_BECAUSE
from hearthside.schedule.models.series import Series
from hearthside.schedule.plain import Staff
from hearthside.schedule.queries.pages_rows import Row, Staffed
from hearthside.schedule.rules import BREAK
from hearthside.schedule.said import WEEKDAYS as DAYS_SAID
from hearthside.schedule.said import zone_said
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.web.fields import MinuteField
from hearthside.schedule.web.staff_fields import StartForm
from hearthside.schedule.words import KIND_NAMES, PROGRAM_DAY, RELEASED_BECAUSE, WEEKDAYS
from hearthside.ui.forms import DayField, Plainly

# What a change holds for, of what repeats.
SCOPES = [(THIS, "This one"), (FOLLOWING, "This and all that follow"), (ALL, "All that are still to come")]


class NothingAsked(Plainly, forms.Form):
    """A form that is only pressed."""


class MoveForm(StartForm):
    """Another time for one session."""


class CancelForm(Plainly, forms.Form):
    """Why a session does not take place."""

    because = forms.ChoiceField(
        label="Why",
        choices=[("staff", "It cannot take place"), ("nobody", "Nobody is left in it"), ("closure", "We are closed")],
        widget=forms.RadioSelect,
        initial="staff",
    )


class DropOutForm(Plainly, forms.Form):
    """Who cannot come to one session, and why."""

    clinician = forms.ChoiceField(label="Who cannot come", widget=forms.RadioSelect)
    because = forms.ChoiceField(
        label="Why",
        choices=[(code, RELEASED_BECAUSE[code]) for code in DROPS_OUT_BECAUSE],
        widget=forms.RadioSelect,
    )

    def __init__(self, clinicians: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["clinician"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(clinicians)
        if len(clinicians) == 1:
            field.initial = clinicians[0][0]


class OverrideForm(Plainly, forms.Form):
    """Why a session may open although it is short."""

    reason = forms.CharField(label="Why it is right to hold it all the same", max_length=500, widget=forms.Textarea)


class StaffForm(Plainly, forms.Form):
    """Who leads, and who helps: for all blocks of a session; of a program day, helpers by block."""

    lead = forms.ChoiceField(label="Leads")
    scope = forms.ChoiceField(label="Which sessions", choices=SCOPES, widget=forms.RadioSelect, initial=THIS)

    def __init__(self, row: Row, clinicians: Sequence[Clinician], *args: Any, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)
        names = [("", "Choose"), *((str(c.pk), c.name) for c in clinicians)]
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ChoiceField)
        lead.choices = names
        now = [s for s in row.staff if s.released_at is None]
        lead.initial = next((str(s.clinician_id) for s in now if s.part == "lead"), "")
        self.blocks = [f.block for f in row.fills if f.block.kind != BREAK]
        self.has_helpers = row.session.kind in (PROGRAM_DAY, "couples_group", "wellness")
        if row.session.series_id is None:
            del self.fields["scope"]
        if self.has_helpers:
            self._ask_for_helpers(names, now)
        self.order_fields([name for name in self.fields if name != "scope"])

    def _ask_for_helpers(self, names: Sequence[tuple[str, str]], now: Sequence[Staffed]) -> None:
        for block in self.blocks:
            name = words.BLOCK_NAMES[block.kind] if len(self.blocks) > 1 else KIND_NAMES[self.row.session.kind]
            self.fields[f"help_{block.number}"] = forms.MultipleChoiceField(
                label=f"Help to lead {block.number}. {name}" if len(self.blocks) > 1 else "Help to lead",
                choices=names[1:],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[str(s.clinician_id) for s in now if s.part == "co" and s.block_id == block.pk],
            )

    def staff(self) -> list[Staff]:
        """As the action takes it; whoever leads does not help too."""
        lead = UUID(self.cleaned_data["lead"])
        found = [Staff(lead, block.number, "lead") for block in self.blocks]
        if self.has_helpers:
            found += [
                Staff(UUID(chosen), block.number, "co")
                for block in self.blocks
                for chosen in self.cleaned_data[f"help_{block.number}"]
                if UUID(chosen) != lead
            ]
        return found


class RepeatForm(Plainly, forms.Form):
    """On which days, when and how long something repeats."""

    weekdays = forms.MultipleChoiceField(
        label="Days", choices=list(zip(WEEKDAYS, DAYS_SAID, strict=True)), widget=forms.CheckboxSelectMultiple
    )
    start = MinuteField(label="Starts at")
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=720)
    scope = forms.ChoiceField(label="Which sessions", choices=SCOPES[1:], widget=forms.RadioSelect, initial=FOLLOWING)

    def __init__(self, series: Series, *args: Any, **kwargs: Any) -> None:
        first = {"weekdays": series.weekdays, "start": series.start_minute, "minutes": series.minutes}
        super().__init__(*args, initial=first, **kwargs)
        self.fields["start"].label = f"Starts at, {zone_said(series.zone)}"
        # A program day lasts as long as its day plan.
        if series.minutes is None:
            del self.fields["minutes"]


class EndRepeatForm(Plainly, forms.Form):
    """After which day nothing repeats."""

    until_on = DayField(label="Last day", help_text="What is planned after this day is canceled, and people are told.")


class AwayForm(Plainly, forms.Form):
    """Days on which somebody cannot come."""

    first_on = DayField(label="First day")
    last_on = DayField(label="Last day", required=False, help_text="Leave it empty if it is one day.")
