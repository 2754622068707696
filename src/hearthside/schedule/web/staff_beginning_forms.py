"""What is asked of something that is to repeat: who leads it, on which days, when, from which day until which."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from hearthside.caseload.models.day_plans import DayPlan
from hearthside.schedule.plain import Pattern, Person, Staff
from hearthside.schedule.queries.choosing import Choice
from hearthside.schedule.rules import BREAK
from hearthside.schedule.said import WEEKDAYS as DAYS_SAID
from hearthside.schedule.said import zone_said
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.web.fields import MinuteField
from hearthside.schedule.web.staff_couples import Couple
from hearthside.schedule.words import PROGRAM_DAY, WEEKDAYS
from hearthside.ui.forms import DayField, Plainly


class BeginForm(Plainly, forms.Form):
    """Something that repeats every week."""

    lead = forms.ChoiceField(label="Who leads it")
    weekdays = forms.MultipleChoiceField(
        label="Days", choices=list(zip(WEEKDAYS, DAYS_SAID, strict=True)), widget=forms.CheckboxSelectMultiple
    )
    start = MinuteField(label="Starts at")
    from_on = DayField(label="First day")
    until_on = DayField(label="Last day", required=False, help_text="Leave it empty if it has no end.")

    def __init__(self, zone: str, leads: Sequence[Choice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ChoiceField)
        lead.choices = [("", "Choose"), *((str(c.id), c.name) for c in leads)]
        self.fields["start"].label = f"Starts at, {zone_said(zone)}"


class WeeklyForm(BeginForm):
    """A session of one kind, every week, with a person or a couple."""

    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=720)
    field_order: Sequence[str] = ("lead", "weekdays", "start", "minutes", "from_on", "until_on")

    def pattern(self, kind: str) -> Pattern:
        given = self.cleaned_data
        return Pattern(
            kind, tuple(given["weekdays"]), given["start"], given["from_on"], given["until_on"],
            minutes=given["minutes"], zone=self.zone,
        )  # fmt: skip

    def staff(self) -> list[Staff]:
        return [Staff(UUID(self.cleaned_data["lead"]))]


class CouplesGroupForm(WeeklyForm):
    """A group of several couples, every week."""

    people = forms.MultipleChoiceField(label="Which other couples come", widget=forms.CheckboxSelectMultiple)
    helpers = forms.MultipleChoiceField(
        label="Who helps to lead it", required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("people", "lead", "helpers", *WeeklyForm.field_order[1:])

    def __init__(
        self, zone: str, leads: Sequence[Choice], couples: Mapping[str, Couple], most: str, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(zone, leads, *args, **kwargs)
        self.couples = couples
        people, helpers = self.fields["people"], self.fields["helpers"]
        assert isinstance(people, forms.ChoiceField)
        assert isinstance(helpers, forms.ChoiceField)
        people.choices = [(key, couple.name) for key, couple in couples.items()]
        people.help_text = most
        helpers.choices = [(str(c.id), c.name) for c in leads]

    def chosen(self) -> list[Person]:
        """Everybody of the other couples."""
        return [person for key in self.cleaned_data["people"] for person in self.couples[key].people]

    def staff(self) -> list[Staff]:
        """Whoever leads does not help too."""
        (lead,) = super().staff()
        helping = [UUID(each) for each in self.cleaned_data["helpers"]]
        return [lead, *(Staff(each, part="co") for each in helping if each != lead.clinician)]


class ProgramDayForm(BeginForm):
    """A cohort's day: who leads it, and who helps in each of its blocks."""

    def __init__(
        self, plan: DayPlan, zone: str, leads: Sequence[Choice], helpers: Sequence[Choice], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(zone, leads, *args, **kwargs)
        # It ends with its cohort.
        del self.fields["until_on"]
        days = self.fields["weekdays"]
        assert isinstance(days, forms.MultipleChoiceField)
        days.choices = [c for c in zip(WEEKDAYS, DAYS_SAID, strict=True) if c[0] in plan.days_allowed]
        days.help_text = f"The day plan has {plan.days_per_week} days a week."
        self.blocks = [block for block in plan.blocks.all() if block.kind != BREAK]
        for block in self.blocks:
            self.fields[f"help_{block.number}"] = forms.MultipleChoiceField(
                label=f"Help to lead {block.number}. {words.BLOCK_NAMES[block.kind]}",
                choices=[(str(c.id), c.name) for c in helpers],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields(["lead", *(f"help_{block.number}" for block in self.blocks)])

    def pattern(self, cohort: UUID, last: date | None) -> Pattern:
        given = self.cleaned_data
        return Pattern(
            PROGRAM_DAY, tuple(given["weekdays"]), given["start"], given["from_on"], last, cohort=cohort, zone=self.zone
        )

    def staff(self) -> list[Staff]:
        """Whoever leads does not help too."""
        lead = UUID(self.cleaned_data["lead"])
        helping = [
            Staff(UUID(chosen), block.number, "co")
            for block in self.blocks
            for chosen in self.cleaned_data[f"help_{block.number}"]
            if UUID(chosen) != lead
        ]
        return [*(Staff(lead, block.number, "lead") for block in self.blocks), *helping]
