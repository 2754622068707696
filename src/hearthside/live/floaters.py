"""
The ladder of stand-ins: who may step into a room right now, asked at the moment of calling.

A floater is called who is free at this moment, licensed for everybody who is there (where each of them says they are
today), of the right role, track and language, and treats nobody there in another role. Whoever is passed over has a
code that says why, and no more. Supervisors and crisis clinicians come to see to it, so only a conflict keeps them out.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from hearthside.ledger import clock
from hearthside.live.models.check_in import CheckInPlace
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.watch.facts import NEXT_BLOCK, RATIO
from hearthside.people.models.clinicians import Clinician
from hearthside.policy.queries import today
from hearthside.safety.models.duty import Duty
from hearthside.safety.models.pages import Page
from hearthside.safety.pager import ladders
from hearthside.safety.pager.ladders import Candidate, Choice, Ladder
from hearthside.safety.words import CRISIS, EVERYBODY, FLOATER, NEXT, SUPERVISOR
from hearthside.schedule.models.sessions import Staffing
from hearthside.schedule.plain import Person
from hearthside.schedule.queries.fitness import Fitness, doing
from hearthside.schedule.queries.people_in import holders
from hearthside.schedule.queries.standing import Standing
from hearthside.schedule.rules import Stay

FLOATERS = "floaters"

NO_CLINICIAN, IN_IT, OTHER_ROLE, UNLICENSED = "no_clinician", "in_it", "other_role", "unlicensed"
UNFIT, BUSY, AWAY = "unfit", "busy", "away"
REASONS = {
    NO_CLINICIAN: "you are not on the program's list of clinicians who work today.",
    IN_IT: "you are in this session already.",
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
CONFLICTS = frozenset({IN_IT, OTHER_ROLE})
# Booked from then on, nobody is called for a moment's help only.
AT_LEAST = timedelta(minutes=5)
KINDS_OF = {NEXT: (FLOATER,), SUPERVISOR: (SUPERVISOR,), EVERYBODY: (FLOATER, SUPERVISOR, CRISIS)}


@dataclass(frozen=True)
class Need:
    """What a stand-in comes into: the session, and who is there now."""

    live: LiveSession
    people: tuple[Person, ...]
    # Who leads or helps there now, or does by the plan.
    staff: frozenset[UUID]
    # Where each patient says they are today.
    states: dict[UUID, str]


def register() -> None:
    """Let pages of rooms call stand-ins."""
    ladders.register(Ladder(FLOATERS, next_candidates, objection, REASONS, causes=CAUSES))


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
    stand_in = _StandIn(need, list(clinicians.values()))
    found: dict[UUID, str] = {}
    for account in accounts:
        clinician = clinicians.get(account)
        code = stand_in.why_not(clinician) if clinician else NO_CLINICIAN
        found[account] = "" if account in sees_to_it and code not in CONFLICTS else code
    return found


class _StandIn:
    """These clinicians against one need, everything read once."""

    def __init__(self, need: Need, clinicians: list[Clinician]) -> None:
        self.need, session = need, need.live.session
        ids = [clinician.pk for clinician in clinicians]
        self.day, self.now = today(session.program), clock.now()
        patients = [person.patient for person in need.people if person.patient]
        self.fitness = Fitness(session.program_id, ids, patients)
        self.standing = Standing(session.program_id, ids, [], self.now, self.now + AT_LEAST)
        self.track, self.language = (
            (session.cohort.track, session.cohort.language) if session.cohort is not None else ("", "")
        )
        states = {patient: known.state for patient, known in self.fitness.known.items()} | need.states
        self.states = {states[patient] for patient in patients if patient in states}
        # Of somebody whose place nobody knows, nobody is licensed to treat them.
        self.all_located = all(states.get(patient) for patient in patients)

    def why_not(self, clinician: Clinician) -> str:
        """The first reason why this clinician may not stand in, conflicts before all others."""
        session, people = self.need.live.session, self.need.people
        if clinician.pk in self.need.staff:
            return IN_IT
        if self.fitness.in_another_role(session.kind, clinician.pk, people, self.now):
            return OTHER_ROLE
        if not clinician.works_on(self.day):
            return NO_CLINICIAN
        what = doing(session.kind, "co", self.track)
        if not self.all_located or not self.fitness.for_all(clinician.pk, what, self.states, self.day):
            return UNLICENSED
        if not self.fitness.suits(clinician, session.kind, people, track=self.track, language=self.language):
            return UNFIT
        until = self.now + AT_LEAST
        if self.standing.absent(clinician.pk, self.now, until):
            return AWAY
        return BUSY if self.standing.taken(Stay(clinician.pk, self.now, until, session.pk)) else ""


def _need(page: Page) -> Need:
    """What the page is about: a room, or a session."""
    live = LiveSession.objects.select_related("session__program", "session__cohort")
    if page.subject_kind == "room":
        live = live.filter(pk__in=LiveRoom.objects.filter(pk=page.subject_id).values("session"))
    else:
        live = live.filter(pk=page.subject_id)
    session: LiveSession = live.get()
    there = SeatOccupant.objects.filter(
        seat__session=session, seat__admitted_at__isnull=False, seat__revoked_at__isnull=True, until_at__isnull=True
    )
    rows = list(there.values_list("patient", "partner", "clinician"))
    people = tuple(Person(patient, partner) for patient, partner, _ in rows if patient or partner)
    planned = Staffing.objects.filter(block__session=session.pk, released_at__isnull=True)
    staff = {clinician for *_, clinician in rows if clinician} | set(planned.values_list("clinician", flat=True))
    return Need(session, people or holders(session.pk), frozenset(staff), _places(session))


def _places(live: LiveSession) -> dict[UUID, str]:
    """In which state each patient last said they are, at the door of this session."""
    said = CheckInPlace.objects.filter(check_in__session=live, check_in__patient__isnull=False)
    # The last one of each stands.
    return dict(said.order_by("said_at", "id").values_list("check_in__patient", "state"))
