"""Pages on which what repeats is changed or ended, from one of its sessions."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from hearthside.access.answering import ask, asker, sent
from hearthside.access.rule import rule
from hearthside.schedule.actions.changes import change_series, end_series
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.web import staff_forms as forms
from hearthside.schedule.web.staff_asking import session_of
from hearthside.schedule.web.staff_changes import FORM, about, address, page


def _series_of(session: Session) -> Series:
    if session.series is None:
        raise Http404
    return session.series


@rule("staffing", mode="write")
@page
def repeat(request: HttpRequest, session: UUID) -> HttpResponse:
    """Other days, another time, another length: from this one on, or from today on."""
    found = session_of(request, session)
    form = forms.RepeatForm(_series_of(found), sent(request))

    def act(given: dict[str, Any]) -> Series:
        return change_series(
            session=found, scope=given["scope"], weekdays=given["weekdays"], start_minute=given["start"],
            minutes=given.get("minutes"), by=asker(request),
        )  # fmt: skip

    sentences = [
        "What was agreed until then stays on record. Sessions are made anew at the new time, and everybody in them is "
        "told. A session that has begun stays as it is, and a day that was canceled stays canceled. Whoever said that "
        "they cannot come on a day is not expected that day."
    ]
    context = about(request, found, "Change what repeats", "Change it", sentences=sentences)
    return ask(request, form, act, done="Changed. Everybody in it is told.", to=address(found), template=FORM,
               context=context)  # fmt: skip


@rule("staffing", mode="write")
@page
def end(request: HttpRequest, session: UUID) -> HttpResponse:
    """Nothing repeats after a day."""
    found = session_of(request, session)
    series = _series_of(found)
    form = forms.EndRepeatForm(sent(request), initial={"until_on": found.on_day})

    def act(given: dict[str, Any]) -> Series:
        return end_series(series=series, until_on=given["until_on"], by=asker(request))

    context = about(request, found, "End what repeats?", "End it", danger=True)
    return ask(request, form, act, done="Ended. Everybody in it is told.", to=address(found), template=FORM,
               context=context)  # fmt: skip
