"""The pages of cohorts, places, treatments and day plans: who sees what, and what each form does."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.day_plans import DayPlan
from hearthside.caseload.models.exceptions import ExceptionOwned
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.ledger.models import Reading
from hearthside.policy.queries import today
from tests import build
from tests.caseload.clinic import WEEK, at_browser, clinic
from tests.kept import begins_with
from tests.people.clinic import signed_in
from tests.schedule.planning import words

pytestmark = begins_with(clinic)


@pytest.fixture
def at(kept):
    return kept


@pytest.fixture
def robin(at):
    return signed_in(at.house, "coordinator")


def boxes(name: str, day: date) -> dict[str, str]:
    """A day as its three boxes send it."""
    return {f"{name}_month": str(day.month), f"{name}_day": str(day.day), f"{name}_year": str(day.year)}


def seen(at, query):
    with at.house.seen_by("coordinator"):
        return list(query)


def test_the_board_says_size_at_a_glance(at, robin):
    page = robin.get(reverse("caseload:board"))

    words = page.content.decode()
    assert page.status_code == 200
    assert "2 cohorts, 12 people. All within size." in words
    assert "6 of 10, one couple" in words
    assert "Mental health, English" in words


@pytest.mark.parametrize(
    ("asked", "shown", "not_shown"),
    [
        ({"q": "MORN"}, "Morning steady", "Evening recovery"),
        ({"state": "danger"}, "No cohort is like that.", "Morning steady"),
        ({"q": "morn", "state": "plain"}, "1 cohort", "Evening recovery"),
        ({"state": "purple"}, "1 to 2 of 2 cohorts", "No cohort is like that."),
    ],
)
def test_the_address_says_which_cohorts_are_shown_and_all_are_counted(at, robin, asked, shown, not_shown):
    page = words(robin.get(reverse("caseload:board"), asked))

    assert "2 cohorts, 12 people." in page
    assert shown in page
    assert not_shown not in page


@pytest.mark.parametrize(("role", "status"), [("clinician", 200), ("intake", 200), ("director", 200), ("biller", 403)])
def test_the_board_is_for_staff_who_place_and_treat(at, role, status):
    assert signed_in(at.house, role).get(reverse("caseload:board")).status_code == status


def test_a_clinician_sees_of_a_cohort_whom_they_treat_and_how_many_more_there_are(at):
    client = at_browser(at.danas)

    words = re.sub(r"<[^>]*>", " ", client.get(reverse("caseload:cohort", args=[at.morning.pk])).content.decode())

    assert "Alex" in words
    assert "Sam" not in words
    assert "And 5 people whom you do not treat." in words


def test_a_look_at_who_is_in_a_cohort_is_written_down(at, robin):
    robin.get(reverse("caseload:cohort", args=[at.morning.pk]))

    assert Reading.objects.filter(kind="membership", patients__contains=[str(at.alex.pk)]).exists()


def test_another_programs_cohort_is_as_one_that_never_was(at):
    stranger = signed_in(build.program(), "coordinator")

    assert stranger.get(reverse("caseload:cohort", args=[at.morning.pk])).status_code == 404


def test_people_come_into_a_cohort_by_checking_their_line(at, robin):
    max = build.patient(at.house, "Max", "Lind")
    address = reverse("caseload:come", args=[at.evening.pk])
    first = today(at.house.program)

    page = robin.get(address)
    # Until the tighter cap begins there is room.
    sent = {"patients": [str(max.pk)], **boxes("from_on", first), **boxes("until_on", first + timedelta(days=6))}
    answer = robin.post(address, sent)

    assert "Max Lind, Pennsylvania" in page.content.decode()
    assert "1 need another track" in page.content.decode()
    assert answer.status_code == 303
    assert [m.patient_id for m in seen(at, Membership.objects.filter(patient=max))] == [max.pk]


def test_a_refused_place_comes_back_with_a_sentence_and_everything_typed(at, robin):
    max = build.patient(at.house, "Max", "Lind")
    first = today(at.house.program)

    sent = {"patients": [str(max.pk)], **boxes("from_on", first), **boxes("until_on", first + 3 * WEEK)}
    answer = robin.post(reverse("caseload:come", args=[at.evening.pk]), sent)

    assert answer.status_code == 422
    assert "Evening recovery would have more than 5 people" in answer.content.decode()
    assert "checked" in answer.content.decode()


def test_a_cohort_is_opened_in_two_steps(at, robin):
    people = build.people(at.house, 4, track="dual")
    facts = {"name": "Twos", "modality": "", "day_plan": "iop-3", "track": "dual", "language": "en", "open": "yes",
             "focus": "", "size_wish": "", **boxes("from_on", today(at.house.program))}  # fmt: skip
    address = reverse("caseload:new_cohort")

    asked = robin.get(address)
    wrong = robin.get(address, {**facts, "from_on_month": "13"})
    offered = robin.get(address, facts)
    too_few = robin.post(offered.request["PATH_INFO"] + "?" + offered.request["QUERY_STRING"], {"patients": []})
    opened = robin.post(
        offered.request["PATH_INFO"] + "?" + offered.request["QUERY_STRING"], {"patients": [str(p.pk) for p in people]}
    )

    assert "Go on" in asked.content.decode()
    assert "There is no such day" in wrong.content.decode()
    assert too_few.status_code == 422
    assert opened.status_code == 303
    (cohort,) = seen(at, Cohort.objects.filter(name="Twos"))
    assert len(seen(at, Membership.objects.filter(cohort=cohort))) == 4


def test_partners_stay_longer_and_leave_together(at, robin):
    longer = reverse("caseload:stay_longer", args=[at.alex.pk, at.place.pk])
    until = at.place.until_on + WEEK

    with at.house.seen_by("coordinator"):
        Membership.objects.filter(cohort=at.morning).exclude(patient__in=[at.alex.pk, at.sam.pk]).update(
            until_on=today(at.house.program), ended_because="finished"
        )
    page = robin.get(longer)
    answer = robin.post(longer, boxes("until_on", until))
    left = robin.post(
        reverse("caseload:leave", args=[at.alex.pk, at.place.pk]),
        {**boxes("until_on", today(at.house.program)), "because": "transferred"},
    )

    assert "Alex Park and Sam Park are partners and stay together." in page.content.decode()
    assert (answer.status_code, left.status_code) == (303, 303)
    both = seen(at, Membership.objects.filter(patient__in=[at.alex.pk, at.sam.pk]))
    assert {m.until_on for m in both} == {today(at.house.program)}


def test_a_cohort_is_changed_and_closed(at, robin):
    one = [at.morning.pk]
    changed = robin.post(
        reverse("caseload:change_cohort", args=one),
        {"name": "Mornings", "modality": "Process", "focus": "", "size_wish": "small"},
    )
    closed = robin.post(
        reverse("caseload:close_cohort", args=one),
        {**boxes("until_on", today(at.house.program)), "because": "staffing"},
    )
    again = robin.get(reverse("caseload:cohort", args=one))

    assert (changed.status_code, closed.status_code, again.status_code) == (303, 303, 200)
    assert [c.name for c in seen(at, Cohort.objects.filter(pk=at.morning.pk))] == ["Mornings"]


def test_a_therapist_is_assigned_from_those_who_may_and_the_others_say_why(at, robin):
    address = reverse("caseload:assign", args=[at.alex.pk, "counseling"])
    page = robin.get(address).content.decode()
    lee = next(c for c in seen(at, at.dana.__class__.objects.filter(name="Lee Moreau")))

    answer = robin.post(address, {"clinician": str(lee.pk), **boxes("from_on", today(at.house.program))})

    assert "Dana Reyes is no drug and alcohol counselor here." in page
    assert answer.status_code == 303
    care = robin.get(reverse("caseload:care", args=[at.alex.pk])).content.decode()
    assert "Lee Moreau" in care
    assert "Ines Varga" in care


def test_a_treatment_ends_on_a_last_day(at, robin):
    address = reverse("caseload:end_treatment", args=[at.alex.pk, at.treatment.pk])

    answer = robin.post(address, {**boxes("until_on", today(at.house.program)), "because": "finished"})

    assert answer.status_code == 303
    assert seen(at, Treatment.objects.filter(pk=at.treatment.pk))[0].ended_because == "finished"


def test_a_patient_reads_who_treats_them_and_in_which_group_they_are(at):
    account = build.account("Alex Park")
    from hearthside.people.actions.patients import link_account

    with at.house.seen_by("intake") as intake:
        link_account(patient=at.alex, account=account, by=intake)
    client = signed_in(at.house, "patient", who=account)

    own = client.get(reverse("caseload:care", args=[at.alex.pk]))
    partners = client.get(reverse("caseload:care", args=[at.sam.pk]))

    words = own.content.decode()
    assert "Your care" in words
    assert "Dana Reyes" in words
    assert "Morning steady" in words
    assert partners.status_code == 404


def test_a_day_plan_is_made_and_changed(at, robin):
    sent = {"key": "iop-4", "title": "Four days", "days_per_week": "4", "days_allowed": ["mon", "tue", "wed", "thu"],
            "weeks": "8", "blocks": "Process group 90\nBreak 10\nSkills group 60"}  # fmt: skip

    made = robin.post(reverse("caseload:new_day_plan"), sent)
    wrong = robin.post(reverse("caseload:new_day_plan"), {**sent, "key": "iop-5", "blocks": "Dancing 90"})
    changed = robin.post(reverse("caseload:change_day_plan", args=["iop-4"]), {**sent, "weeks": "10"})

    assert (made.status_code, wrong.status_code, changed.status_code) == (303, 422, 303)
    assert "We cannot read “Dancing 90”" in wrong.content.decode()
    assert "Four days" in robin.get(reverse("caseload:day_plans")).content.decode()
    assert [p.version for p in seen(at, DayPlan.objects.filter(key="iop-4"))] == [2, 1]


def test_exceptions_have_an_owner_and_a_day(at):
    sidney = signed_in(at.house, "director")
    day = today(at.house.program)

    listed = sidney.get(reverse("caseload:exceptions")).content.decode()
    owned = sidney.post(
        reverse("caseload:own_exception", args=[at.morning.pk, "over_cap"]),
        {"owner": str(at.danas.pk), **boxes("by_on", day + WEEK)},
    )
    passed = sidney.post(
        reverse("caseload:own_exception", args=[at.morning.pk, "over_cap"]),
        {"owner": str(at.danas.pk), **boxes("by_on", day - WEEK)},
    )
    again = sidney.get(reverse("caseload:exceptions")).content.decode()

    assert "6 people, and policy allows 5. Nobody else can come." in listed
    assert "Nobody yet" in listed
    assert (owned.status_code, passed.status_code) == (303, 422)
    assert "Dana Reyes" in again
    assert len(seen(at, ExceptionOwned.objects.all())) == 1


def test_two_kept_apart_and_a_license_that_ended_are_exceptions(at):
    from hearthside.people.actions.keep_apart import keep_apart
    from hearthside.people.actions.patients import change_details
    from hearthside.people.particulars import Details

    with at.house.seen_by("coordinator"):
        other = Membership.objects.filter(cohort=at.morning).exclude(patient__in=[at.alex.pk, at.sam.pk])[0].patient
    with at.house.seen_by("intake") as intake:
        keep_apart(patient=at.alex, other=other, source="intake", words="made up for this test", by=intake)
        details = Details("Alex", at.alex.details.born_on, "OH", last_name="Park")
        change_details(patient=at.alex, details=details, by=intake)

    words = signed_in(at.house, "compliance").get(reverse("caseload:exceptions")).content.decode()

    assert f"Alex and {other.chosen_name} may not share a group." in words
    assert "made up" not in words
    assert "No license, privilege, registration or exception in Ohio is on record." in words


def test_a_person_says_which_day_plans_suit_them(at, robin):
    answer = robin.post(reverse("caseload:suit", args=[at.jo.pk]), {"day_plans": ["iop-3"]})

    assert answer.status_code == 303


@pytest.mark.parametrize("name", ["board", "exceptions", "day_plans", "cohort", "come"])
def test_no_page_asks_more_of_more(at, robin, name):
    address = reverse(f"caseload:{name}", args=[at.evening.pk] if name in ("cohort", "come") else [])

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert robin.get(address).status_code == 200
        return len(queries)

    asked()
    before = asked()
    for n in range(3):
        build.cohort(at.house, build.people(at.house, 4), from_on=today(at.house.program), name=f"More {n}")
    build.people(at.house, 5)
    build.day_plan(at.house, "iop-9")

    assert asked() <= before
