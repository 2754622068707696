"""Plain controls for changes by hand: where somebody goes, who leads, on which days, at which time."""

from typing import Any

from django import forms

from hearthside.base.words import DAYS
from hearthside.placement.report import times
from hearthside.placement.report.cohort_view import CohortView
from hearthside.placement.solver.edits import ChangePattern, ChangeSession, ChangeStaff, MovePerson
from hearthside.placement.solver.problem import DayPlan, Problem
from hearthside.placement.solver.week import Cohort, Session
from hearthside.schedule.said import minute_said
from hearthside.ui.forms import Plainly

Choices = list[tuple[str, str]]
NOBODY = ("", "Nobody")
WAITS = "waits"


def _days(form: forms.Form, allowed: tuple[int, ...]) -> None:
    form.fields["days"].choices = [(str(day), times.LONG_DAYS[day]) for day in allowed]  # type: ignore[attr-defined]


def _starts(form: forms.Form, problem: Problem) -> None:
    form.fields["start"].choices = [(str(minute), minute_said(minute)) for minute in problem.grid]  # type: ignore[attr-defined]


class SureForm(Plainly, forms.Form):
    """Nothing is asked."""


class MoveForm(Plainly, forms.Form):
    """Where somebody goes."""

    to = forms.ChoiceField(label="Where they go")

    def __init__(self, person: str, cohorts: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["to"].choices = [("", "Choose"), *cohorts, (WAITS, "They wait")]  # type: ignore[attr-defined]

    def edit(self) -> MovePerson:
        to = self.cleaned_data["to"]
        return MovePerson(self.person, "" if to == WAITS else to)


class BringForm(Plainly, forms.Form):
    """Who comes into this cohort from the waiting list."""

    person = forms.ChoiceField(label="Who comes, of those who wait")

    def __init__(self, cohort: str, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort = cohort
        self.fields["person"].choices = [("", "Choose"), *people]  # type: ignore[attr-defined]

    def edit(self) -> MovePerson:
        return MovePerson(self.cleaned_data["person"], self.cohort)


class StaffForm(Plainly, forms.Form):
    """Who leads or helps: somebody takes another's part, comes in addition, or goes."""

    leaves = forms.ChoiceField(label="Who stops", required=False)
    comes = forms.ChoiceField(
        label="Who comes", required=False, help_text="Takes the part of whoever stops; with nobody there, helps."
    )
    blocks = forms.TypedMultipleChoiceField(
        label="In which blocks", coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="None chosen means all of them. Whoever leads is in all of them.",
    )  # fmt: skip

    def __init__(self, problem: Problem, cohort: Cohort, view: CohortView, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort = cohort.id
        there = [(who.id, f"{who.name}, {who.part}") for who in view.staff]
        able = [(c.id, c.name) for c in problem.clinicians if "facilitator" in c.roles]
        blocks = [(str(n), block.label) for n, block in enumerate(view.blocks, 1) if block.staffed]
        self.fields["leaves"].choices = [NOBODY, *there]  # type: ignore[attr-defined]
        self.fields["comes"].choices = [NOBODY, *sorted(able, key=lambda c: c[1])]  # type: ignore[attr-defined]
        self.fields["blocks"].choices = blocks  # type: ignore[attr-defined]

    def edit(self) -> ChangeStaff:
        given = self.cleaned_data
        return ChangeStaff(self.cohort, given["leaves"], given["comes"], tuple(sorted(given["blocks"])))


class PatternForm(Plainly, forms.Form):
    """On which days a cohort meets, and when."""

    days = forms.TypedMultipleChoiceField(label="Days", coerce=int, widget=forms.CheckboxSelectMultiple)
    start = forms.TypedChoiceField(label="Begins at", coerce=int)

    def __init__(self, problem: Problem, plan: DayPlan, cohort: Cohort, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"days": list(cohort.days), "start": cohort.start}, **kwargs)
        self.cohort = cohort.id
        _days(self, plan.days_allowed)
        _starts(self, problem)
        self.fields["days"].help_text = f"{plan.days_per_week} days, by its day plan."
        self.fields["start"].help_text = f"{times.zone_name(problem.policy.reference_zone)} time."

    def edit(self) -> ChangePattern:
        return ChangePattern(self.cohort, tuple(sorted(self.cleaned_data["days"])), self.cleaned_data["start"])


class SessionForm(Plainly, forms.Form):
    """When a weekly session is, and who leads it."""

    day = forms.TypedChoiceField(label="Day", coerce=int)
    start = forms.TypedChoiceField(label="Begins at", coerce=int)
    clinician = forms.ChoiceField(label="Who leads it")

    def __init__(self, problem: Problem, session: Session, role: str, *args: Any, **kwargs: Any) -> None:
        lead = session.clinicians[0] if session.clinicians else ""
        initial = {"day": session.day, "start": session.start, "clinician": lead}
        super().__init__(*args, initial=initial, **kwargs)
        self.session = session.id
        able = sorted(((c.id, c.name) for c in problem.clinicians if role in c.roles), key=lambda c: c[1])
        self.fields["day"].choices = [(str(n), times.LONG_DAYS[n]) for n in range(len(DAYS))]  # type: ignore[attr-defined]
        self.fields["clinician"].choices = able  # type: ignore[attr-defined]
        _starts(self, problem)
        self.fields["start"].help_text = f"{times.zone_name(problem.policy.reference_zone)} time."

    def edit(self) -> ChangeSession:
        given = self.cleaned_data
        return ChangeSession(self.session, given["day"], given["start"], given["clinician"])
