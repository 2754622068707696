"""
The ladder of stand-ins: who may step into a room right now, asked at the moment of calling.

A floater is called who is free at this moment, licensed for everybody who is there (where each of them says they are
today), of the right role, track and language, treats nobody there in another role, and is nobody's partner there.
Whoever is passed over has a code that says why, and no more. Supervisors and crisis clinicians come to see to it, so
only a conflict keeps them out; whether they count as staff is asked when they sit down.
"""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import looking_as
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.queries.standing_in import AWAY, BUSY, IN_IT, Need, StandIn, need_of
from hearthside.live.watch.facts import NEXT_BLOCK, RATIO
from hearthside.live.words import NO_CLINICIAN, OTHER_ROLE, RELATED, UNFIT, UNLICENSED
from hearthside.people.models.clinicians import Clinician
from hearthside.safety.models.duty import Duty
from hearthside.safety.models.pages import Page
from hearthside.safety.pager import ladders
from hearthside.safety.pager.ladders import Candidate, Choice, Ladder
from hearthside.safety.words import CRISIS, EVERYBODY, FLOATER, NEXT, SUPERVISOR

FLOATERS = "floaters"
# The page for entering presses for them, once: whoever accepted has said that they come.
AT_ONCE = "#now"

REASONS = {
    NO_CLINICIAN: "you are not on the program's list of clinicians who work today.",
    IN_IT: "you are in this session already.",
    RELATED: "you are, or live with, somebody there.",
    OTHER_ROLE: "you treat somebody there, or their partner, in another role.",
    UNLICENSED: "you may not treat everybody who is there, where they are today.",
    UNFIT: "the group needs another role, track or language.",
    BUSY: "you are booked elsewhere at this moment.",
    AWAY: "you are away today.",
}
CAUSES = {
    RATIO: "Too few staff are in the room, or somebody of them may be gone.",
    NEXT_BLOCK: "The next part begins soon and needs more staff than is there.",
}
# What keeps out whoever comes to see to it, and not to lead.
CONFLICTS = frozenset({IN_IT, RELATED, OTHER_ROLE})
KINDS_OF = {NEXT: (FLOATER,), SUPERVISOR: (SUPERVISOR,), EVERYBODY: (FLOATER, SUPERVISOR, CRISIS)}


def register() -> None:
    """Let pages of rooms call stand-ins."""
    ladders.register(Ladder(FLOATERS, next_candidates, objection, REASONS, leads_to, CAUSES))


def leads_to(page: Page) -> str:
    """Into the room, at once; whoever is no clinician here, and so may sit in none, to the counts of all."""
    with looking_as(system_actor("live", program=page.program_id)):
        if not Clinician.objects.filter(program=page.program_id, account=page.accepted_by_id).exists():
            return reverse("live:console")
        room = LiveRoom.objects.filter(pk=page.subject_id).first()
    return reverse("live:enter", args=[room.session_id if room else page.subject_id]) + AT_ONCE


def next_candidates(page: Page, level: str, called: Collection[UUID]) -> Choice:
    """Whom a step calls: the first floater who was not called yet, the supervisors, or everybody on duty."""
    duties = Duty.objects.open().filter(program=page.program_id, kind__in=KINDS_OF[level])
    # In the order in which they began: whoever has waited longest is called first.
    on_duty = [d for d in duties.order_by("began_at", "id") if level != NEXT or d.account_id not in called]
    why_not = _objections(page, {(d.account_id, d.kind) for d in on_duty})
    fit = [d.account_id for d in on_duty if not why_not[d.account_id]]
    passed_over = dict.fromkeys((d.account_id, why_not[d.account_id]) for d in on_duty if why_not[d.account_id])
    chosen = fit[:1] if level == NEXT else list(dict.fromkeys(fit))
    return Choice(tuple(Candidate(account) for account in chosen), tuple(passed_over))


def objection(page: Page, account: UUID) -> str:
    """Why this person may not come, by its code, or nothing; as whatever they are on duty as now."""
    duties = Duty.objects.open().filter(program=page.program_id, account=account).values_list("kind", flat=True)
    return _objections(page, {(account, kind) for kind in duties} or {(account, FLOATER)})[account]


def _objections(page: Page, asked: Collection[tuple[UUID, str]]) -> dict[UUID, str]:
    """For each account the nearest thing to a yes among what they are on duty as: nothing where they may come."""
    accounts = {account for account, _ in asked}
    sees_to_it = {account for account, kind in asked if kind != FLOATER}
    need = _need(page)
    here = Clinician.objects.filter(program=page.program_id, account__in=accounts).select_related("program")
    clinicians = {clinician.account_id: clinician for clinician in here}
    stand_in = StandIn(need, list(clinicians.values()))
    found: dict[UUID, str] = {}
    for account in accounts:
        clinician = clinicians.get(account)
        stranger = RELATED if account in stand_in.close else NO_CLINICIAN
        code = stand_in.why_not(clinician) if clinician else stranger
        found[account] = "" if account in sees_to_it and code not in CONFLICTS else code
    return found


def _need(page: Page) -> Need:
    """What the page is about: a room, or a session."""
    live = LiveSession.objects.select_related("session__program", "session__cohort")
    if page.subject_kind == "room":
        live = live.filter(pk__in=LiveRoom.objects.filter(pk=page.subject_id).values("session"))
    else:
        live = live.filter(pk=page.subject_id)
    return need_of(live.get())
