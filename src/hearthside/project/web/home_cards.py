"""
What stands on the first page of each role: a few cards, each with the number or sentence that matters and the way on.

A card asks one question of the database at most, as the person who reads it: what they may not see is not counted.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse

from hearthside.access.models import Invitation
from hearthside.access.web.asking import account_of, actor_of, program_of
from hearthside.base.zones import zone as rules_of
from hearthside.ledger import clock, reading
from hearthside.notify.models import GIVEN_UP, Mail
from hearthside.people.agreements.texts import NEEDED
from hearthside.people.models.applications import Application
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.people.queries.consents import agreements_of
from hearthside.people.queries.couples import own_couples
from hearthside.people.queries.expiries import expiries, notice_days
from hearthside.people.queries.patients import status_of, with_status
from hearthside.people.rules import ADMITTED, ON_LEAVE, WAITING
from hearthside.policy.models import PolicyDecision
from hearthside.policy.queries import today
from hearthside.project.web.card import Card, Maker, counted, noted_count
from hearthside.project.web.desk_cards import began_this_week, insurance
from hearthside.project.web.placement_cards import offers_waiting, own_offer, plans, what_if
from hearthside.project.web.schedule_cards import (
    calendar_asks,
    planned_today,
    short_of_staff,
    short_today,
    sizes_as_planned,
    sizes_over_time,
    swaps_waiting,
)
from hearthside.schedule.queries.pages_clinician import offers_to, own_work
from hearthside.schedule.queries.pages_person import own_sessions
from hearthside.schedule.said import day_said, span_said, zone_said
from hearthside.schedule.times import day_span
from hearthside.schedule.web.asking import me_of
from hearthside.schedule.words import CANCELED

# What comes next is looked for in so many days.
NEXT_DAYS = timedelta(days=28)

WHERE_YOU_STAND = {
    WAITING: "You have a place on our list. We look for a group that fits you, and write to you when there is one.",
    ADMITTED: "You are in the program.",
    ON_LEAVE: "You are on leave. Your place in the program is kept.",
}


def own_record(request: HttpRequest) -> Card | None:
    """Where a patient stands, in plain words."""
    actor = actor_of(request)
    patient = Patient.objects.visible_to(actor, "status").standing().filter(account=actor.account).first()
    if patient is None:
        return None
    status = status_of(patient)
    reading.note(patients=[patient.pk], part="status", purpose=reading.ACCESS_REQUEST)
    words = WHERE_YOU_STAND.get(status.status if status else "", "Your time in the program has ended.")
    return Card("You and the program", words, reverse("people:my_record"), "Your record")


def own_day(request: HttpRequest) -> Card | None:
    """What is on today for somebody who comes to sessions, or what comes next."""
    actor, at = actor_of(request), clock.now()
    who = me_of(request)
    if who is None:
        return None
    reading.note(
        patients=who.charts, part="schedule" if who.patient else "shared-couple", purpose=reading.ACCESS_REQUEST
    )
    ahead = [own for own in own_sessions(actor, who, at, at + NEXT_DAYS) if own.is_on]
    if not ahead:
        words = "Nothing is planned for you yet."
    else:
        first = ahead[0]
        day = "Today" if who.day(first.starts_at) == who.day(at) else day_said(first.starts_at, who.zone)
        words = f"{day}, {span_said(first.starts_at, first.ends_at, who.zone)}, your time ({zone_said(who.zone)})."
    return Card("What is next", words, reverse("schedule:today"), "Open today")


def own_work_today(request: HttpRequest) -> Card | None:
    """The sessions that a clinician leads today."""
    actor, at = actor_of(request), clock.now()
    own = Clinician.objects.visible_to(actor).filter(account=actor.account).first()
    if own is None:
        return None
    day = at.astimezone(rules_of(own.zone)).date()
    rows = [s for s in own_work(actor, own, *day_span(day, day, own.zone)) if s.status != CANCELED]
    words = counted(len(rows), "session that you lead today", "sessions that you lead today")
    ahead = [s for s in rows if s.ends_at > at]
    if ahead:
        words += f"; the next {span_said(ahead[0].starts_at, ahead[0].ends_at, own.zone)}, your time"
    return Card("Your sessions", words, reverse("schedule:work_week"), "Your week", str(len(rows)))


def asked_to_help(request: HttpRequest) -> Card | None:
    """What a clinician was asked to help out with; nothing where nobody asks."""
    actor = actor_of(request)
    own = Clinician.objects.visible_to(actor).filter(account=actor.account).first()
    offers = offers_to(actor, own, clock.now()) if own else []
    if not offers:
        return None
    words = counted(len(offers), "session asks for your help", "sessions ask for your help")
    return Card("Helping out", words, reverse("schedule:cover_offers"), "Answer", str(len(offers)))


def agreements(request: HttpRequest) -> Card | None:
    """Agreements that wait for a signature, or end soon; nothing where all are signed."""
    actor = actor_of(request)
    patient = Patient.objects.visible_to(actor, "consents").standing().filter(account=actor.account).first()
    if patient is None:
        return None
    program = program_of(request)
    reading.note(patients=[patient.pk], part="consents", purpose=reading.ACCESS_REQUEST)
    now, _ = agreements_of(patient, NEEDED, today(program))
    left = sum(each.signature is None for each in now)
    ending = sum(each.ends_soon for each in now)
    if not left + ending:
        return None
    if not left:
        words = counted(ending, "agreement ends soon: sign it again", "agreements end soon: sign them again")
        return Card("Agreements", words, reverse("people:my_record"), "Read and sign", str(ending))
    words = counted(left, "agreement to read and sign", "agreements to read and sign")
    return Card("Before your next group", words, reverse("people:my_record"), "Read and sign", str(left))


def couple(request: HttpRequest) -> Card | None:
    """The way to what two partners share."""
    if not own_couples(actor_of(request)):
        return None
    words = "What you both may know. What you each say alone stays with each of you."
    return Card("You and your partner", words, reverse("people:my_couple"), "What you share")


def own_minutes(request: HttpRequest) -> Card | None:
    """The way to a partner's own minutes; whoever has a chart finds them with their hours."""
    who = me_of(request)
    if who is None or who.patient is not None:
        return None
    words = "How long you were there in each session, and where to say that it is wrong."
    return Card("Your minutes", words, reverse("live:my_sessions"), "See your minutes")


def who_looked(request: HttpRequest) -> Card | None:
    return Card(
        "Who looked at your record", "Every look is written down, and you may see it.", reverse("readings"), "See who"
    )


def applications(request: HttpRequest) -> Card | None:
    """Applications that nobody has answered."""
    open_now = Application.objects.visible_to(actor_of(request)).filter(decided_at__isnull=True)
    waiting = noted_count(open_now, "application")
    words = counted(waiting, "application waits for an answer", "applications wait for an answer")
    return Card("Applications", words, reverse("people:applications"), "Open intake", str(waiting))


def to_be_told(request: HttpRequest) -> Card | None:
    """Applicants whose no nobody has told them yet; nothing where there are none."""
    waiting = noted_count(Application.objects.visible_to(actor_of(request)).to_be_told(), "application")
    if not waiting:
        return None
    words = counted(waiting, "person waits to hear why we said no", "people wait to hear why we said no")
    return Card(
        "To be told", words, f"{reverse('people:applications')}?decision=declined", "See whom to call", str(waiting)
    )


def waiting_people(request: HttpRequest) -> Card | None:
    """People who wait for a place."""
    visible = with_status(Patient.objects.visible_to(actor_of(request), "status").standing())
    waiting = noted_count(visible.filter(status_now=WAITING), "status")
    words = counted(waiting, "person waits for a place", "people wait for a place")
    return Card("Waiting", words, f"{reverse('people:patients')}?status={WAITING}", "See who waits", str(waiting))


def find_somebody(request: HttpRequest) -> Card | None:
    words = "Search by any part of a name, with or without accents."
    return Card("People", words, reverse("people:patients"), "Find somebody")


def clinicians(request: HttpRequest) -> Card | None:
    """Who works here."""
    working = Clinician.objects.visible_to(actor_of(request)).working_on(today(program_of(request))).count()
    words = counted(working, "clinician works here", "clinicians work here")
    return Card("Clinicians", words, reverse("people:clinicians"), "See who may treat where", str(working))


def own_licenses(request: HttpRequest) -> Card | None:
    words = "The states you may treat in, until when, and who confirmed it."
    return Card("Your licenses", words, reverse("people:my_licenses"), "Look at them")


def ends_soon(request: HttpRequest) -> Card | None:
    """Licenses and supervisions that end soon."""
    program = program_of(request)
    within = notice_days(program.id)[-1]
    ending = len(expiries(program=program.id, on=today(program), within=within))
    words = counted(ending, "license or supervision ends", "licenses or supervisions end")
    return Card(
        "Ends soon", f"{words} within {within} days", reverse("people:license_expiries"), "See which", str(ending)
    )


def proposals(request: HttpRequest) -> Card | None:
    """Changes of policy that wait for a second person."""
    program = program_of(request)
    waiting = PolicyDecision.objects.filter(program=program, state="proposed").count()
    words = counted(waiting, "change waits for a second person", "changes wait for a second person")
    return Card("Policy", words, reverse("policy:overview"), "Open the policy", str(waiting))


def policy(request: HttpRequest) -> Card | None:
    words = "Group sizes, ratios and minimums, each with its source."
    return Card("Policy", words, reverse("policy:overview"), "Read the policy")


def invitations(request: HttpRequest) -> Card | None:
    """Invitations that nobody has answered."""
    rows = Invitation.objects.filter(program=program_of(request), accepted_at__isnull=True, revoked_at__isnull=True)
    waiting = rows.filter(expires_at__gt=clock.now()).count()
    words = counted(waiting, "invitation waits for an answer", "invitations wait for an answer")
    return Card("People and roles", words, reverse("access:people"), "Open people and roles", str(waiting))


def unsent(request: HttpRequest) -> Card | None:
    """Mails that could not be sent."""
    given_up = Mail.objects.filter(program=program_of(request), state=GIVEN_UP).count()
    words = counted(given_up, "mail could not be sent", "mails could not be sent")
    return Card("Outbox", words, reverse("notify:outbox"), "Open the outbox", str(given_up))


def ledger(request: HttpRequest) -> Card | None:
    words = "What happened, by whom and when, in lines that nobody can change."
    return Card("Ledger", words, reverse("ledger"), "Search the ledger")


def sign_ins(request: HttpRequest) -> Card | None:
    words = "Who signed in, when and from which device, and who was refused."
    return Card("Sign-ins", words, reverse("access:program_sign_ins"), "Look at them")


def own_account(request: HttpRequest) -> Card | None:
    account_of(request)
    words = "Your name and e-mail address, your second factor, and the devices on which you are signed in."
    return Card("Your account", words, reverse("access:account"), "Open your account")


# By role, what matters most first. Whoever holds several roles sees each card once.
BY_ROLE: dict[str, tuple[Maker, ...]] = {
    "patient": (own_offer, own_day, agreements, own_record, couple, who_looked),
    "partner": (own_day, own_minutes, couple),
    "clinician": (asked_to_help, own_work_today, own_licenses, clinicians),
    "coordinator": (
        short_of_staff,
        offers_waiting,
        plans,
        swaps_waiting,
        calendar_asks,
        planned_today,
        waiting_people,
        sizes_as_planned,
        ends_soon,
        clinicians,
    ),
    "intake": (applications, to_be_told, offers_waiting, waiting_people, find_somebody, planned_today),
    "biller": (began_this_week, find_somebody, clinicians, insurance),
    "on_call": (short_today, short_of_staff, planned_today, clinicians),
    "compliance": (
        proposals,
        ledger,
        sign_ins,
        unsent,
        ends_soon,
        sizes_as_planned,
        sizes_over_time,
        short_of_staff,
    ),
    "director": (
        short_of_staff,
        sizes_as_planned,
        sizes_over_time,
        waiting_people,
        what_if,
        planned_today,
        invitations,
        ends_soon,
        proposals,
        unsent,
        clinicians,
    ),
}
EVERYBODY: tuple[Maker, ...] = (policy, own_account)


def cards(request: HttpRequest) -> Iterator[Card]:
    """The cards of this person, in the order of their roles; two cards never have the same title."""
    makers = [maker for role, made in BY_ROLE.items() if role in actor_of(request).roles for maker in made]
    titles: set[str] = set()
    for maker in dict.fromkeys([*makers, *EVERYBODY]):
        card = maker(request)
        if card is not None and card.title not in titles:
            titles.add(card.title)
            yield card
