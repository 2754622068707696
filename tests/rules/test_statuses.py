"""What a patient may become, by one table through rule and action. Rule: docs/rules/statuses.md."""

from datetime import date, timedelta

import pytest

from hearthside.access.models import RoleHeld
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.actions.couples import link_partners
from hearthside.people.actions.statuses import change_status
from hearthside.people.credentials.facts import WrongFact
from hearthside.people.credentials.values import day_in
from hearthside.people.models.patients import PatientDetails, StatusChange
from hearthside.people.queries.couples import own_couples
from hearthside.people.queries.standing import NotYours
from hearthside.people.rules import STATUS_NAMES, Standing, why_not
from tests import build

WAY = {
    "waiting": (), "admitted": ("admitted",), "on_leave": ("admitted", "on_leave"), "discharged": ("discharged",),
    "died": ("died",),
}  # fmt: skip
# What may follow on what, read off the rule's table.
ALLOWED = {
    ("waiting", "admitted"), ("waiting", "discharged"), ("waiting", "died"), ("admitted", "waiting"),
    ("admitted", "on_leave"), ("admitted", "discharged"), ("admitted", "died"), ("on_leave", "admitted"),
    ("on_leave", "discharged"), ("on_leave", "died"), ("discharged", "waiting"), ("discharged", "died"),
    ("died", "waiting"), ("died", "admitted"), ("died", "on_leave"), ("died", "discharged"),
}  # fmt: skip


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def today(house) -> date:
    return day_in(house.program.zone, clock.now())


def become(who, status, day, by, **more):
    more = {"reason": "completed"} | more if status == "discharged" else more
    more = {"expected_on": day + timedelta(days=9)} | more if status == "on_leave" else more
    return change_status(patient=who, status=status, since_on=day, by=by, **more)


@pytest.mark.django_db
@pytest.mark.parametrize("before", STATUS_NAMES)
@pytest.mark.parametrize("after", STATUS_NAMES)
def test_rule_and_action_agree_on_what_may_follow(house, today, before, after):
    who = build.patient(house)
    with house.seen_by("intake") as intake:
        for step in WAY[before]:
            become(who, step, today, intake)

        allowed = why_not(Standing(before, today), after, today, today) is None
        if allowed:
            become(who, after, today, intake)
        else:
            with pytest.raises(WrongFact) as refused:
                become(who, after, today, intake)
            assert refused.value.field == "status"

    assert allowed is ((before, after) in ALLOWED)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "day", "more", "field"),
    [("admitted", 1, {}, "since_on"), ("admitted", -1, {}, "since_on"), ("discharged", 0, {"reason": ""}, "reason"),
     ("discharged", 0, {"reason": "bored"}, "reason"), ("on_holiday", 0, {}, "status"),
     ("admitted", 0, {"words": "a\x00b"}, "words"), ("admitted", 0, {"words": "x" * 5000}, "words")],
)  # fmt: skip
def test_a_change_that_cannot_be_is_refused_at_its_field(house, today, status, day, more, field):
    who = build.patient(house)

    with house.seen_by("intake") as intake, pytest.raises(WrongFact) as refused:
        become(who, status, today + timedelta(days=day), intake, **more)

    assert refused.value.field == field


@pytest.mark.django_db
@pytest.mark.parametrize("back", [None, 0, -1, 40_000])
def test_a_leave_has_a_day_of_return_after_it_begins(house, today, back):
    who = build.patient(house)

    with house.seen_by("intake") as intake:
        become(who, "admitted", today, intake)
        with pytest.raises(WrongFact) as refused:
            become(who, "on_leave", today, intake, expected_on=None if back is None else today + timedelta(days=back))

    assert refused.value.field == "expected_on"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["coordinator", "biller", "director", "compliance", "clinician"])
def test_only_intake_and_the_own_clinician_change_a_status(house, today, role):
    who = build.patient(house)

    with house.seen_by(role) as actor, pytest.raises(NotYours):
        become(who, "admitted", today, actor)


@pytest.mark.django_db
def test_with_a_death_access_ends_and_the_partner_reads_neutral_words(house, today):
    alex, sam = build.patient(house, "Alex"), build.patient(house, "Sam")
    alexs, sams = build.signs_in(house, alex), build.signs_in(house, sam)
    build.couple(house, alex, sam)

    with house.seen_by("intake") as intake:
        become(alex, "died", today, intake)

    with scope(alexs):
        assert not PatientDetails.objects.exists()
    assert not RoleHeld.objects.filter(account=alexs.account, until_at=None).exists()
    with scope(sams):
        ((_, view),) = own_couples(sams)
        assert (view.partner_name, view.ended_on) == ("Alex", today)
        assert not StatusChange.objects.filter(patient=alex).exists()


@pytest.mark.django_db
def test_a_death_that_was_somebody_elses_can_be_taken_back(house, today):
    alex = build.patient(house)
    signed_in = build.signs_in(house, alex)

    with house.seen_by("intake") as intake:
        become(alex, "died", today, intake)
        become(alex, "waiting", today, intake)
        link_partners(first=alex, second=build.patient(house, "Sam"), by=intake)

    with scope(signed_in):
        assert PatientDetails.objects.count() == 1
