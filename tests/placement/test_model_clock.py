"""Who is free when, as the search sees it: the same as the plain rule of the circle says, start by start."""

from hypothesis import given
from hypothesis import strategies as st

from hearthside.base.spans import WEEK_MINUTES, clash, covers
from hearthside.placement.solver.model_clock import WORD, Clock, facilitator_bits
from tests.placement import build

STAYS = [(0, 90), (100, 80), (0, 180)]


@given(
    st.lists(st.tuples(st.integers(0, WEEK_MINUTES - 1), st.integers(30, 200)), max_size=4),
    st.sampled_from(["mon 09:00-17:00; sun 20:00-24:00", "sat 00:00-24:00; sun 00:00-24:00; mon 00:00-06:00"]),
)
def test_a_clinician_can_lead_where_they_are_free_and_no_kept_session_is_near(sessions, hours):
    who = build.clinician("c1", free=hours)
    problem = build.problem([build.person("p1")], [who])
    busy = [(at, at + length) for at, length in sessions]
    clock = Clock(problem)

    bits = facilitator_bits(problem, clock, who, STAYS, busy)

    for number, (offset, length) in enumerate(STAYS):
        for day, minutes in enumerate(clock.utc):
            for step, at in enumerate(minutes):
                begin = int(at) + offset
                stay = (begin, begin + length)
                possible = covers(who.reach, *stay) and not any(
                    clash(stay, held, problem.policy.buffer_minutes) for held in busy
                )
                assert bool(bits[number][day][step // WORD] >> (step % WORD) & 1) == possible
