"""
A proposed week is published: all of it, checked once more under the locks of everybody it touches, or nothing.

What happened since it was planned and has nothing to do with it stands in nobody's way: its changes are made to the
week as it runs by now. What does not hold any more is named, thing by thing, and can be taken out.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base import progress
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.offers import make_offers
from hearthside.placement.actions.reasons import write_reasons
from hearthside.placement.events import ProposalPublished, ProposalThingsTakenOut
from hearthside.placement.models.proposals import Proposal, ProposalAnswer, ProposalEdit
from hearthside.placement.proposal_refusals import NoLongerHolds, NothingToPublish, NotReady, WeekHasBegun
from hearthside.placement.queries.snapshot import Snapshot, snapshot
from hearthside.placement.queries.week_to_start import week_to_start
from hearthside.placement.solver.check import check
from hearthside.placement.solver.difference import Difference, applied, without
from hearthside.placement.solver.edit_tried import NOT_SO_ANY_MORE, Editing
from hearthside.placement.solver.lost import Lost, lost
from hearthside.placement.solver.week import Unplaced, Week
from hearthside.placement.taken_out import noted
from hearthside.placement.week_json import from_json, to_json
from hearthside.placement.words import OUTDATED, PUBLISHED, READY
from hearthside.policy.queries import today
from hearthside.schedule.actions.holding import hold_week
from hearthside.schedule.actions.weeks import Started, start_week
from hearthside.schedule.refusals import AlreadyBooked


@dataclass(frozen=True)
class Looked:
    """An answer held against the week as it runs by now."""

    seen: Snapshot
    difference: Difference
    week: Week
    lost: tuple[Lost, ...]


@action
def publish(*, answer: ProposalAnswer, by: Actor) -> Proposal:
    """
    Let this week hold from its Monday on: cohorts, places, staff, sessions, and whoever treats whom. People placed for
    the first time are offered their place, everybody reads why, and everybody concerned is told.

    Raises:
        NotAllowed: `by` may not publish weeks in this program.
        NotReady: it is published already, or another plan was published since.
        WeekHasBegun: its Monday is not after today.
        NothingToPublish: it changes nothing.
        NoLongerHolds: something does not hold any more; nothing was published.
        And whatever starting a week refuses; then nothing was published either.
    """
    proposal, row = _held(answer, by)
    program = proposal.program
    if proposal.week <= today(program):
        raise WeekHasBegun(proposal.week)
    difference = _difference(row)
    if not difference:
        raise NothingToPublish
    progress.say("checking")
    _hold(program, difference, by)
    looked = _look(proposal, difference, by)
    if looked.lost:
        raise NoLongerHolds(looked.lost)
    started, keys = _start(proposal, looked, by)
    progress.say("telling")
    _tell_why(proposal, row, looked, {id: started.cohorts[key].pk for id, key in keys.items()}, by)
    _close(proposal, row, by)
    was = difference.before.cohort_of()
    placed = tuple(sorted(UUID(who) for who in difference.joins if who not in was))
    moved = tuple(sorted(UUID(who) for who in difference.joins if who in was))
    record(
        ProposalPublished(
            proposal=proposal.pk,
            answer=row.pk,
            week=proposal.week,
            patients=tuple(sorted(map(UUID, difference.people))),
            placed=placed,
            moved=moved,
            clinicians=tuple(sorted(map(UUID, difference.clinicians))),
        ),
        by=by,
    )
    # Whoever is moved before they answered was asked about another place than the one they have now.
    make_offers(program, (*placed, *moved), proposal, by=by)
    return proposal


@action
def take_out(*, answer: ProposalAnswer, items: Collection[str], by: Actor) -> ProposalAnswer:
    """
    Take these things ("cohort:<id>", "session:<id>", "person:<id>") out of an answer, and whatever does not hold
    without them: their people wait again, or stay where they are. What is left keeps every rule as of now.

    Raises:
        NotAllowed: `by` may not change proposals in this program.
        NotReady: it is published already, or another plan was published since.
    """
    proposal, row = _held(answer, by)
    difference = _difference(row)
    seen = _seen(proposal, by)
    asked = set(items) & difference.items
    taken: set[str] = set()
    while asked:
        taken |= asked
        units = {**seen.problem.partner, **{b: a for a, b in seen.problem.partner.items()}}
        difference = Difference(difference.before, without(difference, asked, units))
        asked = {each.item for each in _held_against(seen, difference).lost} & difference.items
    looked = _held_against(seen, difference)
    before = from_json(row.edited or row.week)
    week = Editing(seen.problem).told(
        replace(looked.week, unplaced=(), gaps=(), warnings=()), _known_lines(before, seen), NOT_SO_ANY_MORE
    )
    with behind(row.program_id, by):
        ProposalEdit.objects.filter(answer=row).delete()
        row.before, row.week, row.edited = to_json(seen.running), to_json(week), None
        row.figures, row.taken_out = row.week["figures"], noted(row.taken_out, week, by=by)
        row.save(update_fields=["before", "week", "edited", "figures", "taken_out"])
    record(
        ProposalThingsTakenOut(proposal=proposal.pk, answer=row.pk, items=tuple(sorted(taken))),
        by=by,
    )
    return row


def look_again(answer: ProposalAnswer, *, by: Actor) -> Looked:
    """An answer as it would be published at this moment, and what of it does not hold any more. Holds nothing."""
    proposal = answer.proposal
    return _look(proposal, _difference(answer), by)


def _held(answer: ProposalAnswer, by: Actor) -> tuple[Proposal, ProposalAnswer]:
    """Both as they are now. One week of a program is published at a time; the second finds what the first left."""
    require(by, Permission.PROPOSE_WEEKS, within=answer.program_id)
    with behind(answer.program_id, by):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"publish:{answer.program_id}"])
        proposal = Proposal.objects.select_for_update(of=("self",)).select_related("program").get(
            pk=answer.proposal_id
        )  # fmt: skip
        if proposal.status != READY:
            raise NotReady(proposal.status)
        return proposal, ProposalAnswer.objects.select_for_update().get(pk=answer.pk)


def _difference(answer: ProposalAnswer) -> Difference:
    return Difference(from_json(answer.before), from_json(answer.edited or answer.week))


def _hold(program: Program, difference: Difference, by: Actor) -> None:
    cohorts = {*difference.changed, *(c.id for c in difference.closed)}
    hold_week(
        program.pk,
        cohorts=map(UUID, cohorts),
        clinicians=map(UUID, difference.clinicians),
        patients=[UUID(who) for who in difference.people],
        by=by,
    )


def _seen(proposal: Proposal, by: Actor) -> Snapshot:
    return snapshot(proposal.program, proposal.week, by=by)


def _look(proposal: Proposal, difference: Difference, by: Actor) -> Looked:
    return _held_against(_seen(proposal, by), difference)


def _held_against(seen: Snapshot, difference: Difference) -> Looked:
    week, amiss = applied(seen.running, difference)
    found = seen.new_findings(check(seen.problem, week, figures=False))
    named = {Lost(each.item, "H0", each.sentence) for each in amiss} | set(lost(found, difference))
    return Looked(seen, difference, week, tuple(sorted(named)))


def _start(proposal: Proposal, looked: Looked, by: Actor) -> tuple[Started, dict[str, str]]:
    with behind(proposal.program_id, by):
        asked = week_to_start(proposal, looked.seen, looked.week, looked.difference)
    try:
        return start_week(program=proposal.program, week=asked.week, by=by), asked.keys
    except AlreadyBooked as refusal:
        # A single session on one day is no part of the week that was checked.
        where = f"person:{refusal.who}"
        if where not in looked.difference.items:
            raise
        raise NoLongerHolds([Lost(where, "H7", "They are booked elsewhere on a day of it.")]) from refusal


def _tell_why(proposal: Proposal, row: ProposalAnswer, looked: Looked, cohorts: dict[str, UUID], by: Actor) -> None:
    placed, known = looked.week.cohort_of(), looked.seen.problem.person
    kept = from_json(row.edited or row.week)
    waiting = tuple(u for u in kept.unplaced if u.person_id in known and u.person_id not in placed)
    write_reasons(
        proposal.program, looked.seen.running, replace(looked.week, unplaced=waiting), looked.seen.problem,
        proposal=proposal, cohorts=cohorts, taken_out=row.taken_out, by=by,
    )  # fmt: skip


def _close(proposal: Proposal, row: ProposalAnswer, by: Actor) -> None:
    """This one is published, and whatever else was ready was planned on a week that is no more."""
    at = clock.now()
    with behind(proposal.program_id, by):
        proposal.status, proposal.chosen, proposal.published_at = PUBLISHED, row, at
        proposal.published_by_id = by.account
        proposal.save(update_fields=["status", "chosen", "published_at", "published_by"])
        Proposal.objects.filter(program=proposal.program_id, status=READY).update(status=OUTDATED)


def _known_lines(before: Week, seen: Snapshot) -> Week:
    """What was said of those who are still here; whoever was taken out is looked at anew."""
    here = seen.problem.person
    lines: tuple[Unplaced, ...] = tuple(u for u in before.unplaced if u.person_id in here)
    return replace(before, unplaced=lines)
