"""What every page's frame needs: the program, its on-call number, navigation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from hearthside.access.models import Program
from hearthside.access.roles import PATIENT_SIDE
from hearthside.ledger.actors import Actor
from hearthside.project.navigation import navigation
from hearthside.project.web.demonstration import being_built
from hearthside.ui.made_up import is_made_up


def page(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page. Errors before sign-in is known have no program."""
    actor: Actor | None = getattr(request, "actor", None)
    program = program_shown(request)
    main, more = navigation(request)
    return {
        "program_name": program.name if program else "",
        "on_call_number": program.on_call_number if program else "",
        "navigation": main,
        "more": more,
        "me": _me(request, actor),
        # Whoever is treated has help one press away on every page.
        "talk_now": actor is not None and not actor.roles.isdisjoint(PATIENT_SIDE),
        "made_up": is_made_up(),
        "second_factors_off": not settings.SECOND_FACTOR,
        "being_built": being_built(actor),
    }


def program_shown(request: HttpRequest) -> Program | None:
    """The person's program; for a visitor the only one there is, so that its on-call number is on every page."""
    actor: Actor | None = getattr(request, "actor", None)
    program: Program | None = getattr(request, "program", None)
    if program is not None or actor is None or not actor.is_anonymous:
        return program
    there = list(Program.objects.all()[:2])
    return there[0] if len(there) == 1 else None


def _me(request: HttpRequest, actor: Actor | None) -> dict[str, str] | None:
    """The way to one's own account."""
    if actor is None or actor.is_anonymous:
        return None
    return {"name": request.user.name, "url": reverse("access:account")}  # type: ignore[union-attr]
