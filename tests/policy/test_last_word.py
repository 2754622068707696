"""The database's own word on policy, whatever the program does."""

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from hearthside.ledger import clock
from hearthside.ledger.refusing import constraint_of
from hearthside.policy.baseline import baseline, digest
from hearthside.policy.loading import load_baseline
from hearthside.policy.models import BaselineRelease, BaselineValue, PolicyDecision
from hearthside.policy.values import parse
from tests.policy.office import Office, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return opened()


def row(office: Office, **changed: object) -> PolicyDecision:
    """A proposal written behind the action's back."""
    values = {
        "program": office.program,
        "key": "cohort.cap",
        "scope": "program",
        "from_day": office.today,
        "value": "8",
        "number": 8,
        "source": "Behind the action's back",
        "proposed_by_id": office.director.account,
        "proposed_at": clock.now(),
        **changed,
    }
    return PolicyDecision(**values)


def refused_by(change) -> str | None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        change()
    return constraint_of(refused.value)


LIMITED = [key for key, base in baseline().items() if base.direction in ("maximum", "minimum")]


@pytest.mark.parametrize("key", LIMITED)
def test_no_value_is_ever_looser_than_the_baseline(office, key):
    base = baseline()[key]
    step = 1 if base.direction == "maximum" else -1
    looser = int(parse(base, base.value).number) + step

    same = row(office, key=key, value=base.value, number=int(base.value))
    same.save(force_insert=True)

    over = row(office, key=key, value=str(looser), number=looser, scope="state", scope_name="PA")
    assert refused_by(lambda: over.save(force_insert=True)) == "policy_never_looser"


ROWS = [
    ({"number": 7}, "policy_number_is_kept"),
    ({"number": None}, "policy_number_is_kept"),
    ({"key": "cohort.limit"}, "policy_key_is_known"),
    ({"key": "published.size.most"}, "policy_comparison_is_fixed"),
    ({"scope": "planet", "scope_name": "Mars"}, "policy_scope_is_known"),
    ({"scope": "state"}, "policy_scope_has_its_name"),
    ({"scope_name": "PA"}, "policy_scope_has_its_name"),
    ({"state": "approved"}, "policy_begins_as_proposal"),
]


@pytest.mark.parametrize(("changed", "constraint"), ROWS)
def test_a_row_that_says_nothing_is_refused_by_name(office, changed, constraint):
    assert refused_by(lambda: row(office, **changed).save(force_insert=True)) == constraint


def test_nobody_answers_their_own_proposal(office):
    asked = office.ask("cohort.cap", "8")
    own = {"answered_by_id": office.director.account, "answered_at": clock.now()}

    def approve() -> None:
        PolicyDecision.objects.filter(pk=asked.pk).update(state="approved", revision=1, **own)

    assert refused_by(approve) == "policy_second_person"


def test_what_was_proposed_is_approved_as_it_is(office):
    asked = office.ask("cohort.cap", "8")

    changes = [{"value": "7", "number": 7}, {"source": "Another"}, {"key": "pods.cap"}, {"from_day": office.day(-1)}]

    for change in changes:
        one = PolicyDecision.objects.filter(pk=asked.pk)
        assert refused_by(lambda one=one, change=change: one.update(**change)) == "policy_approved_as_proposed"


def test_an_answered_decision_never_changes_and_none_is_removed(office):
    decided = PolicyDecision.objects.filter(pk=office.decide("cohort.cap", "8").pk)

    assert refused_by(lambda: decided.update(source="Another")) == "policy_answered_once"
    assert refused_by(lambda: decided.delete()) == "policy_decision_stays"


def test_two_values_of_one_key_never_begin_on_one_day(office):
    office.decide("cohort.cap", "8")
    again = row(office, value="7", number=7)
    again.save(force_insert=True)
    second = {"answered_by_id": office.compliance.account, "answered_at": clock.now(), "revision": 2}

    def approve() -> None:
        PolicyDecision.objects.filter(pk=again.pk).update(state="approved", **second)

    assert refused_by(approve) == "policy_one_value_a_day"


def test_the_baseline_in_the_database_is_the_file():
    release = BaselineRelease.objects.get()
    kept = {v.key: (v.value, v.direction, v.unit, v.source) for v in BaselineValue.objects.filter(release=release)}

    load_baseline()

    assert release.digest == digest()
    assert BaselineRelease.objects.count() == 1
    assert kept == {key: (b.value, b.direction, b.unit, b.source) for key, b in baseline().items()}


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO policy_baseline_release (id, digest, used_from) VALUES (gen_random_uuid(), 'x', now())",
        "UPDATE policy_baseline_value SET number = 99 WHERE key = 'cohort.cap'",
        "DELETE FROM policy_baseline_value",
        "TRUNCATE policy_decision",
    ],
)
def test_the_application_cannot_touch_the_baseline(statement):
    with pytest.raises(ProgrammingError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
