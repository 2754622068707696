"""The cohort question as one stream of whole numbers, for the peer that runs outside Python."""

from collections.abc import Iterator

import numpy as np

from bench.placement.seating import Seating


def numbers(seating: Seating) -> Iterator[object]:
    """Limits, weights, day plans, clock, facilitators and units, in the order in which Reader.java reads them."""
    a, programs = seating.a, seating.problem.programs
    cap, least, buffer, starts = (int(n) for n in a.limits[:4])
    yield from (cap, least, buffer, starts)
    yield from (int(w) for w in a.weights[:7])
    yield from (len(programs), len(seating.days_of_combo))
    for p in range(len(programs)):
        yield from (int(a.p_days[p]), int(a.p_full[p]))
        for size in range(cap + 1):
            assert int(a.p_need[p, size].max()) <= 2, "the peer's model has one second facilitator"
            blocks = seating.second_blocks(p, size)
            yield seating.blockset(p, blocks) if blocks else -1
        yield from (int(m) for m in a.p_minutes[p])
        yield len(seating.combos[p])
        for days in seating.combos[p]:
            yield from days
    yield len(a.s_from)
    for column in (a.s_from, a.s_length, a.s_minutes, a.start_utc, [len(a.period)], a.period):
        yield from np.asarray(column).ravel().tolist()
    yield from _facilitators(seating)
    yield from _units(seating)


def _facilitators(seating: Seating) -> Iterator[object]:
    a = seating.a
    combos = range(len(seating.problem.programs))
    yield len(a.f_week)
    for f in range(len(a.f_week)):
        for column in (a.f_states, a.f_langs, a.f_tracks, a.f_gender, a.f_week, a.f_day):
            yield int(column[f])
        for blockset in range(len(a.s_from)):
            for p in combos:
                yield from seating.starts(a.f_avail[f, blockset, :, 0], p).tolist()


def _units(seating: Seating) -> Iterator[object]:
    a = seating.a
    yield len(a.u_n)
    for u in range(len(a.u_n)):
        for column in (a.u_n, a.u_base, a.u_states, a.u_langs, a.u_focus, a.u_track):
            yield int(column[u])
        for row in (a.u_wish[u], a.u_time[u], a.u_zone[u]):
            yield from row.tolist()
        for p in range(len(seating.problem.programs)):
            yield from seating.starts(seating.unit_words[u, p], p).tolist()
        apart = a.apart[a.apart_at[u] : a.apart_at[u + 1]].tolist()
        yield len(apart)
        yield from apart
