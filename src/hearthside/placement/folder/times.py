"""When people and clinicians are free: weekly windows and single days, in everybody's own zone."""

from hearthside.base.localtime import clock
from hearthside.base.spans import DAY_MINUTES
from hearthside.placement.folder.complaints import Complaints
from hearthside.placement.folder.ids import Known
from hearthside.placement.folder.tables import Rows
from hearthside.placement.solver.problem import DatedException, LocalWindow

Windows = dict[str, tuple[LocalWindow, ...]]
Exceptions = dict[str, tuple[DatedException, ...]]

OVER_MIDNIGHT = "For a window over midnight write two rows, one to 24:00 and one from 00:00 on the next day."


def weekly_windows(rows: Rows, known: Known, complaints: Complaints) -> Windows:
    """Everybody's weekly windows, sorted, so that the order of lines means nothing."""
    found: dict[str, set[tuple[int, int, int]]] = {}
    for row in rows:
        who, day, start, end = (row.value[c] for c in ("who", "day", "from", "to"))
        if start is not None and end is not None and start >= end:
            sentence = f"The end {clock(end)} is not after the start {clock(start)}."
            complaints.add(rows.file, row.line, "to", sentence, OVER_MIDNIGHT)
        if who is not None and known.require(rows, row.line, "who", who, complaints) and not row.bad:
            found.setdefault(who, set()).add((day, start, end))
    # Few windows differ among thousands of people: each is made once and shared.
    made = {window: LocalWindow(*window) for windows in found.values() for window in windows}
    return {who: tuple(made[window] for window in sorted(windows)) for who, windows in found.items()}


def dated_exceptions(rows: Rows, known: Known, complaints: Complaints) -> Exceptions:
    """Everybody's single days, sorted by date."""
    found: dict[str, list[DatedException]] = {}
    for row in rows:
        who, on, start, end, kind = (row.value[c] for c in ("who", "date", "from", "to", "kind"))
        if not row.bad.isdisjoint(("from", "to")):
            pass
        elif (start is None) != (end is None):
            column = "from" if start is None else "to"
            remedy = "Write both, or leave both empty for the whole day."
            complaints.add(rows.file, row.line, column, "Only one of from and to is written.", remedy)
        elif start is None:
            start, end = 0, DAY_MINUTES
        elif start >= end:
            sentence = f"The end {clock(end)} is not after the start {clock(start)}."
            complaints.add(rows.file, row.line, "to", sentence, OVER_MIDNIGHT)
        exists = who is not None and known.require(rows, row.line, "who", who, complaints)
        if exists and not row.bad and start is not None and end is not None:
            found.setdefault(who, []).append(DatedException(on, start, end, kind))
    return {who: tuple(sorted(days, key=lambda e: (e.on, e.start, e.end, e.kind))) for who, days in found.items()}
