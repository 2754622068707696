"""
What the made-up clinic lived through: every session of its past that nobody held is played, one after the other.

Each is played whole or not at all, in a transaction of its own, so whoever is interrupted goes on with the next. A
session whose door somebody really opened is theirs, and is left alone.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.live.models.rooms import LiveSession
from hearthside.project.demo import cast
from hearthside.project.demo.bonds import patient
from hearthside.project.demo.lived import breach
from hearthside.project.demo.lived.attested import attested
from hearthside.project.demo.lived.door import LATELY, at_once, step_by_step
from hearthside.project.demo.lived.planned import AT_ONCE, Planned, not_held, planned
from hearthside.project.demo.lived.playing import Between, play
from hearthside.project.models import Demonstration
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.words import PROGRAM_DAY

# The one evening is told of among sessions of these days, counted back from now: recent, and not yesterday.
LONG_AGO, SHORTLY_AGO = timedelta(days=12), timedelta(days=2)
MOST_TRIED = 8
LIVED = "the weeks that were held"
BREACH = "an evening on which somebody was called"


def live_on(demo: Demonstration) -> Iterator[str]:
    """Play what is past and was not held; gives the day of each session once it is kept."""
    by = system_actor("demonstration", program=demo.program_id, request_id="demonstration:lived")
    with scope(by):
        before = clock.now()
    if BREACH not in demo.added and (told := _one_evening(demo, before, by)):
        yield told
    with scope(by):
        rows = list(not_held(demo.program, before))
    for start in range(0, len(rows), AT_ONCE):
        with scope(by):
            coming = list(planned(rows[start : start + AT_ONCE]))
        for plan in coming:
            if _is_played(plan, by):
                yield str(plan.session.on_day)
    if LIVED not in demo.added:
        _keep(LIVED, by)


def _is_played(plan: Planned, by: Actor, between: Between | None = None) -> bool:
    """Play it, unless somebody opened its door meanwhile."""
    with scope(by):
        Session.objects.select_for_update(of=("self",)).get(pk=plan.session.pk)
        if LiveSession.objects.filter(pk=plan.session.pk).exists():
            return False
        come = step_by_step if _is_alexs_last_week(plan) else at_once
        attested(play(plan, by, come=come, between=between))
        if between is not None:
            _keep(BREACH, by)
    return True


def _is_alexs_last_week(plan: Planned) -> bool:
    """Whether whoever signs in as a patient came to this group lately."""
    if plan.session.cohort is None or plan.session.starts_at < clock.now() - LATELY:
        return False
    return patient(plan.session.program, cast.SIGN_INS[0].name).pk in plan.patients


def _keep(name: str, by: Actor) -> None:
    """The demonstration has this from now on."""
    with scope(by):
        demo = Demonstration.objects.select_for_update(of=("self",)).get(program=by.program)
        demo.added = [*demo.added, name]
        demo.save(update_fields=["added"])


def _one_evening(demo: Demonstration, before: datetime, by: Actor) -> str:
    """The day on which it happened; nothing where there is no session in which somebody could have come."""
    with scope(by):
        recent = not_held(demo.program, before).filter(
            kind=PROGRAM_DAY, starts_at__gt=before - LONG_AGO, starts_at__lt=before - SHORTLY_AGO
        )
        coming = [(plan, at) for plan in planned(list(recent)) if (at := breach.goes_wrong_at(plan))]
    for plan, at in coming[:MOST_TRIED]:
        try:
            if _is_played(plan, by, Between(at, breach.Breach(at).between)):
                return str(plan.session.on_day)
        except breach.NobodyCame:
            continue
    return ""
