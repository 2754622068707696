"""
What happened in the schedule, and who is told of it: one handler for each kind of entry in the ledger.

`notify` stands below, so the schedule reads the ledger from a place of its own. Somebody is told of one change once: a
closed day that cancels three of their sessions is one notice. It says when, on its reader's own clocks, and names
nobody; the mail about it says that something in the calendar changed, and no more.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Min

from hearthside.access.models import Program
from hearthside.ledger.listening import Handler, in_their_program, outbox
from hearthside.ledger.models import Entry
from hearthside.notify.actions.notices import notify
from hearthside.notify.kinds import KINDS
from hearthside.notify.queries import holders_of
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.queries.receivers import Receiver, of_clinicians, of_people, partners_in, staff_of
from hearthside.schedule.said import when

LISTENER = "schedule"
# Somebody and the instants at which what they are told of begins.
Told = dict[UUID, set[datetime]]
# Of seats that were given up or taken back by the person: they know.
OWN_DOING = ("swap", "guest_elsewhere")
PLANNED = ("SeriesStarted", "SessionBooked", "SeatsTaken")


def _lines(entry: Entry, kinds: Collection[str]) -> list[Entry]:
    """Everything of these kinds that the same request did; its lines stand in one chain and were written at once."""
    if not entry.request_id:
        return [entry]
    same = Entry.objects.filter(program_id=entry.program_id, at=entry.at, request_id=entry.request_id)
    return list(same.filter(kind__in=kinds).order_by("position"))


def _one_change(entry: Entry, what: str) -> UUID:
    """What a notice is about: all of one kind that one request did, so that it is told once."""
    return uuid5(NAMESPACE_URL, f"{what}:{entry.request_id or entry.id}")


def _tell(kind: str, entry: Entry, told: Told, receivers: Iterable[Receiver], about: UUID | None = None) -> None:
    """Tell each of these, unless they did it themselves, when it is on their own clocks."""
    for receiver in receivers:
        instants = told.get(receiver.who) if receiver.who else None
        if str(receiver.account) != entry.actor and instants:
            facts = {"when": when(instants, receiver.zone)}
            notify(
                account=receiver.account,
                kind=kind,
                about=about or _one_change(entry, kind),
                facts=facts,
                by=outbox(entry),
            )


def _tell_staff(kind: str, entry: Entry, about: UUID, starts_at: datetime | None = None) -> None:
    """Tell everybody in the program who holds one of the kind's roles, on the program's clocks."""
    if entry.program_id is None:
        return
    program = Program.objects.get(pk=entry.program_id)
    facts = {"when": when({starts_at}, program.zone)} if starts_at else {}
    for account in holders_of(program.pk, KINDS[kind].roles):
        if str(account) != entry.actor:
            notify(account=account, kind=kind, about=about, facts=facts, by=outbox(entry))


def _ids(entry: Entry, name: str) -> list[UUID]:
    return [UUID(each) for each in entry.facts.get(name) or ()]


def _people(entry: Entry) -> list[UUID]:
    """The patients and the partner an entry names."""
    named = [entry.facts.get("patient"), entry.facts.get("partner"), *(entry.facts.get("patients") or ())]
    return [UUID(each) for each in dict.fromkeys(named) if each]


def _starts(sessions: Collection[UUID]) -> dict[UUID, datetime]:
    return dict(Session.objects.filter(pk__in=sessions).values_list("pk", "starts_at"))


def _add(told: Told, who: Iterable[UUID], instants: Iterable[datetime]) -> None:
    times = set(instants)
    for each in who:
        told.setdefault(each, set()).update(times)


def _planned(entry: Entry) -> None:
    """What is new in somebody's calendar; of a series its first session."""
    lines = _lines(entry, PLANNED)
    series = [UUID(line.facts["series"]) for line in lines if line.kind == "SeriesStarted"]
    firsts = dict(
        Session.objects.filter(series__in=series).values_list("series").annotate(first=Min("starts_at")).order_by()
    )
    starts = _starts([s for line in lines for s in _ids(line, "sessions")])
    booked = [UUID(line.facts["session"]) for line in lines if line.kind == "SessionBooked"]
    partners, people, staff = partners_in(booked), Told(), Told()
    for line in lines:
        if line.kind == "SeatsTaken":
            # A guest was told that it was granted.
            if not line.facts["guest"]:
                _add(people, _people(line), (starts[s] for s in _ids(line, "sessions") if s in starts))
            continue
        if line.kind == "SeriesStarted":
            first = firsts.get(UUID(line.facts["series"]))
            instants = [first] if first else []
        else:
            instants = [datetime.fromisoformat(line.facts["starts_at"])]
            _add(people, partners.get(UUID(line.facts["session"]), ()), instants)
        _add(people, _people(line), instants)
        _add(staff, _ids(line, "clinicians"), instants)
    _tell("sessions_planned", entry, people, of_people(people))
    _tell("sessions_planned", entry, staff, of_clinicians(staff))


def _moved(entry: Entry) -> None:
    _of_sessions(entry, "sessions_moved")


def _canceled(entry: Entry) -> None:
    _of_sessions(entry, "sessions_canceled")


def _of_sessions(entry: Entry, kind: str) -> None:
    """Everybody of the sessions of one change, each told of their own."""
    lines = _lines(entry, [entry.kind])
    partners = partners_in([UUID(line.facts["session"]) for line in lines])
    people, staff = Told(), Told()
    for line in lines:
        instants = [datetime.fromisoformat(line.facts["starts_at"])]
        _add(people, [*_people(line), *partners.get(UUID(line.facts["session"]), ())], instants)
        _add(staff, _ids(line, "clinicians"), instants)
    _tell(kind, entry, people, of_people(people))
    _tell(kind, entry, staff, of_clinicians(staff))


def _freed(entry: Entry) -> None:
    """Seats that somebody has no more, whatever the reason: in the same words as any cancellation."""
    if entry.facts["because"] in OWN_DOING:
        return
    starts = _starts(_ids(entry, "sessions"))
    told = Told()
    _add(told, _people(entry), starts.values())
    _tell("sessions_canceled", entry, told, of_people(told))


def _excused(entry: Entry) -> None:
    """Whoever staffs the sessions is told that somebody cannot come, not who or why; the person, if staff said so."""
    starts = _starts(_ids(entry, "sessions"))
    _tell_facilitators("seat_excused", entry, starts)
    if entry.facts["because"] not in ("own", *OWN_DOING):
        told = Told()
        _add(told, _people(entry), starts.values())
        _tell("seat_excused_for_you", entry, told, of_people(told))


def _taken(entry: Entry) -> None:
    """A seat that is taken again, or by a guest, is news to whoever staffs the session."""
    if entry.facts["guest"]:
        _tell_facilitators("guest_comes", entry, _starts(_ids(entry, "sessions")))
    _planned(entry)


def _tell_facilitators(kind: str, entry: Entry, starts: Mapping[UUID, datetime]) -> None:
    told = Told()
    for session, clinicians in staff_of(starts).items():
        _add(told, clinicians, [starts[session]])
    _tell(kind, entry, told, of_clinicians(told), about=entry.id)


def _staff_changed(entry: Entry) -> None:
    """Clinicians who lead something from now on, and who do no more: of a series, its next session."""
    which = {"pk": entry.facts["session"]} if entry.facts["session"] else {"series": entry.facts["series"]}
    to_come = Session.objects.filter(**which, starts_at__gte=entry.at).order_by("starts_at")
    starts_at = to_come.values_list("starts_at", flat=True).first()
    for kind, name in (("sessions_planned", "added"), ("sessions_canceled", "released")):
        told = Told()
        _add(told, _ids(entry, name), [starts_at] if starts_at else [])
        _tell(kind, entry, told, of_clinicians(told), about=entry.id)


def _cover_offered(entry: Entry) -> None:
    starts = _starts([UUID(entry.facts["session"])])
    told = Told()
    _add(told, [UUID(entry.facts["clinician"])], starts.values())
    _tell("cover_offered", entry, told, of_clinicians(told), about=UUID(entry.facts["offer"]))


def _short(entry: Entry) -> None:
    about, starts_at = UUID(entry.facts["shortage"]), datetime.fromisoformat(entry.facts["starts_at"])
    _tell_staff("session_short", entry, about, starts_at)


def _whole(entry: Entry) -> None:
    if entry.facts["because"] == "covered":
        starts = _starts([UUID(entry.facts["session"])])
        for starts_at in starts.values():
            _tell_staff("session_covered", entry, UUID(entry.facts["shortage"]), starts_at)


def _questions(entry: Entry) -> None:
    _tell_staff("schedule_question", entry, entry.id)


def _about_swap(kind: str) -> Handler:
    """Tell the person what became of their ask, or that they are asked."""

    def handle(entry: Entry) -> None:
        told = Told()
        _add(told, _people(entry), _starts([UUID(entry.facts["session"])]).values())
        _tell(kind, entry, told, of_people(told), about=UUID(entry.facts["swap"]))

    return handle


def _swap_asked(entry: Entry) -> None:
    _tell_staff("swap_asked", entry, UUID(entry.facts["swap"]), datetime.fromisoformat(entry.facts["starts_at"]))


HANDLERS: Mapping[str, Handler] = in_their_program(
    {
        "SeriesStarted": _planned,
        "SessionBooked": _planned,
        "SeatsTaken": _taken,
        "SessionMoved": _moved,
        "SessionCanceled": _canceled,
        "SeatsFreed": _freed,
        "SeatsExcused": _excused,
        "StaffChanged": _staff_changed,
        "CoverOffered": _cover_offered,
        "SessionShort": _short,
        "SessionWhole": _whole,
        "QuestionsAsked": _questions,
        "SwapInvited": _about_swap("swap_invited"),
        "SwapAsked": _swap_asked,
        "SwapGranted": _about_swap("swap_granted"),
        "SwapDeclined": _about_swap("swap_declined"),
        "SwapLapsed": _about_swap("swap_declined"),
    }
)
