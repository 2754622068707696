"""The outbox for those who watch over it: ids and kinds, never an address or a word of a mail."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hearthside.access.models import Program
from hearthside.access.permissions import Permission, may_do
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger.actors import Actor
from hearthside.ledger.listening import stuck
from hearthside.notify.actions.outbox import try_mail_again
from hearthside.notify.kinds import KINDS
from hearthside.notify.models import DROPPED, GIVEN_UP, SENDING, SENT, WAITING, Mail
from hearthside.notify.news import LISTENER
from hearthside.notify.queries import mails_of, outbox_counts
from hearthside.ui import listing

# State: kind of tag and word.
SHOWN = {
    GIVEN_UP: ("danger", "Given up"),
    WAITING: ("info", "Waits"),
    SENDING: ("info", "On its way"),
    SENT: ("ok", "Sent"),
    DROPPED: ("plain", "Not sent"),
}


def _who(request: HttpRequest) -> tuple[Actor, Program]:
    return request.actor, cast(Program, request.program)  # type: ignore[attr-defined]


@rule("outbox")
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Mails of the program, the latest first; `state` shows those of one state."""
    actor, program = _who(request)
    state = request.GET.get("state", "")
    state = state if state in SHOWN else ""
    page = listing.page(request.GET, mails_of(program.id, state))
    counts = outbox_counts(program.id)
    shown = {
        "page": page,
        "rows": [
            (mail, KINDS[mail.kind].title if mail.kind in KINDS else "Sign-in", *SHOWN[mail.state]) for mail in page
        ],
        "states": [(key, word, counts.get(key, 0)) for key, (_, word) in SHOWN.items()],
        "state": state,
        "given_up": counts.get(GIVEN_UP, 0),
        "stuck": stuck(LISTENER),
        "may_tend": may_do(actor.roles, Permission.TEND_OUTBOX),
    }
    return render(request, "notify/outbox.html", shown)


@rule("outbox", mode="write")
@require_POST
def again(request: HttpRequest, mail: UUID) -> HttpResponse:
    """Try a mail again that was given up."""
    actor, program = _who(request)
    found = Mail.objects.filter(program=program, pk=mail).first()
    if found is None:
        raise Http404
    try:
        try_mail_again(mail=found, by=actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is tried again now.")
    answer = HttpResponse(status=303)
    answer["Location"] = reverse("notify:outbox")
    return answer
