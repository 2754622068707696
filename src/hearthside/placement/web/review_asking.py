"""A proposal that is looked at and changed: found if the asker may see it, with the roster it is held against."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from hearthside.access.answering import asker, see_other
from hearthside.access.require import NotAllowed
from hearthside.base.refusal import Refusal
from hearthside.ledger import reading
from hearthside.ledger.retrying import retrying
from hearthside.placement.actions.editing import BreaksRules, edit_proposal
from hearthside.placement.models.proposals import Proposal, ProposalAnswer
from hearthside.placement.queries.warm import Warm, warm
from hearthside.placement.refusals import RosterUnfit
from hearthside.placement.solver.edits import Edit
from hearthside.placement.solver.week import Cohort, Week
from hearthside.placement.web.finding_words import Broken, broken_said, cohort_called
from hearthside.placement.web.naming import names_in
from hearthside.placement.web.review_view import Review
from hearthside.placement.web.review_words import done_said
from hearthside.placement.week_json import from_json
from hearthside.placement.words import READY, REPLAN
from hearthside.schedule.said import whole_date_said


@dataclass
class Opened:
    """One answer that is ready to be looked at."""

    request: HttpRequest
    proposal: Proposal
    answer: ProposalAnswer

    @cached_property
    def week(self) -> Week:
        return from_json(self.answer.edited or self.answer.week)

    @cached_property
    def before(self) -> Week:
        return from_json(self.answer.before)

    @cached_property
    def names(self) -> dict[str, str]:
        people = {p for w in (self.week, self.before) for c in w.cohorts for p in c.members}
        people |= {u.person_id for u in self.week.unplaced}
        for part in ("wishes", "membership", "schedule"):
            reading.note(patients=sorted(map(UUID, people)), part=part, purpose=reading.OPERATIONS)
        return names_in(self.request, self.week, self.before)

    @cached_property
    def kept(self) -> Warm:
        replan = self.proposal.kind == REPLAN
        return warm(self.proposal.program, self.proposal.week, by=asker(self.request), replan=replan)

    @cached_property
    def review(self) -> Review:
        return Review(self.answer, self.week, self.before, self.kept, self.names)

    @property
    def home(self) -> str:
        return reverse("placement:proposal", args=[self.proposal.pk])

    @property
    def back(self) -> dict[str, str]:
        return {"url": self.home, "words": f"Week of {whole_date_said(self.proposal.week)}"}

    def address(self, name: str, *more: str) -> str:
        return reverse(f"placement:{name}", args=[self.proposal.pk, self.answer.which, *more])

    def cohort(self, id: str) -> Cohort:
        """A cohort of the plan as it is now."""
        found = next((c for c in self.review.week.cohorts if c.id == id), None)
        if found is None:
            raise Http404
        return found

    def cohorts_to_choose(self, *, without: str = "") -> list[tuple[str, str]]:
        """Every cohort with its size, by name."""
        found = [
            (c.id, f"{cohort_called(c.id, self.names)}, {len(c.members)} people")
            for c in self.review.week.cohorts
            if c.id != without
        ]
        return sorted(found, key=lambda each: each[1])


def opened(request: HttpRequest, proposal: UUID, which: str) -> Opened:
    """The answer, if it is there for this asker and nobody has published it."""
    rows = Proposal.objects.visible_to(asker(request)).filter(pk=proposal).select_related("program")
    found: Proposal | None = rows.first()
    answer = found.answers.select_related("proposal__program").filter(which=which).first() if found else None
    if found is None or answer is None or found.status != READY:
        raise Http404
    return Opened(request, found, answer)


def held_against_roster(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Where the roster cannot be read, go back to the plan and say why: nothing can be checked then."""

    @wraps(view)
    def asked(request: HttpRequest, proposal: UUID, **place: Any) -> HttpResponse:
        try:
            return view(request, proposal=proposal, **place)
        except RosterUnfit as refusal:
            messages.warning(request, str(refusal))
            return see_other(reverse("placement:proposal", args=[proposal]))

    return asked


def changed(
    at: Opened, form: forms.Form, edit: Callable[[], Edit], *, to: Callable[[Week], str]
) -> tuple[HttpResponse | None, list[Broken]]:
    """
    Make the change that a form asks for. Where it was made, the answer that goes on; else the form says why not, and
    the rules that would be broken are given.
    """
    if not form.is_valid():
        return None, []
    try:
        edited = retrying(edit_proposal)(answer=at.answer, edit=edit(), by=asker(at.request))
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except BreaksRules as refusal:
        form.add_error(None, str(refusal))
        return None, broken_said(refusal.broken, at.week, at.names)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None, []
    messages.success(at.request, done_said(edited, at.names))
    return see_other(to(edited.tried.week)), []


def status(context: dict[str, Any]) -> int:
    """422 where a form of the page was refused."""
    form = context.get("form")
    return 422 if form is not None and form.is_bound and form.errors else 200


def has_cohort(week: Week, cohort: str) -> bool:
    return any(c.id == cohort for c in week.cohorts)
