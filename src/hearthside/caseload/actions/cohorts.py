"""Cohorts change, and end. How they begin stands in `opening`, who is in them in `memberships`."""

from datetime import date, timedelta
from uuid import UUID

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.caseload import locks
from hearthside.caseload.actions.memberships import end_places
from hearthside.caseload.actions.opening import About
from hearthside.caseload.events import CohortChanged, CohortClosed
from hearthside.caseload.models.cohorts import ENDINGS, Cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.queries import persons
from hearthside.caseload.refusals import CohortOver, WrongDays, does_not_fit
from hearthside.caseload.words import day_words
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people import following
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.credentials.facts import LATEST, WrongFact
from hearthside.people.particulars import one_of

DAY = timedelta(days=1)


@action
def change_cohort(*, cohort: Cohort, about: About, until_on: date | None = None, by: Actor) -> Cohort:
    """
    Change what is said of a cohort, or move its last day further off. To end it sooner, close it.

    Raises:
        NotAllowed: `by` may not form cohorts in this program.
        WrongFact: something typed cannot be.
        DoesNotFit: somebody in it did not ask for the new focus.
    """
    require(by, Permission.FORM_COHORTS, within=cohort.program_id)
    said = about.checked()
    if not said.name:
        raise WrongFact("name", "Type a name.")
    row = locks.lock_cohorts(cohort.program_id, [cohort.id], by=by)[cohort.id]
    if said.focus and said.focus != row.focus:
        _refuse_focus(row, said.focus, by)
    if until_on is not None and (row.until_on is None or not row.until_on <= until_on <= LATEST):
        raise WrongDays("until_on", "The last day can only move further off here. To end it sooner, close the cohort.")
    if until_on and row.until_on and row.ended_because and until_on != row.until_on:
        # Its places and its program days ended with it; another last day would bring none of them back.
        sentence = f"It was closed, and {day_words(row.until_on)} is its last day."
        raise WrongDays("until_on", f"{sentence} Open another cohort for whoever goes on.")
    new: dict[str, object] = {
        "name": said.name,
        "modality": said.modality,
        "focus": said.focus,
        "size_wish": said.size_wish,
    }
    new |= {"until_on": until_on} if until_on else {}
    lasted_until = row.until_on
    changed = tuple(name for name, value in new.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, new[name])
    if changed:
        row.save(update_fields=changed)
        record(CohortChanged(cohort=row.id, fields=changed), by=by)
        following.follow("cohort", cohort=row, lasted_until=lasted_until, by=by)
    return row


@action
def close_cohort(*, cohort: Cohort, until_on: date, because: str, by: Actor) -> Cohort:
    """
    End a cohort: `until_on` is its last day, and the last of everybody who is in it then or was to come.

    Raises:
        NotAllowed: `by` may not form cohorts in this program.
        WrongFact: no reason from the list, or the day cannot be.
        CohortOver: it ends sooner already.
    """
    require(by, Permission.FORM_COHORTS, within=cohort.program_id)
    one_of("because", because, ENDINGS, "Choose why the cohort ends.")
    row = locks.lock_cohorts(cohort.program_id, [cohort.id], by=by)[cohort.id]
    if row.until_on is not None and row.until_on < until_on:
        raise CohortOver(row.name, row.until_on)
    if until_on < row.from_on - DAY:
        raise WrongDays("until_on", f"The cohort begins on {day_words(row.from_on)}. Choose that day or a later one.")
    with behind(cohort.program_id, by):
        places = Membership.objects.filter(cohort=row).not_over_by(until_on + DAY).order_by("patient_id")
        ending = list(places.select_related("cohort"))
    locks.lock_patients([m.patient_id for m in ending])
    end_places(ending, until_on=until_on, because="cohort_closed", by=by)
    lasted_until = row.until_on
    row.until_on, row.ended_because = until_on, because
    row.save(update_fields=["until_on", "ended_because"])
    patients = tuple(m.patient_id for m in ending)
    record(CohortClosed(cohort=row.id, until_on=until_on, because=because, patients=patients), by=by)
    following.follow("cohort", cohort=row, lasted_until=lasted_until, by=by)
    bring_grants_up_to_date(row.program_id, patients, by=by)
    return row


def _refuse_focus(cohort: Cohort, focus: str, by: Actor) -> None:
    with behind(cohort.program_id, by):
        in_it: list[UUID] = list(
            Membership.objects.filter(cohort=cohort).not_over_by(cohort.from_on).values_list("patient", flat=True)
        )
        for each in persons.known(cohort.program_id, in_it).values():
            if each.id in in_it and focus not in each.person.focuses:
                raise does_not_fit(each.id, each.name, cohort.name, "focus", track="", asked=focus)
