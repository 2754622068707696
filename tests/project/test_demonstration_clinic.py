"""The demonstration's clinic: planned by the planner, begun whole, with all that its tour shows."""

import os
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from hearthside.access.models import Account
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.ledger.verifying import verify
from hearthside.live.attendance.judge import judge
from hearthside.live.attendance.whole import read_evidence
from hearthside.live.models.beats import LastBeat
from hearthside.live.models.inbox import WebhookInbox
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import Seat as LiveSeat
from hearthside.live.queries.evidence import lines
from hearthside.people.actions.grants import behind
from hearthside.people.agreements.texts import NEEDED
from hearthside.people.credentials.types import NOT_STATED
from hearthside.people.models.authorities import Credential
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.consents import Signature
from hearthside.people.models.couples import CoupleMember, KeepApart
from hearthside.people.models.patients import Patient, PatientDetails
from hearthside.people.models.pets import Pet
from hearthside.people.queries.expiries import expiries
from hearthside.people.queries.patients import with_status
from hearthside.people.rules import ADMITTED
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.models.reasons import PlacementReason
from hearthside.placement.solver.check import check
from hearthside.placement.solver.difference import Difference
from hearthside.placement.solver.hire import whom_to_hire
from hearthside.placement.week_json import from_json
from hearthside.project.demo import cast, days, later, planning
from hearthside.project.demo.bonds import patient
from hearthside.project.demo.build import CLINIC, build, build_clinic, has_clinic, live_its_weeks
from hearthside.project.demo.group.opening import coming
from hearthside.project.demo.group.standing_in import could_come_to, whoever_stands_in
from hearthside.project.models import Demonstration
from hearthside.project.up.embedded import EmbeddedPostgres
from hearthside.project.up.folder import DataFolder
from hearthside.safety.models.attempts import PageAttempt
from hearthside.safety.models.duty import Duty
from hearthside.safety.models.pages import OPEN, Page
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.swaps import ASKED, Swap
from hearthside.schedule.words import PLANNED, PROGRAM_DAY, SHORT
from tests.database import SERVER, copy
from tests.site import Site

pytestmark = pytest.mark.slow

THE_DEMONSTRATION = system_actor("demonstration")


@pytest.fixture(scope="module")
def database(
    database_server: EmbeddedPostgres, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A database in which the demonstration was built once, cut short on the way, and taken up again."""
    site = Site("", f"demonstration_clinic_{os.getpid()}")
    copy(site.database)
    try:
        with django_db_blocker.unblock(), site.as_program():
            build(DataFolder(tmp_path_factory.mktemp("demonstration")))
            _cut_short()
            assert list(build_clinic()) == [piece.name for piece in CLINIC[2:]]
        yield site
    finally:
        SERVER.drop_database(site.database)


def _cut_short() -> None:
    """Begin the clinic, and be ended when its week is written and not committed."""
    whole = planning.start_week

    def cut(**asked: Any) -> None:
        whole(**asked)
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(planning, "start_week", cut)
        with pytest.raises(KeyboardInterrupt):
            list(build_clinic())
    with scope(THE_DEMONSTRATION):
        assert not Session.objects.exists()
        assert Demonstration.objects.get().added == [piece.name for piece in CLINIC[:2]]


@pytest.fixture
def built(database: Site, django_db_blocker: Any) -> Iterator[Demonstration]:
    with django_db_blocker.unblock(), database.as_program():
        with scope(THE_DEMONSTRATION):
            found = Demonstration.objects.select_related("program").get()
        yield found


def test_it_holds_what_its_tour_shows(built: Demonstration):
    program, at = built.program, clock.now()

    with scope(THE_DEMONSTRATION):
        assert 55 <= Patient.objects.count() <= 65
        assert Clinician.objects.count() == 14
        assert set(PatientDetails.objects.values_list("state", flat=True)) == {"PA", "NJ", "MA", "OH"}
        assert Pet.objects.count() >= 5
        couples = CoupleMember.objects.filter(patient__isnull=False).values_list("couple", flat=True)
        assert len(set(couples)) >= 5
        # One couple lives together and is treated apart, and it stands nowhere whose wish that was.
        assert KeepApart.objects.filter(until_at__isnull=True).count() == 1
        soon = expiries(program=program.pk, on=days.today(), within=30)
        assert len(soon) == 1
        assert Session.objects.filter(status=SHORT, starts_at__gt=at).count() == 1
        assert Swap.objects.filter(state=ASKED, patient=patient(program, "Alex Park")).count() == 1
        first, last = (Session.objects.order_by(order).first() for order in ("on_day", "-on_day"))
    assert first
    assert last
    assert first.on_day - built.from_on < timedelta(days=5)
    assert timedelta(days=0) <= built.until_on - last.on_day < timedelta(days=5)
    assert built.from_on == days.first_monday(days.today())


def test_the_group_that_is_filled_first_is_one_to_which_dana_could_come(built: Demonstration):
    first = next(coming(built.program))
    watch = system_actor("live", program=built.program.pk)

    with scope(watch), behind(built.program.pk, watch):
        assert could_come_to([first]) == {first.pk}
        assert not Session.objects.filter(pk=first.pk).staffed_by(whoever_stands_in(built.program.pk)).exists()


def test_alex_and_sam_are_together_with_three_clinicians_of_their_own(built: Demonstration):
    with scope(THE_DEMONSTRATION):
        pair = [patient(built.program, name) for name in ("Alex Park", "Sam Park")]
        cohorts = set(Membership.objects.filter(patient__in=pair).values_list("cohort", flat=True))
        alone = Treatment.objects.filter(patient__in=pair, modality="individual").values_list("clinician", flat=True)
        together = Treatment.objects.filter(couple__members__patient__in=pair).values_list("clinician", flat=True)

        assert len(cohorts) == 1
        assert len(set(alone) | set(together)) == 3


def test_theo_comes_to_couples_sessions_with_a_partner_who_has_no_chart(built: Demonstration):
    with scope(THE_DEMONSTRATION):
        theo = patient(built.program, "Theo Nakamura")
        sessions = Seat.objects.filter(patient=theo, session__kind="couples").values_list("session", flat=True)
        partners = Seat.objects.filter(session__in=sessions, partner__isnull=False)

        assert len(sessions) >= 10
        assert set(partners.values_list("partner__name", flat=True)) == {"Casey Wren"}


def test_whoever_has_a_place_is_in_treatment_since_it_began(built: Demonstration):
    with scope(THE_DEMONSTRATION):
        placed = set(
            Membership.objects.filter(program=built.program, ended_because="").values_list("patient", flat=True)
        )
        people = with_status(Patient.objects.filter(pk__in=placed))

        assert len(placed) > 50
        assert {(p.status_now, p.status_since) for p in people} == {(ADMITTED, built.from_on)}


def test_everybody_may_read_why(built: Demonstration):
    with scope(THE_DEMONSTRATION):
        placed = set(Membership.objects.filter(program=built.program).values_list("patient", flat=True))
        explained = PlacementReason.objects.filter(kind="placed", over_at__isnull=True)

        assert placed <= set(explained.values_list("patient", flat=True))


def came_later(demo: Demonstration) -> tuple[Patient, list[Patient], list[Patient]]:
    """Who is free at dawn alone; who fits; who lives in Ohio."""
    last, *rest = later.who_came(demo)
    return last, rest[: len(later.NEWCOMERS)], rest[len(later.NEWCOMERS) :]


def test_seven_people_wait_for_three_reasons_and_the_week_holds(built: Demonstration):
    monday = days.monday_of(days.today()) + days.WEEK
    with scope(THE_DEMONSTRATION):
        seen, week = planning.planned(built.program, monday, by=THE_DEMONSTRATION)
        who = {name: str(patient(built.program, name).pk) for name in cast.WAIT_STILL}
        last, newcomers, of_ohio = came_later(built)

    assert {line.person_id: line.reason for line in week.unplaced} == {
        who["Nia Ferreira"]: "language",
        who["Jo Lind"]: "license",
        who["Max Lind"]: "license",
        **{str(each.pk): "license" for each in of_ohio},
        str(last.pk): "availability",
    }
    assert {str(each.pk) for each in newcomers} <= set(week.cohort_of())
    assert not any(seen.standing.values())
    assert not any(check(seen.problem, week).values())


def test_one_clinician_with_a_license_in_ohio_would_place_all_who_wait_there(built: Demonstration):
    monday = days.monday_of(days.today()) + days.WEEK
    with scope(THE_DEMONSTRATION):
        seen = planning.snapshot(built.program, monday, by=THE_DEMONSTRATION)
        _, _, of_ohio = came_later(built)
        linds = [patient(built.program, name) for name in ("Jo Lind", "Max Lind")]

    best, *_ = whom_to_hire(seen.problem, planning.EFFORT).first.best

    assert all("OH" in change.states for change in best.changes)
    assert set(best.places) >= {str(each.pk) for each in (*of_ohio, *linds)}


def test_a_plan_of_next_week_waits_to_be_looked_at(built: Demonstration):
    """Asked for by the coordinator, made by the planner; whoever came last has a place in it."""
    with scope(THE_DEMONSTRATION):
        ready = Proposal.objects.select_related("asked_by").get(program=built.program)
        (answer,) = ready.answers.all()
        _, newcomers, _ = came_later(built)
    assert (ready.status, ready.asked_by.name) == ("ready", cast.COORDINATOR)
    assert set(Difference(from_json(answer.before), from_json(answer.week)).joins) >= {
        str(each.pk) for each in newcomers
    }


def test_whoever_waits_reads_why_and_whom_the_next_plan_looks_at_is_told_nothing_yet(built: Demonstration):
    with scope(THE_DEMONSTRATION):
        rows = PlacementReason.objects.filter(kind="waiting", over_at__isnull=True)
        said = {row.patient_id: row.facts["reason"] for row in rows}
        last, newcomers, of_ohio = came_later(built)
        named = [patient(built.program, name).pk for name in cast.WAIT_STILL]

    assert set(said) == {last.pk, *(each.pk for each in of_ohio), *named}
    assert set(said.values()) == {"language", "license", "availability"}
    assert not said.keys() & {each.pk for each in newcomers}


def test_every_clinician_holds_a_profession(built: Demonstration):
    with scope(THE_DEMONSTRATION):
        assert not Credential.objects.filter(type=NOT_STATED).exists()
        assert not Clinician.objects.filter(titles="").exists()


def test_whoever_began_has_signed_what_is_signed_before_the_first_session(built: Demonstration):
    with scope(THE_DEMONSTRATION):
        placed = Membership.objects.filter(program=built.program).values_list("patient", flat=True)
        unnamed = PatientDetails.objects.filter(pk__in=placed).exclude(
            email__in=[one.details.email for one in cast.PATIENTS]
        )
        signed = Signature.objects.filter(kind__in=NEEDED).values_list("patient", "kind")

        assert {(who, kind) for who in unnamed.values_list("pk", flat=True) for kind in NEEDED} <= set(signed)


def test_the_past_is_planned_and_nothing_of_it_claims_to_have_been_held(built: Demonstration):
    with scope(THE_DEMONSTRATION):
        over = Session.objects.filter(ends_at__lt=clock.now(), kind=PROGRAM_DAY)

        assert over.count() >= 4 * 3 * 7
        assert set(over.values_list("status", flat=True)) == {PLANNED}


def test_the_ledger_says_when_each_line_was_really_written(built: Demonstration, tmp_path: Path):
    # Without the anchors that other tests' databases left.
    assert verify(tmp_path).findings == ()


def test_building_once_more_adds_nothing(built: Demonstration, tmp_path: Path):
    with scope(THE_DEMONSTRATION):
        before = Patient.objects.count(), Session.objects.count()

    assert build(DataFolder(tmp_path)) == []
    assert list(build_clinic()) == []
    with scope(THE_DEMONSTRATION):
        assert (Patient.objects.count(), Session.objects.count()) == before


def test_one_evening_of_its_past_was_broken_and_answered_and_is_told_once(built: Demonstration):
    """As every session of its past: through the inbox, the watch and the pager, with the script's times."""
    first = list(islice(live_its_weeks(), 3))
    again = list(islice(live_its_weeks(), 1))

    with scope(THE_DEMONSTRATION):
        lives = list(LiveSession.objects.select_related("session").order_by("opened_at"))
        page = Page.objects.get()
        evening = LiveRoom.objects.select_related("session__session").get(pk=page.subject_id).session
        called = PageAttempt.objects.filter(page=page).order_by("begun_at").first()
        dana = Account.objects.get(name="Dana Reyes")
        assert has_clinic(built)
        assert len(lives) == len(first + again) == 4
        assert all(live.ended_at is not None and live.ended_at < clock.now() for live in lives)
        assert all(live.opened_at < live.session.starts_at for live in lives)
        # Nobody is called now for what is long over.
        assert not Page.objects.filter(OPEN).exists()
        assert not Duty.objects.open().exists()
        assert page.accepted_by == dana
        assert timedelta(seconds=4) < page.accepted_at - page.raised_at < timedelta(seconds=12)
        assert called is not None
        assert (called.to, called.begun_at) == (dana, page.raised_at)
        told = judge(read_evidence(lines(evening.session)))
    (room,) = told["rooms"].values()
    (broken,) = room["breaches"]
    assert 5 < room["breach_seconds"] < 40
    assert broken["staff"] < broken["needed"]
    assert all(person["attended_minutes"] > 30 for person in told["people"].values())


def test_whoever_came_was_at_the_door_and_what_each_did_follows_from_what_was_received(built: Demonstration):
    with scope(THE_DEMONSTRATION):
        events = WebhookInbox.objects.filter(event="participant_joined").count()
        seats = LiveSeat.objects.filter(admitted_at__isnull=False).count()
        beats = LastBeat.objects.values("sid").distinct().count()

    assert events == beats >= seats > 10
