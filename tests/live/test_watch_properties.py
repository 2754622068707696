"""
Made-up sessions by the hundred: people come, drop, freeze, leave and return, and the watch keeps its promises.

What the engine later calls a breach of some length was an alarm while it lasted: the two read the same facts.
"""

from hypothesis import given
from hypothesis import strategies as st

from hearthside.live.attendance.presence import _one_room_at_a_time as one_room_at_a_time
from hearthside.live.watch import decisions as d
from hearthside.live.watch.facts import Connection
from hearthside.live.watch.lives import rooms_counted
from hearthside.live.watch.memory import Memory
from tests.live import logs
from tests.live.watching import SECOND, Session, Stay

LENGTH = 240
NAMES = ["kim", "lee", "p1", "p2", "p3", "p4", "p5", "p6", "p7"]
CLINICIANS = {"kim", "lee"}

# Who, when they come, for how long, and how it ends.
stays = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.integers(0, LENGTH - 10),
        st.integers(3, LENGTH),
        st.sampled_from(["leaves", "killed", "closes"]),
    ),
    max_size=14,
)


def session_of(script: list[tuple[str, int, int, str]]) -> Session:
    """Everybody's stays one after the other: a new one only once the one before is over for the server too."""
    session = Session()
    session.lead, session.order = "kim", ("kim", "lee")
    for name in NAMES:
        free_from = 0
        for who, at, length, how in sorted(script):
            if who != name or at < free_from:
                continue
            stay = session.comes(name, "facilitator" if name in CLINICIANS else "patient", at=at)
            end_with(session, stay, at + length, how)
            free_from = at + length + 25
    return session


def end_with(session: Session, stay: Stay, at: int, how: str) -> None:
    if how == "leaves":
        stay.goodbye = stay.left = at * SECOND
    elif how == "closes":
        stay.left = stay.beats_until = at * SECOND
    else:
        session.is_killed(stay.identity, at=at)


def evidence(session: Session) -> list[object]:
    """The same session as an installation keeps it."""
    lines: list[object] = [logs.session(LENGTH), logs.room(), logs.now(LENGTH)]
    for name in session.people:
        lines += [logs.person(name, session.people[name][0].role), logs.seat(name)]
    for stay in session.stays:
        start = stay.joined / SECOND
        lines.append(logs.joined(stay.sid, stay.identity, start))
        end = (stay.beats_until if stay.beats_until is not None else stay.left) or LENGTH * SECOND
        lines.append(logs.beats(stay.sid, start, start + (min(end, LENGTH * SECOND) - stay.joined) // 2000 * 2))
        if stay.left is not None and stay.left <= LENGTH * SECOND:
            reason = "CONNECTION_TIMEOUT" if stay.lossy else "CLIENT_INITIATED"
            lines.append(logs.left(stay.sid, stay.identity, stay.left / SECOND, reason))
    return lines


@given(stays)
def test_the_lead_is_never_somebody_who_comes_to_be_treated(script):
    session = session_of(script).until(LENGTH)

    assert {decision.clinician for decision in session.what(d.TakeLead)} <= CLINICIANS


@given(stays)
def test_a_page_is_out_exactly_while_staff_may_be_short(script):
    session = session_of(script)
    for second in range(1, LENGTH):
        session.until(second)
        standing = session.seen.standing["main"]

        assert (standing.state != "ok") == (("main", "ratio") in session.pages)


@given(stays)
def test_a_hold_comes_only_after_twenty_seconds_alone_and_is_lifted_by_staff_alone(script):
    session = session_of(script)
    for second in range(1, LENGTH):
        session.until(second)
        here = session.seen.here["main"]

        if any(isinstance(one, d.Hold) for one in session.seen.decisions):
            assert not here.staff_there
            assert not here.staff_maybe
        if here.staff_there:
            assert "main" not in session.held


@given(stays)
def test_nobody_who_said_goodbye_has_a_card_and_everybody_lost_long_enough_has(script):
    session = session_of(script).until(LENGTH)

    for name in set(session.people) - CLINICIANS:
        last = session.of(name)
        if last.goodbye is not None and last.goodbye < LENGTH * SECOND:
            assert not any(card.person == name and card.lost_at >= last.joined for card in session.what(d.OpenCard))
        elif last.beats_until is not None and last.beats_until <= (LENGTH - 30) * SECOND:
            assert (name, name) in session.cards


@given(stays)
def test_what_the_engine_calls_a_breach_of_fifteen_seconds_was_an_alarm_while_it_lasted(script):
    session = session_of(script)
    alarms: set[int] = set()
    for second in range(1, LENGTH):
        session.until(second)
        if session.seen.standing["main"].state != "ok":
            alarms.add(second)

    for breach in logs.answer(*evidence(session))["rooms"]["main"]["breaches"]:
        start, end = (round(_seconds(breach[edge])) for edge in ("start", "end"))
        # The engine dates it from the loss; the watch knows of it within its six seconds, and twelve where patients
        # are lost as well, whom it counts until it is sure.
        assert not set(range(start + 13, min(end, LENGTH - 1) - 1)) - alarms


def _seconds(moment: str) -> float:
    from datetime import datetime

    return (datetime.fromisoformat(moment) - logs.STARTS).total_seconds()


@given(stays, st.integers(1, LENGTH - 1))
def test_what_is_remembered_survives_being_written_down(script, second):
    session = session_of(script).until(second)

    assert Memory.from_json(session.memory.as_json()) == session.memory


@given(
    st.lists(st.tuples(st.integers(0, 100), st.sampled_from("abc"), st.integers(1, 100)), min_size=1, max_size=5),
    st.integers(0, 200),
)
def test_where_a_facilitator_counts_is_what_the_engine_says(found, now):
    spans = [(joined, room, (joined, joined + length)) for joined, room, length in found]
    open_now = [
        Connection(f"s{n}", "kim", room, joined)
        for n, (joined, room, (_, end)) in enumerate(spans)
        if joined <= now < end
    ]

    counted = one_room_at_a_time(spans, 30)

    assert rooms_counted(open_now, 30, now) == {
        room for room, own in counted.items() if any(start <= now < end for start, end in own)
    }
