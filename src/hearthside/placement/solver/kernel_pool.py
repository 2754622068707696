"""The pool of a step: units thrown out of cohorts and some that wait, and facilitators who might lead them."""

from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_layout import (
    ALIVE_COUNT,
    BUCKETS,
    LEAST_LEAD,
    MOST_HELD,
    POOL,
    STAMP,
    STATE_COUNT,
    UNITS_ALL,
    Ints,
    bucket_at,
    bucket_of,
    candidates,
    cohort_of,
    f_count,
    f_langs,
    f_minutes,
    f_states,
    f_week,
    order,
    pool,
    pooled,
    staff,
    staff_at,
    u_bucket,
    u_langs,
    u_plans,
    u_states,
    u_track,
    waiting,
    waiting_count,
)
from hearthside.placement.solver.kernel_state import MOST_POOL, random_below
from hearthside.placement.solver.model_clock import WORD

MOST_LOOKED = 200  # of one list in one step


@compiled
def pool_add(S: Ints, u: int) -> None:
    n = S[POOL]
    if n < MOST_POOL and S[pooled(S, u)] != S[STAMP]:
        S[pooled(S, u)] = S[STAMP]
        S[pool(S, n)] = u
        S[POOL] = n + 1


@compiled
def shuffle_pool(S: Ints) -> None:
    for i in range(S[POOL] - 1, 0, -1):
        k = random_below(S, i + 1)
        S[pool(S, i)], S[pool(S, k)] = S[pool(S, k)], S[pool(S, i)]


@compiled
def lowest_bit(mask: int) -> int:
    for k in range(WORD):
        if mask >> k & 1:
            return k
    return 0


@compiled
def pool_waiting(M: Ints, S: Ints, u: int, most: int) -> None:
    """Add waiting units that might share a cohort with u: of its track, its state or one a candidate also covers."""
    track = M[u_track(M, u)]
    bucket = M[u_bucket(M, u)]
    n = S[candidates(S, 0)]
    pool_bucket(M, S, bucket, u, most // 2 if n else most)
    if n == 0:
        return
    covered = M[f_states(M, S[candidates(S, 1 + random_below(S, n))])]
    offset = random_below(S, M[STATE_COUNT])
    left = most - most // 2
    for i in range(M[STATE_COUNT]):
        state = (offset + i) % M[STATE_COUNT]
        if not covered >> state & 1:
            continue
        other = M[bucket_of(M, track * M[STATE_COUNT] + state)]
        if other < 0 or other == bucket:
            continue
        part = left // 2 if left > 12 else left
        left -= pool_bucket(M, S, other, u, part)
        if left <= 0:
            return


@compiled
def could_meet(M: Ints, u: int, e: int) -> bool:
    """Whether two units of one track have a language and a day plan in common."""
    return M[u_langs(M, u)] & M[u_langs(M, e)] != 0 and M[u_plans(M, u)] & M[u_plans(M, e)] != 0


@compiled
def pool_bucket(M: Ints, S: Ints, bucket: int, u: int, most: int) -> int:
    """Add up to `most` waiting units of a bucket that could meet u, from a random place on."""
    n = S[waiting_count(S, bucket)]
    if n == 0:
        return 0
    offset = random_below(S, n)
    taken = 0
    for i in range(n if n < MOST_LOOKED else MOST_LOOKED):
        k = offset + i
        e = S[waiting(S, M[bucket_at(M, bucket)] + (k if k < n else k - n))]
        if could_meet(M, u, e):
            pool_add(S, e)
            taken += 1
            if taken >= most:
                break
    return taken


@compiled
def pool_seated(M: Ints, S: Ints, u: int, most: int) -> None:
    """Add up to `most` seated units that could meet u, of its track and states that a candidate covers."""
    track = M[u_track(M, u)]
    n = S[candidates(S, 0)]
    if n == 0:
        return
    covered = M[f_states(M, S[candidates(S, 1 + random_below(S, n))])]
    offset = random_below(S, M[STATE_COUNT])
    left = most
    for i in range(M[STATE_COUNT]):
        state = (offset + i) % M[STATE_COUNT]
        if not covered >> state & 1:
            continue
        bucket = M[bucket_of(M, track * M[STATE_COUNT] + state)]
        if bucket < 0:
            continue
        begin = M[bucket_at(M, bucket)] + S[waiting_count(S, bucket)]
        size = M[bucket_at(M, bucket + 1)] - begin
        if size == 0:
            continue
        first = random_below(S, size)
        part = left // 2 if left > 6 else left
        for j in range(size if size < MOST_LOOKED else MOST_LOOKED):
            k = first + j
            e = S[waiting(S, begin + (k if k < size else k - size))]
            if S[cohort_of(S, e)] >= 0 and could_meet(M, u, e):
                pool_add(S, e)
                left -= 1
                part -= 1
                if part <= 0:
                    break
        if left <= 0:
            return


@compiled
def propose_staff(M: Ints, S: Ints, u: int, most: int) -> None:
    """Fill `candidates` with facilitators who may treat the unit, from a random place on; [0] is how many."""
    k = M[u_track(M, u)] * M[STATE_COUNT] + lowest_bit(M[u_states(M, u)])
    size = S[staff_at(S, k + 1)] - S[staff_at(S, k)]
    n = S[candidates(S, 0)]
    if size:
        offset = random_below(S, size)
        for i in range(size if size < MOST_LOOKED else MOST_LOOKED):
            if n >= most:
                break
            j = offset + i
            f = S[staff(S, S[staff_at(S, k)] + (j if j < size else j - size))]
            if (
                M[u_langs(M, u)] & M[f_langs(M, f)]
                and M[u_states(M, u)] & ~M[f_states(M, f)] == 0
                and S[f_minutes(S, f)] + M[LEAST_LEAD] <= M[f_week(M, f)]
                and S[f_count(S, f)] < S[MOST_HELD]
            ):
                n += 1
                S[candidates(S, n)] = f
    S[candidates(S, 0)] = n


@compiled
def random_lead(M: Ints, S: Ints, u: int) -> int:
    """Somebody who may treat the unit, busy or not; -1 if none is found in a few looks."""
    k = M[u_track(M, u)] * M[STATE_COUNT] + lowest_bit(M[u_states(M, u)])
    size = S[staff_at(S, k + 1)] - S[staff_at(S, k)]
    offset = random_below(S, size) if size else 0
    for i in range(size if size < MOST_LOOKED else MOST_LOOKED):
        j = offset + i
        f = S[staff(S, S[staff_at(S, k)] + (j if j < size else j - size))]
        if M[u_langs(M, u)] & M[f_langs(M, f)] and M[u_states(M, u)] & ~M[f_states(M, f)] == 0:
            return f
    return -1


@compiled
def random_row(S: Ints) -> int:
    n = S[ALIVE_COUNT]
    return S[order(S, random_below(S, n))] if n else -1


@compiled
def random_waiting(M: Ints, S: Ints) -> int:
    """A waiting unit, from a random bucket that has any; -1 when nobody waits."""
    buckets = M[BUCKETS]
    offset = random_below(S, S[UNITS_ALL])
    bucket = M[u_bucket(M, S[waiting(S, offset)])]
    for i in range(buckets):
        b = (bucket + i) % buckets
        if S[waiting_count(S, b)]:
            return S[waiting(S, M[bucket_at(M, b)] + random_below(S, S[waiting_count(S, b)]))]
    return -1


@compiled
def random_state(M: Ints, S: Ints, states: int) -> int:
    chosen, seen = 0, 0
    for state in range(M[STATE_COUNT]):
        if states >> state & 1:
            seen += 1
            if random_below(S, seen) == 0:
                chosen = state
    return chosen
