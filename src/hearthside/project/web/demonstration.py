"""What pages show of the demonstration itself: how far it is built, and the guide of the first hour."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hearthside.access.rule import rule
from hearthside.access.web.asking import actor_of
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import looking_as
from hearthside.live.models.rooms import LiveSession
from hearthside.project.demo import guide
from hearthside.project.demo.lived.planned import not_held
from hearthside.project.models import Demonstration
from hearthside.ui.made_up import is_made_up

# Demonstrations that were seen complete: nothing of one is ever taken away again.
_complete: set[UUID] = set()


@dataclass(frozen=True)
class Building:
    """So many pieces of so many are there; `stopped` where nobody goes on with it."""

    done: int
    of: int
    stopped: bool
    # While its past is played, the last of the pieces: so many sessions of so many were held.
    held: int = 0
    past: int = 0


def being_built(actor: Actor | None) -> Building | None:
    """How far the demonstration is; None where it is complete, or there is none."""
    if actor is None or actor.account is None or actor.program in (None, *_complete) or not is_made_up():
        return None
    from hearthside.project.demo import build

    # An error page after a question that the database refused may ask it nothing more.
    demo = None if connection.needs_rollback else Demonstration.objects.filter(program=actor.program).first()
    if demo is None:
        return None
    done, of = build.progress(demo), len(build.LATER)
    if done == of:
        _complete.add(demo.pk)
        return None
    held, past = _lived(demo) if done == of - 1 else (0, 0)
    return Building(done, of, stopped=not build.is_under_way(), held=held, past=past)


def _lived(demo: Demonstration) -> tuple[int, int]:
    """How many sessions of its past were held, and how many there are."""
    with looking_as(system_actor("demonstration", program=demo.pk)):
        held = LiveSession.objects.filter(program=demo.pk, ended_at__isnull=False).count()
        return held, held + not_held(demo.program, clock.now()).count()


def guide_for(actor: Actor) -> list[dict[str, str]]:
    """The steps of somebody's guide; none outside of the demonstration, and once they have put it away."""
    if not in_the_demonstration(actor):
        return []
    shown = guide.steps(actor.roles)
    if not shown or guide.is_put_away(actor):
        return []
    return [{"link": step.link, "url": reverse(step.place), "sentence": step.sentence} for step in shown]


def in_the_demonstration(actor: Actor) -> bool:
    """Whether this person's program is the made-up one."""
    return is_made_up() and Demonstration.objects.filter(program=actor.program).exists()


@rule("own-account", mode="write")
@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """The guide is not shown any more."""
    guide.put_guide_away(by=actor_of(request))
    messages.success(request, "The guide is put away. The whole tour stands in docs/tutorials/your-first-hour.md.")
    answer = HttpResponse(status=303)
    answer["Location"] = reverse("home")
    return answer
