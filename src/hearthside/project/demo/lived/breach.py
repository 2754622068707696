"""
One evening on which a facilitator's computer died: the watch saw it, somebody on duty was called, came, and stayed.

Watched second by second by the watch itself, with the clock of then. It decides what happened: here stands only whose
line broke, and how fast whoever was called answered.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import looking_as
from hearthside.live.actions.seating import Sitter, admit_seat, take_seat
from hearthside.live.watching.tick import Tick
from hearthside.live.words import FACILITATOR
from hearthside.people.models.clinicians import Clinician
from hearthside.project.demo.bonds import acts
from hearthside.project.demo.lived.planned import Planned
from hearthside.project.demo.lived.playing import Played
from hearthside.project.demo.lived.script import Part, Stay
from hearthside.safety.actions.duty import end_duty, start_duty
from hearthside.safety.actions.pages import accept_page
from hearthside.safety.models.attempts import PageAttempt
from hearthside.safety.models.pages import OPEN, Page
from hearthside.safety.pager.carrying import Ticket, carry_out
from hearthside.safety.pager.engine import USUAL
from hearthside.safety.pager.taking import take_step_of
from hearthside.safety.words import FLOATER, IN_PAGE

STANDS_IN = "Dana Reyes"
SECOND = timedelta(seconds=1)
# The watch sees nothing in its first seconds; afterwards it looks on until all is well for a while.
LOOKS_BEFORE, LOOKS_AFTER = timedelta(seconds=14), timedelta(seconds=75)
ANSWERS_AFTER, IS_IN_AFTER = timedelta(seconds=6), timedelta(seconds=5)
BACK_AFTER = timedelta(minutes=4, seconds=12)


class NobodyCame(Exception):
    """In this session nobody was called who could have come: another one is to be told of."""


def goes_wrong_at(plan: Planned) -> datetime | None:
    """When somebody is lost: in the middle of a part that needs everybody who leads it; None where nobody is missed."""
    block = next((each for each in plan.blocks if each.kind == "process"), None)
    if block is None or len(plan.staff) < 1:
        return None
    at = block.starts_at + (block.ends_at - block.starts_at) * 0.4
    return at if any(since <= at < until for _, since, until in plan.staff) else None


class Breach:
    """What happens in between, while a session is played."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.answered: Page | None = None

    def loses(self, played: Played) -> None:
        """Whoever came last of those who lead is cut off then, and comes back once their computer runs again."""
        there = [
            n
            for n, part in enumerate(played.parts)
            if part.is_staff and part.stays[0].start < self.at < part.stays[0].end
        ]
        part = played.parts[there[-1]]
        whole = part.stays[0]
        stays = (Stay(whole.start, self.at, broke=True), Stay(self.at + BACK_AFTER, whole.end))
        played.parts[there[-1]] = replace(part, stays=stays)

    def between(self, played: Played) -> None:
        """
        Watch the minute around it.

        Raises:
            NobodyCame: nobody on duty could.
        """
        self.loses(played)
        dana = acts(played.plan.session.program, STANDS_IN)
        with clock.told_as_of(self.at - timedelta(hours=1), by=played.storyteller), looking_as(dana):
            duty = start_duty(program=played.live.program_id, kind=FLOATER, by=dana)
        tick, now = Tick(only=played.live.pk), self.at - LOOKS_BEFORE
        while now < self.at + LOOKS_AFTER:
            played.receive(now)
            with clock.told_as_of(now, by=played.storyteller):
                tick.look(now)
            self._answer(played, dana, now)
            now += SECOND
        if self.answered is None:
            raise NobodyCame
        with clock.told_as_of(played.plan.session.ends_at, by=played.storyteller), looking_as(dana):
            end_duty(duty=duty, by=dana)

    def _answer(self, played: Played, dana: Actor, now: datetime) -> None:
        """Whoever is called sees it at once, and accepts after a few seconds; the mail to them need not leave then."""
        if self.answered is not None:
            return
        with played.at(now):
            page = Page.objects.filter(OPEN, subject_id=played.room.pk).first()
            if page is None:
                return
            if page.step == 0:
                for ticket in take_step_of(page, now, USUAL.in_flight):
                    if ticket.channel == IN_PAGE:
                        carry_out(ticket, SECOND, lambda _: None)
                if not PageAttempt.objects.filter(page=page, to=dana.account).exists():
                    raise NobodyCame
        if now >= page.raised_at + ANSWERS_AFTER:
            self._come(played, page, dana, now)

    def _come(self, played: Played, page: Page, dana: Actor, now: datetime) -> None:
        with clock.told_as_of(now, by=played.storyteller), looking_as(dana):
            self.answered = accept_page(page=page, by=dana)
            whose = Clinician.objects.get(account=dana.account)
            sitter = Sitter(FACILITATOR, clinician=whose.pk)
            seat = take_seat(live=played.live, sitters=[sitter], by=dana)
        with played.at(now):
            played.seats[whose.pk] = admit_seat(seat=seat, by=played.watch)
            for attempt in PageAttempt.objects.filter(page=page, ended_at__isnull=True):
                carry_out(Ticket(attempt.pk, attempt.channel), SECOND, lambda _: None)
        end = max(part.stays[-1].end for part in played.parts if part.stays)
        played.parts.append(Part(whose.pk, True, now, (Stay(now + IS_IN_AFTER, end),)))
