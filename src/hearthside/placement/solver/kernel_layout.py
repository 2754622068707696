"""
How the compiled search keeps its tables: all read-only ones in one flat array of 64-bit integers, all changing ones in
another.

Handing dozens of arrays from function to function made the machine code five times slower and three times longer to
compile than handing over two; so tables are packed, each with a small header (where it begins, its inner lengths), and
read through the one-line functions made here. `M` is always the packed model, `S` the packed state.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from hearthside.placement.solver.kernel_cache import folded

Ints = npt.NDArray[np.int64]

# The first places of M.
CAP, LEAST, BUFFER, STARTS, WORDS, STATE_COUNT, PLANS, BUCKETS = range(8)
W_FOCUS, W_GENDER, W_SIZE, W_SMALL, W_STAFF, W_TIME, W_LOAD, W_STAY = range(8, 16)
LEAST_LEAD = 16  # the fewest minutes a week any cohort asks of its lead
# The first places of S.
ALIVE_COUNT, TOTAL, RANDOM, TOUCHED, POOL, STAMP, ROWS, UNITS_ALL, MOST_HELD, CO_AT, SETS_AT, MOST_COS, ROW_LENGTH = (
    range(13)
)
FIXED = 20  # places before the headers
HEADER = 4  # begin, and up to three inner lengths

MODEL_TABLES = (
    "u_n u_base u_states u_langs u_focus u_track u_plans u_wish u_time u_zone u_home u_free u_bucket apart_at apart "
    "f_states f_langs f_tracks f_gender f_week f_day f_avail f_lead p_days p_blocks p_full p_need p_minutes p_combo_at "
    "combo_days combo_first combo_ok s_of_mask s_mask s_from s_length s_minutes start_utc period index_at index "
    "bucket_at bucket_units bucket_of"
).split()
STATE_TABLES = (
    "rows cohort_of order place board f_minutes f_daily f_count f_rows f_sets waiting waiting_count waiting_place "
    "staff_at staff saved saved_at stamp stuck pooled pool picked keys candidates count starts scratch"
).split()


def pack(names: list[str], fixed: list[int], tables: Mapping[str, Ints]) -> Ints:
    """One flat array: the fixed places, a header per table, then the tables one after another."""
    begin = FIXED + HEADER * len(names)
    flat = np.zeros(begin + sum(tables[n].size for n in names), dtype=np.int64)
    flat[: len(fixed)] = fixed
    for k, name in enumerate(names):
        table = tables[name]
        at = FIXED + HEADER * k
        flat[at] = begin
        flat[at + 1 : at + table.ndim] = table.shape[1:]
        flat[begin : begin + table.size] = table.ravel()
        begin += table.size
    return flat


def view(names: list[str], flat: Ints, name: str, shape: tuple[int, ...]) -> Ints:
    """A table of the flat array as an ordinary array over the same memory."""
    begin = int(flat[FIXED + HEADER * names.index(name)])
    return flat[begin : begin + int(np.prod(shape))].reshape(shape)


def _place(names: list[str], name: str, dimensions: int) -> Callable[..., Any]:
    """A compiled function (flat, i, j ...) -> the place of a cell."""
    at = FIXED + HEADER * names.index(name)

    def of_1(T: Any, i: Any) -> Any:
        return T[at] + i

    def of_2(T: Any, i: Any, j: Any) -> Any:
        return T[at] + i * T[at + 1] + j

    def of_3(T: Any, i: Any, j: Any, k: Any) -> Any:
        return T[at] + (i * T[at + 1] + j) * T[at + 2] + k

    def of_4(T: Any, i: Any, j: Any, k: Any, m: Any) -> Any:
        return T[at] + ((i * T[at + 1] + j) * T[at + 2] + k) * T[at + 3] + m

    place: Callable[..., Any] = folded((of_1, of_2, of_3, of_4)[dimensions - 1])
    return place


# Read from M.
u_n, u_base, u_states, u_langs, u_focus, u_track, u_plans, u_bucket, apart_at, apart = (
    _place(MODEL_TABLES, n, 1)
    for n in "u_n u_base u_states u_langs u_focus u_track u_plans u_bucket apart_at apart".split()
)
u_wish, u_time, u_zone = (_place(MODEL_TABLES, n, 2) for n in ("u_wish", "u_time", "u_zone"))
u_home = _place(MODEL_TABLES, "u_home", 3)
u_free, f_lead = (_place(MODEL_TABLES, n, 3) for n in ("u_free", "f_lead"))
f_avail = _place(MODEL_TABLES, "f_avail", 4)
f_states, f_langs, f_tracks, f_gender, f_week, f_day = (
    _place(MODEL_TABLES, n, 1) for n in "f_states f_langs f_tracks f_gender f_week f_day".split()
)
p_days, p_blocks, p_full, p_combo_at, combo_days, combo_first = (
    _place(MODEL_TABLES, n, 1) for n in "p_days p_blocks p_full p_combo_at combo_days combo_first".split()
)
p_minutes, combo_ok, s_of_mask, start_utc = (
    _place(MODEL_TABLES, n, 2) for n in "p_minutes combo_ok s_of_mask start_utc".split()
)
p_need, period = (_place(MODEL_TABLES, n, 3) for n in ("p_need", "period"))
s_mask, s_from, s_length, s_minutes, index_at, index, bucket_at, bucket_of = (
    _place(MODEL_TABLES, n, 1) for n in "s_mask s_from s_length s_minutes index_at index bucket_at bucket_of".split()
)
# Read from and written to S.
rows, board, f_daily, f_rows, f_sets, saved = (
    _place(STATE_TABLES, n, 2) for n in "rows board f_daily f_rows f_sets saved".split()
)
cohort_of, order, place, f_minutes, f_count, waiting, waiting_count, waiting_place = (
    _place(STATE_TABLES, n, 1)
    for n in "cohort_of order place f_minutes f_count waiting waiting_count waiting_place".split()
)
saved_at, stamp, stuck, pooled, staff_at, staff = (
    _place(STATE_TABLES, n, 1) for n in "saved_at stamp stuck pooled staff_at staff".split()
)
pool, picked, keys, candidates, count, starts, scratch = (
    _place(STATE_TABLES, n, 1) for n in "pool picked keys candidates count starts scratch".split()
)
