"""Cards about the schedule, for whoever plans, is on call, or answers for size and ratio."""

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse

from hearthside.access.web.asking import actor_of, program_of
from hearthside.ledger import clock, reading
from hearthside.policy.queries import today
from hearthside.project.web.card import SMALL_COUNT, Card, counted
from hearthside.schedule.models.cover import Shortage
from hearthside.schedule.models.questions import Question
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.swaps import ASKED, Swap
from hearthside.schedule.said import time_said, zone_said
from hearthside.schedule.words import OPEN, SHORT


def short_of_staff(request: HttpRequest) -> Card | None:
    """Sessions to come that lack staff and that nobody answers for yet."""
    lacking = Session.objects.visible_to(actor_of(request)).filter(status=SHORT, override_at__isnull=True)
    short = lacking.filter(ends_at__gt=clock.now()).count()
    words = counted(short, "session to come is short of staff", "sessions to come are short of staff")
    return Card("Cover", words, reverse("schedule:cover"), "Find cover", str(short))


def short_today(request: HttpRequest) -> Card | None:
    """What lacks staff today and is not over: how much, when the first begins, and how much nobody answers for."""
    program, at = program_of(request), clock.now()
    lacking = Shortage.objects.filter(session=OuterRef("pk"), ended_at__isnull=True)
    today_short = Session.objects.visible_to(actor_of(request)).filter(
        # Of the evening before, what goes on past midnight.
        Q(on_day=today(program)) | Q(starts_at__lte=at),
        Exists(lacking),
        status__in=(SHORT, OPEN),
        ends_at__gt=at,
    )
    found = list(today_short.order_by("starts_at").values_list("starts_at", "override_at"))
    words = counted(len(found), "session of today is short of staff", "sessions of today are short of staff")
    if found:
        first, waits = found[0][0], sum(override_at is None for _, override_at in found)
        begins = "begins" if first > at else "began"
        words += f". The first {begins} at {time_said(first, program.zone)}, {zone_said(program.zone)}. "
        words += f"Nobody answers yet for {waits} of them" if waits else "Somebody answers for each"
    return Card("Today", words, reverse("schedule:cover"), "Open cover", str(len(found)))


def swaps_waiting(request: HttpRequest) -> Card | None:
    """Asks for a seat in another group that wait for an answer; nothing where there are none."""
    asked = Swap.objects.visible_to(actor_of(request)).filter(state=ASKED, session__starts_at__gt=clock.now())
    few = list(asked.values_list("patient", flat=True))
    if not few:
        return None
    if len(few) <= SMALL_COUNT:
        reading.note(patients=few, part="swaps", purpose=reading.OPERATIONS)
    words = counted(len(few), "person asks to come to another group", "people ask to come to another group")
    return Card("Swaps", words, reverse("schedule:swaps"), "Answer", str(len(few)))


def calendar_asks(request: HttpRequest) -> Card | None:
    """What the calendar asks a person to decide; nothing where it asks nothing."""
    asked = Question.objects.visible_to(actor_of(request)).filter(answered_at__isnull=True).count()
    if not asked:
        return None
    words = counted(asked, "thing waits for a decision", "things wait for a decision")
    return Card("Questions of the calendar", words, reverse("schedule:questions"), "Look at them", str(asked))


def planned_today(request: HttpRequest) -> Card | None:
    """How much takes place today."""
    standing = Session.objects.visible_to(actor_of(request)).standing()
    planned = standing.filter(on_day=today(program_of(request))).count()
    words = counted(planned, "session today", "sessions today")
    return Card("The week", words, reverse("schedule:week"), "See the week", str(planned))


def sizes_as_planned(request: HttpRequest) -> Card | None:
    words = "How full each group is planned, how many people each clinician has, and every exception."
    return Card("Size and ratio", words, reverse("schedule:sizes"), "See them")


def sizes_over_time(request: HttpRequest) -> Card | None:
    words = "What was planned and kept in the last twelve weeks and is planned for the next four, with every exception."
    return Card("Size and ratio over time", words, reverse("schedule:sizes_over_time"), "See how it went")
