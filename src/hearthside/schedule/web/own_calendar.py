"""One's own sessions in one's own calendar: a secret address to subscribe to, and the file behind it."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hearthside.access.answering import ask, asker, program_of, see_other, sent
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger import reading
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.schedule.actions.calendars import (
    LONGEST_WORD,
    WORD,
    call_calendar_entries,
    make_calendar_address,
    revoke_calendar_address,
)
from hearthside.schedule.ics import calendar
from hearthside.schedule.models.calendar_feeds import CalendarFeed
from hearthside.schedule.queries.calendars import events_of, feed_behind, own_feed, patients_of
from hearthside.ui.forms import Plainly

page = require_http_methods(["GET", "HEAD", "POST"])
READER = "calendar"


class WordForm(Plainly, forms.Form):
    """What every session is called in the calendar."""

    word = forms.CharField(
        label="What your sessions are called there", max_length=LONGEST_WORD,
        help_text="A calendar may lie open where others see it. This word is all that it says of a session.",
    )  # fmt: skip


def _feed(request: HttpRequest) -> CalendarFeed | None:
    account = asker(request).account
    return own_feed(account, program_of(request).pk) if account else None


@rule("calendar-feed", mode="write")
@page
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Whether there is an address; a new one is shown once, on the page that made it."""
    feed = _feed(request)
    form = WordForm(sent(request), initial={"word": feed.word if feed else WORD})
    context: dict[str, Any] = {"feed": feed, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            made = make_calendar_address(word=form.cleaned_data["word"], by=asker(request))
        except Refusal as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            address = request.build_absolute_uri(reverse("schedule:calendar", args=[made.secret]))
            # Calendar programs open such an address by themselves.
            opens = f"webcal:{address.partition(':')[2]}"
            return render(request, "schedule/calendar/made.html", {"address": address, "opens": opens})
    refused = form.is_bound and bool(form.errors)
    return render(request, "schedule/calendar/mine.html", context, status=422 if refused else 200)


def _about(heading: str, button: str, **more: Any) -> dict[str, Any]:
    back = {"url": reverse("schedule:my_calendar"), "words": "My calendar"}
    return {"heading": heading, "button": button, "back": back, **more}


@rule("calendar-feed", mode="write")
@page
def rename_calendar(request: HttpRequest) -> HttpResponse:
    """Another word for every session; the address stays."""
    feed = _feed(request)
    if feed is None:
        return see_other(reverse("schedule:my_calendar"))

    def act(given: dict[str, Any]) -> None:
        call_calendar_entries(word=given["word"], by=asker(request))

    done = "Saved. Your calendar shows it when it looks the next time."
    return ask(
        request, WordForm(sent(request), initial={"word": feed.word}), act, done=done,
        to=reverse("schedule:my_calendar"), template="people/clinicians/form.html",
        context=_about("Another word in my calendar", "Save"),
    )  # fmt: skip


@rule("calendar-feed", mode="write")
@page
def revoke_calendar(request: HttpRequest) -> HttpResponse:
    """The address works no more. Asked once."""
    if _feed(request) is None:
        return see_other(reverse("schedule:my_calendar"))

    def act(given: dict[str, Any]) -> None:
        revoke_calendar_address(by=asker(request))

    sentences = [
        "From now on nobody finds your sessions at this address, your own calendar included.",
        "What your calendar has fetched already stays in it until you take it out there.",
    ]
    return ask(
        request, forms.Form(sent(request)), act, done="The address works no more.",
        to=reverse("schedule:my_calendar"), template="people/clinicians/form.html",
        context=_about("Stop this address?", "Stop it", danger=True, sentences=sentences),
    )  # fmt: skip


@rule("calendar-feed", public=True)
@require_safe
def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """
    The file, read by a calendar program, which cannot sign in: the secret is the right.

    Anything else is answered as an address that never was. Each reading is a line in the log of whose record it is.
    """
    request_id: str = request.request_id  # type: ignore[attr-defined]
    with scope(system_actor(READER, request_id=request_id)):
        feed = feed_behind(secret)
        if feed is None:
            raise Http404
        by = system_actor(READER, program=feed.program_id, request_id=request_id)
        with scope(by), reading.reading(by=by, route="calendar/<str:secret>.ics"):
            octets = calendar(events_of(feed), title=feed.word)
            if patients := patients_of(feed.account_id, feed.program_id):
                reading.note(patients=patients, part="schedule", purpose=reading.ACCESS_REQUEST)
    answer = HttpResponse(octets, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="calendar.ics"'
    # The address must not be found by a search, nor handed on to wherever a link leads.
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
