"""Changing policy: one person asks, a second approves, never looser, never backwards, never twice."""

from datetime import UTC, datetime

import pytest

from hearthside.access import limits
from hearthside.access.require import NotAllowed
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.models import Entry
from hearthside.policy import refusals
from hearthside.policy.actions import (
    approve_policy_value,
    decline_policy_value,
    end_policy_value,
    withdraw_policy_value,
)
from hearthside.policy.baseline import baseline, digest
from hearthside.policy.models import PolicyDecision
from hearthside.policy.queries import at_version, history, in_force, waiting
from hearthside.policy.values import NotAValue
from tests.policy.office import Office, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return opened()


def in_force_text(office: Office, key: str, *, day: int = 0, **known: str) -> str:
    return in_force(office.day(day), office.program.id, **known)[key].value.text


def test_a_change_is_in_force_from_its_day_once_a_second_person_approved(office):
    asked = office.ask("cohort.cap", "8", day=3)
    before = in_force_text(office, "cohort.cap", day=5)
    approve_policy_value(decision=asked, by=office.compliance)

    entry = in_force(office.day(3), office.program.id)["cohort.cap"]

    assert before == "10"
    assert in_force_text(office, "cohort.cap", day=2) == "10"
    assert (entry.value.plain, entry.unit, entry.scope, entry.since) == (8, "patients", "program", office.day(3))
    assert entry.approved_by == office.compliance.account
    assert entry.source == "Decided by the program's board"


def test_the_next_change_ends_the_one_before_it(office):
    office.decide("cohort.cap", "7")
    office.decide("cohort.cap", "9", day=4)

    assert [in_force_text(office, "cohort.cap", day=d) for d in (0, 3, 4, 400)] == ["7", "7", "9", "9"]


def test_a_value_that_ends_gives_way_to_the_baseline(office):
    office.decide("cohort.cap", "7")
    asked = end_policy_value(
        program=office.program, key="cohort.cap", from_day=office.day(2), source="The trial is over", by=office.director
    )
    approve_policy_value(decision=asked, by=office.compliance)

    assert [in_force_text(office, "cohort.cap", day=d) for d in (1, 2)] == ["7", "10"]


def test_payer_and_state_bind_only_where_they_are_known(office):
    office.decide("cohort.cap", "8", scope="state", scope_name="PA")
    office.decide("week.minimum_minutes", "600", scope="payer", scope_name="60054")

    assert in_force_text(office, "cohort.cap") == "10"
    assert in_force_text(office, "cohort.cap", state="PA") == "8"
    assert in_force_text(office, "week.minimum_minutes", payer="60054", state="PA") == "600"


def test_another_programs_policy_is_its_own(office):
    other = opened("quiet-harbor")
    office.decide("cohort.cap", "8")

    assert in_force_text(other, "cohort.cap") == "10"
    assert history(other.program.id, "cohort.cap") == []


def test_policy_is_one_query_and_without_a_program_none(office, django_assert_num_queries):
    office.decide("cohort.cap", "8")
    day, program = office.today, office.program.id

    with django_assert_num_queries(1):
        assert in_force(day, program).whole("cohort.cap") == 8
    with django_assert_num_queries(0):
        assert in_force(day).whole("cohort.cap") == 10


def test_a_version_finds_the_policy_of_its_decision_for_ever(office):
    day, program = office.today, office.program.id
    first = in_force(day, program).version
    office.decide("cohort.cap", "8")
    second = in_force(day, program).version
    office.decide("cohort.cap", "6", day=1)

    assert first == f"{digest()}.0"
    assert len({first, second, in_force(day, program).version}) == 3
    assert at_version(first, day, program).whole("cohort.cap") == 10
    assert at_version(second, day, program).whole("cohort.cap") == 8
    assert at_version(second, office.day(1), program).whole("cohort.cap") == 8
    with pytest.raises(LookupError):
        at_version("0123456789ab.3", day, program)


def test_an_approval_that_comes_late_takes_effect_on_its_own_day(office):
    with clock.fixed(datetime(2027, 1, 4, 15, tzinfo=UTC)):
        asked = office.ask("cohort.cap", "8")
    with clock.fixed(datetime(2027, 1, 9, 2, tzinfo=UTC)):  # Friday evening in New York
        approve_policy_value(decision=asked, by=office.compliance)

    values = [in_force(datetime(2027, 1, d, tzinfo=UTC).date(), office.program.id).whole("cohort.cap") for d in (7, 8)]

    assert values == [10, 8]


REFUSED = [
    ("cohort.cap", {"value": "11"}, refusals.LooserThanBaseline),
    ("week.minimum_minutes", {"value": "539"}, refusals.LooserThanBaseline),
    ("pods.cap", {"value": "16", "scope": "state", "scope_name": "PA"}, refusals.LooserThanBaseline),
    ("cohort.cap", {"value": "8", "scope": "state", "scope_name": "ZZ"}, refusals.NoSuchScope),
    ("cohort.cap", {"value": "8", "scope": "payer", "scope_name": "x; drop"}, refusals.NoSuchScope),
    ("weight.time", {"value": "8", "scope": "payer", "scope_name": "60054"}, refusals.NoSuchScope),
    ("cohort.cap", {"value": "3"}, refusals.PairCrossed),
    ("pods.cap", {"value": "9"}, refusals.PairCrossed),
    ("cohort.cap", {"value": "10"}, refusals.SameAsInForce),
    ("cohort.cap", {"value": "eight"}, NotAValue),
    ("cohort.cap", {"value": "8", "source": "  "}, refusals.WordsMissing),
    ("cohort.cap", {"value": "8", "source": "x" * 301}, refusals.WordsMissing),
    ("cohort.cap", {"value": "8", "source": "a\x00b"}, refusals.WordsMissing),
    ("published.size.most", {"value": "10"}, refusals.ForComparison),
    ("published.ratio.group", {"value": "10"}, refusals.ForComparison),
    ("cohort.limit", {"value": "8"}, refusals.UnknownKey),
]


@pytest.mark.parametrize(("key", "asked", "refusal"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(office, key, asked, refusal):
    with pytest.raises(refusal):
        office.ask(key, **asked)

    assert not PolicyDecision.objects.exists()
    assert not Entry.objects.exists()


def test_a_looser_value_is_refused_with_the_bound_and_its_source(office):
    with pytest.raises(refusals.LooserThanBaseline) as refused:
        office.ask("ratio.process", "7")

    assert str(refused.value) == (
        "7 is looser than the baseline, which is at most 1 therapist to 6 patients (promises.md R1). Write 6 or less."
    )


@pytest.mark.parametrize(("day", "refusal"), [(-1, refusals.DayHasPassed), (365 * 6, refusals.DayTooFar)])
def test_policy_changes_neither_backwards_nor_in_the_far_future(office, day, refusal):
    with pytest.raises(refusal):
        office.ask("cohort.cap", "8", day=day)


def test_today_is_the_programs_own_day(office):
    with clock.fixed(datetime(2027, 1, 5, 2, tzinfo=UTC)):  # still the 4th in New York
        assert office.today.isoformat() == "2027-01-04"
        assert office.ask("cohort.cap", "8").from_day.isoformat() == "2027-01-04"


def test_one_change_of_a_value_waits_at_a_time(office):
    office.ask("cohort.cap", "8")

    with pytest.raises(refusals.AlreadyAsked):
        office.ask("cohort.cap", "7")

    assert office.ask("cohort.cap", "7", scope="state", scope_name="PA").state == "proposed"


def test_two_changes_of_one_value_cannot_begin_on_one_day(office):
    office.decide("cohort.cap", "8", day=2)

    with pytest.raises(refusals.DayTaken):
        office.ask("cohort.cap", "7", day=2)


def test_what_was_never_set_cannot_end(office):
    with pytest.raises(refusals.NothingToEnd):
        end_policy_value(
            program=office.program, key="cohort.cap", from_day=office.today, source="Why not", by=office.director
        )


def test_an_end_that_would_cross_a_later_value_is_refused(office):
    office.decide("cohort.min", "5")
    office.decide("cohort.cap", "5", day=3)

    with pytest.raises(refusals.PairCrossed) as refused:
        office.ask("cohort.min", "6", day=1)

    assert refused.value.day == office.day(3)


def test_nobody_approves_what_they_asked_for(office):
    both = Actor(
        account=office.director.account, program=office.program.id, roles=frozenset({"director", "compliance"})
    )
    asked = office.ask("cohort.cap", "8")

    for answer in (
        lambda: approve_policy_value(decision=asked, by=both),
        lambda: decline_policy_value(decision=asked, words="No", by=both),
    ):
        with pytest.raises(refusals.SecondPersonNeeded):
            answer()

    assert in_force_text(office, "cohort.cap") == "10"


@pytest.mark.parametrize("who", ["patient", "compliance"])
def test_only_the_director_asks(office, who):
    with pytest.raises(NotAllowed):
        office.__class__(office.program, getattr(office, who), office.compliance, office.patient).ask("cohort.cap", "8")


@pytest.mark.parametrize("by", [system_actor("demonstration"), system_actor("nightly"), system_actor("visitor")])
def test_no_part_of_the_system_changes_policy(office, by):
    asked = office.ask("cohort.cap", "8")

    with pytest.raises(NotAllowed):
        approve_policy_value(decision=asked, by=by)


def test_the_director_of_another_program_may_not(office):
    asked, other = office.ask("cohort.cap", "8"), opened("quiet-harbor")

    for answer in (
        lambda: approve_policy_value(decision=asked, by=other.compliance),
        lambda: withdraw_policy_value(decision=asked, by=other.director),
    ):
        with pytest.raises(NotAllowed):
            answer()


def test_a_change_is_answered_once(office):
    asked = office.ask("cohort.cap", "8")
    decline_policy_value(decision=asked, words="Eight is too few in July", by=office.compliance)

    for answer in (
        lambda: approve_policy_value(decision=asked, by=office.compliance),
        lambda: withdraw_policy_value(decision=asked, by=office.director),
    ):
        with pytest.raises(Refusal, match="in the meantime"):
            answer()

    assert waiting(office.program.id) == []
    assert [d.answer for d in history(office.program.id, "cohort.cap")] == ["Eight is too few in July"]


def test_everything_that_happens_is_in_the_ledger_without_words(office):
    asked = office.ask("cohort.cap", "8", source="A private reason")
    approve_policy_value(decision=asked, by=office.compliance)
    withdraw_policy_value(decision=office.ask("cohort.cap", "7", day=1), by=office.director)

    entries = list(Entry.objects.order_by("id").values_list("kind", "actor"))

    assert entries == [
        ("PolicyValueProposed", str(office.director.account)),
        ("PolicyValueApproved", str(office.compliance.account)),
        ("PolicyValueProposed", str(office.director.account)),
        ("PolicyValueWithdrawn", str(office.director.account)),
    ]
    assert "private" not in str(list(Entry.objects.values_list("canonical", flat=True)))


def test_every_key_that_is_not_for_comparison_can_be_tightened_or_chosen(office):
    fixed = {key for key, base in baseline().items() if base.direction == "comparison"}

    for key in fixed:
        with pytest.raises(refusals.ForComparison):
            office.ask(key, "5")

    assert {"published.size.least", "published.ratio.group", "sweet_spot.least"} <= fixed


def test_access_reads_its_numbers_of_the_program_or_the_tightest_of_all(office):
    other = opened("quiet-harbor")
    office.decide("lockout.failures", "3")
    office.decide("lockout.minutes", "20")
    office.decide("invitation.days", "5", day=2)

    assert limits.number("lockout.failures", office.program.id) == 3
    assert limits.number("lockout.failures", other.program.id) == 5
    assert limits.number("lockout.failures") == 3
    assert limits.number("lockout.minutes") == 20
    assert limits.number("invitation.days", office.program.id) == 7
