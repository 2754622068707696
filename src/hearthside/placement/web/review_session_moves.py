"""Weekly sessions that somebody has today and would have otherwise: from when to when, why, and how to keep them."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from hearthside.placement.queries.warm import Warm
from hearthside.placement.solver.difference import Difference
from hearthside.placement.solver.edits import ChangeSession, NotAnEdit
from hearthside.placement.solver.week import Session, Week
from hearthside.placement.web.finding_words import sentence_said
from hearthside.placement.web.review_moves import gain
from hearthside.placement.web.session_words import session_called, session_when


@dataclass(frozen=True)
class SessionMove:
    """One weekly session whose hour or therapist changes. Without a `why` it is worked out while somebody looks on."""

    id: str
    name: str
    was: str
    now: str
    why: str
    # What it was, to be asked for again; nothing where nobody led it, or it is as long no more.
    keep: dict[str, int | str]


def session_moves_of(
    kept: Warm, difference: Difference, week: Week, names: Mapping[str, str], memo: object, seconds: float
) -> list[SessionMove]:
    """Every session that goes on for the same people otherwise than today; by name. `memo` names the week."""
    ends = time.monotonic() + seconds
    problem = kept.snapshot.problem
    was = {(s.kind, s.people): s for s in difference.gone_sessions}
    found = []
    for now in difference.new_sessions:
        old = was.get((now.kind, now.people))
        if old is None:
            continue
        keep = _as_it_was(old, now)
        key = (memo, now.id)
        if key not in kept.moved_because and time.monotonic() < ends:
            kept.moved_because[key] = _why(kept, week, keep, names)
        found.append(
            SessionMove(
                now.id, session_called(now, names), session_when(problem, old), session_when(problem, now),
                kept.moved_because.get(key, ""), _asked(keep),
            )
        )  # fmt: skip
    return sorted(found, key=lambda move: move.name)


def _as_it_was(old: Session, now: Session) -> ChangeSession | None:
    if not old.clinicians or old.minutes != now.minutes:
        return None
    return ChangeSession(now.id, old.day, old.start, old.clinicians[0])


def _asked(keep: ChangeSession | None) -> dict[str, int | str]:
    return {"day": keep.day, "start": keep.start, "clinician": keep.clinician} if keep else {}


def _why(kept: Warm, week: Week, keep: ChangeSession | None, names: Mapping[str, str]) -> str:
    if keep is None:
        return "It is not as long as today."
    try:
        tried = kept.editing.try_edit(week, keep)
    except NotAnEdit as refusal:
        return str(refusal)
    if tried.broken:
        return f"As today: {sentence_said(tried.broken[0][1], tried.week, names)}"
    return gain(kept.snapshot.problem, week, tried.week, little="It brings little: it may as well stay.")
