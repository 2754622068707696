"""A place for one person: what is looked at, from memory that is never out of date, and given as it was seen."""

from dataclasses import replace

import pytest
from django.urls import reverse

from hearthside.caseload.models.memberships import Membership
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.giving import PlaceChanged, give_place, mark_of
from hearthside.placement.actions.planning import begin_planning, keep_answers
from hearthside.placement.actions.proposing import propose
from hearthside.placement.models.offers import Offer
from hearthside.placement.models.reasons import PlacementReason
from hearthside.placement.queries.place_one import place_one
from hearthside.placement.queries.snapshot import snapshot
from hearthside.placement.solver.edit_tried import Editing
from hearthside.placement.solver.week import Week
from hearthside.placement.week_json import to_json
from hearthside.schedule.models.series import SeriesSeat
from tests import build
from tests.builders import availability
from tests.builders.harbor import harbor
from tests.kept import begins_with

pytestmark = begins_with(harbor)

MOST_QUESTIONS = 30


@pytest.fixture
def ravi(kept):
    """Waits, and is free in the mornings on which the small group meets; Ines has an hour on Monday."""
    availability.free(kept.house, kept.clinicians["Ines"], mon="8:00-12:00")
    who = build.patient(kept.house, "Ravi", "Menon")
    availability.free(kept.house, who, mon="8:00-20:00", tue="8:00-20:00", thu="8:00-20:00", fri="8:00-20:00")
    return who


def asked(kept, patient):
    who = kept.house.actor("coordinator")
    with scope(who):
        return place_one(kept.house.program, patient.pk, by=who)[0]


def address(patient, name="placement:place"):
    return reverse(name, args=[patient.pk])


def places(kept, patient):
    with behind(kept.house.program.pk, kept.house.director):
        return list(Membership.objects.filter(patient=patient))


def given(kept, patient, seen):
    with kept.house.seen_by("coordinator") as robin:
        return give_place(
            program=kept.house.program, patient=patient.pk, cohort=kept.morning.cohort.pk, seen=seen, by=robin
        )


def test_every_cohort_that_fits_is_listed_with_what_comes_with_it(kept, ravi):
    found = asked(kept, ravi)

    (choice,) = found.choices
    assert choice.option.cohort_id == str(kept.morning.cohort.pk)
    assert (choice.before.size, choice.after.size, choice.after.within) == (4, 5, True)
    assert [s.kind for s in choice.option.sessions] == ["individual"]


def test_nothing_is_read_again_as_long_as_nothing_happens(kept, ravi, monkeypatch):
    first = asked(kept, ravi)

    again = asked(kept, ravi)
    build.patient(kept.house, "Nia", "Ferreira")
    later = asked(kept, ravi)

    assert again.read_seconds == first.read_seconds
    assert later.read_seconds != first.read_seconds


def test_whoever_joined_meanwhile_is_counted(kept, ravi):
    assert asked(kept, ravi).choices[0].before.size == 4

    given(kept, ravi, mark_of(asked(kept, ravi).choices[0].option))
    nia = build.patient(kept.house, "Nia", "Ferreira")
    availability.free(kept.house, nia, tue="8:00-20:00", thu="8:00-20:00", fri="8:00-20:00")

    assert asked(kept, nia).choices[0].before.size == 5
    assert asked(kept, ravi).placed_in == str(kept.morning.cohort.pk)


def test_a_couple_is_placed_together(kept):
    pair = [build.patient(kept.house, "Jo", "Lind"), build.patient(kept.house, "Max", "Lind")]
    build.couple(kept.house, *pair)
    for one in pair:
        availability.free(kept.house, one, mon="8:00-20:00", tue="8:00-20:00", thu="8:00-20:00", fri="8:00-20:00")

    (choice,) = asked(kept, pair[1]).choices

    assert choice.after.size == 6
    assert choice.after.couples == 1


def test_where_none_fits_the_rule_and_what_would_help_are_said(kept):
    nia = build.patient(kept.house, "Nia", "Ferreira")
    availability.free(kept.house, nia, tue="10:00-20:00", thu="8:00-20:00", fri="8:00-20:00")

    found = asked(kept, nia)

    assert found.choices == ()
    assert found.reason
    assert found.sentence
    assert found.change.startswith(f"add_availability who={nia.pk} day=tue")


def planned_with(kept, who, change):
    """A plan of the week, in which the planner tried this change for somebody who waits."""
    coordinator, planner = kept.house.actor("coordinator"), system_actor("planner", program=kept.house.program.pk)
    with scope(coordinator):
        seen = snapshot(kept.house.program, kept.monday, by=coordinator)
        proposal = propose(program=kept.house.program, week=kept.monday, effort=1, by=coordinator)
    week = Editing(seen.problem).told(seen.running, Week())
    week = replace(
        week, unplaced=tuple(replace(u, change=change if u.person_id == who else "none") for u in week.unplaced)
    )
    with scope(planner):
        begun = begin_planning(proposal=proposal.pk, by=planner)
        keep_answers(proposal=begun, before=to_json(seen.running), weeks={"only": to_json(week)}, by=planner)


def test_what_only_a_new_cohort_would_bring_is_said_as_the_planner_tried_it(kept):
    nia = build.patient(kept.house, "Nia", "Ferreira", languages=("pt",))
    availability.free(kept.house, nia, tue="8:00-20:00", thu="8:00-20:00", fri="8:00-20:00")
    assert asked(kept, nia).change == "none"
    planned_with(kept, str(nia.pk), f"add_people 3 like={nia.pk}")

    shown = kept.client("coordinator").get(address(nia)).content.decode()

    assert "three more people like" in shown
    assert "The planner tried it when it planned the week of" in shown
    # Plans are not for intake to see.
    assert "No single small change" in kept.client("intake").get(address(nia)).content.decode()


def test_a_place_is_given_as_it_was_seen_and_offered(kept, ravi):
    option = asked(kept, ravi).choices[0].option

    given(kept, ravi, mark_of(option))

    (place,) = places(kept, ravi)
    assert place.cohort_id == kept.morning.cohort.pk
    assert place.from_on == kept.monday
    with behind(kept.house.program.pk, kept.house.director):
        assert Offer.objects.filter(patient=ravi, status="open").exists()
        assert SeriesSeat.objects.filter(patient=ravi, series__kind="individual").exists()
        assert PlacementReason.objects.filter(patient=ravi, kind="placed", over_at__isnull=True).exists()


def test_a_place_that_is_not_as_it_was_seen_is_not_given(kept, ravi):
    seen = mark_of(asked(kept, ravi).choices[0].option)
    nia = build.patient(kept.house, "Nia", "Ferreira")
    availability.free(kept.house, nia, tue="8:00-20:00", thu="8:00-20:00", fri="8:00-20:00")
    given(kept, nia, mark_of(asked(kept, nia).choices[0].option))

    with pytest.raises(PlaceChanged):
        given(kept, ravi, seen)

    assert places(kept, ravi) == []


def test_the_page_says_what_each_place_means_and_a_press_gives_it(kept, ravi):
    robin = kept.client("coordinator")
    page = robin.get(address(ravi))
    shown = page.content.decode()
    (line,) = page.context["lines"]

    answer = robin.post(address(ravi, "placement:give_place"), {"cohort": line["cohort"].pk, "seen": line["seen"]})

    assert "4 people now, 5 with them" in shown
    assert "Worked out from the roster as of" in shown
    assert "Individual therapy with" in shown
    assert answer.status_code == 303
    assert [place.cohort_id for place in places(kept, ravi)] == [kept.morning.cohort.pk]


def test_a_press_on_a_place_that_changed_comes_back_with_the_list_as_it_is_now(kept, ravi):
    robin = kept.client("coordinator")

    answer = robin.post(address(ravi, "placement:give_place"), {"cohort": kept.morning.cohort.pk, "seen": "0" * 20})

    assert answer.status_code == 422
    assert "not as you saw it" in answer.content.decode()
    assert "Give this place" in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"cohort": "x", "seen": "y"}])
def test_a_press_without_a_place_is_told_so(kept, ravi, sent):
    answer = kept.client("coordinator").post(address(ravi, "placement:give_place"), sent)

    assert answer.status_code == 422
    assert "Choose a place" in answer.content.decode()


def test_intake_looks_and_gives_nothing(kept, ravi):
    morgan = kept.client("intake")

    page = morgan.get(address(ravi))

    assert page.status_code == 200
    assert "Give this place" not in page.content.decode()
    assert morgan.post(address(ravi, "placement:give_place"), {}).status_code == 404


@pytest.mark.parametrize("role", ["clinician", "biller", "director", "compliance", "on_call"])
def test_nobody_else_looks(kept, ravi, role):
    assert kept.client(role).get(address(ravi)).status_code == 404


def test_the_page_of_a_person_gathers_the_first_places(kept, ravi):
    robin = kept.client("coordinator")

    whole = robin.get(reverse("people:patient", args=[ravi.pk])).content.decode()
    part = robin.get(address(ravi), headers={"HX-Request": "true"}).content.decode()

    assert address(ravi) in whole
    assert "The place that fits" in part
    assert "<html" not in part


def test_whoever_has_a_place_is_shown_it(kept):
    page = kept.client("coordinator").get(address(kept.patients["Theo"])).content.decode()

    assert "They have a place" in page
    assert "Morning steady" in page


def test_the_page_asks_few_questions_once_the_week_is_in_memory(kept, ravi, django_assert_max_num_queries):
    robin = kept.client("coordinator")
    robin.get(address(ravi))

    with django_assert_max_num_queries(MOST_QUESTIONS):
        robin.get(address(ravi))
