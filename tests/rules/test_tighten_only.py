"""A program may tighten policy, never loosen it: one table through every door."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from hearthside.ledger import clock
from hearthside.ledger.refusing import constraint_of
from hearthside.placement.folder.complaints import BadRoster
from hearthside.policy.baseline import baseline
from hearthside.policy.models import PolicyDecision
from hearthside.policy.queries import in_force
from hearthside.policy.refusals import ForComparison, LooserThanBaseline
from hearthside.policy.rules import is_looser
from hearthside.policy.values import parse
from tests.placement.folder.test_policy import in_force as planned_by
from tests.policy.office import opened

# Rule: docs/rules/tighten-only.md
CASES = [
    # key, value, allowed
    ("cohort.cap", "11", False),
    ("cohort.cap", "9", True),
    ("ratio.process", "7", False),
    ("ratio.process", "5", True),
    ("ratio.couples_group", "5", False),
    ("ratio.couples_group", "3", True),
    ("couples_group.max_couples", "4", False),
    ("couples_group.max_couples", "2", True),
    ("couples_group.min_couples", "1", False),
    ("couples_group.min_couples", "3", True),
    ("cohort.min", "3", False),
    ("cohort.min", "5", True),
    ("week.minimum_minutes", "539", False),
    ("week.minimum_minutes", "541", True),
    ("buffer.minutes", "9", False),
    ("buffer.minutes", "11", True),
    ("grid.minutes", "60", True),
    ("grid.minutes", "5", True),
    ("weight.small", "0", True),
    ("weight.small", "999.5", True),
    ("pods.cap", "16", False),
    ("pods.cap", "12", True),
    ("grace.seconds", "1", False),
    ("doors.minutes", "20", True),
    ("retention.ledger.years", "5", False),
    ("retention.ledger.years", "7", True),
    ("lockout.failures", "6", False),
    ("lockout.minutes", "14", False),
]
COMPARED = ["published.size.least", "published.size.most", "published.ratio.intensive", "published.ratio.group"]

everywhere = pytest.mark.parametrize(("key", "value", "allowed"), CASES)


@everywhere
def test_the_rule(key, value, allowed):
    base = baseline()[key]
    number, limit = parse(base, value).number, parse(base, base.value).number

    assert is_looser(base.direction, number or Decimal(0), limit or Decimal(0)) is not allowed


@everywhere
@pytest.mark.django_db
def test_the_action(key, value, allowed):
    office = opened()
    if allowed:
        office.decide(key, value)
        assert in_force(office.today, office.program.id)[key].value.text == value
    else:
        with pytest.raises(LooserThanBaseline):
            office.ask(key, value)
        assert not PolicyDecision.objects.exists()


@everywhere
@pytest.mark.django_db
def test_the_database(key, value, allowed):
    office = opened()
    row = PolicyDecision(
        program=office.program,
        key=key,
        scope="program",
        from_day=office.today,
        value=value,
        number=Decimal(value),
        source="Behind the action's back",
        proposed_by_id=office.director.account,
        proposed_at=clock.now(),
    )
    if allowed:
        row.save(force_insert=True)
        assert PolicyDecision.objects.get().value == value
    else:
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            row.save(force_insert=True)
        assert constraint_of(refused.value) == "policy_never_looser"


@pytest.mark.parametrize(("key", "value", "allowed"), [case for case in CASES if baseline()[case[0]].planner])
def test_the_planner(key, value, allowed, tmp_path):
    if allowed:
        assert planned_by(tmp_path, f"{key},{value}").effective[key] == value
    else:
        with pytest.raises(BadRoster):
            planned_by(tmp_path, f"{key},{value}")


@pytest.mark.parametrize("key", COMPARED)
@pytest.mark.django_db
def test_what_others_publish_binds_nobody_and_is_set_by_nobody(key, tmp_path):
    office = opened()

    with pytest.raises(ForComparison):
        office.ask(key, "5")
    with pytest.raises(BadRoster):
        planned_by(tmp_path, f"{key},5")
