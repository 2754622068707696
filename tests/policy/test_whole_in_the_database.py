"""`policy_whole` in SQL and `policy.queries.in_force` in Python give the same answer, on every key and day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hearthside.access.models import Account, Program
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.policy.baseline import baseline
from hearthside.policy.models import APPROVED, PolicyDecision
from hearthside.policy.queries import in_force

FIRST = date(2027, 1, 1)
KEYS = ["cohort.cap", "cohort.min", "buffer.minutes", "offer.days", "ratio.process", "sweet_spot.most", "week.start"]
days = st.integers(0, 6).map(lambda n: FIRST + timedelta(days=n))


def whole(program, key, day):
    with connection.cursor() as cursor:
        cursor.execute("SELECT policy_whole(%s, %s, %s)", [program, key, day])
        return cursor.fetchone()[0]


def whole_since(program, key, day):
    """Asked for the first day of the policy that binds on this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT policy_whole(%s, %s, policy_since(%s, %s))", [program, key, program, day])
        return cursor.fetchone()[0]


def whole_in_python(program, key, day):
    try:
        return in_force(day, program).whole(key)
    except TypeError:
        return None


def decided(program, people, decisions):
    """Decisions as the database keeps them, the looser and the doubled left out as the program would."""
    used, waiting = set(), set()
    for key, scope, day, step in decisions:
        base = baseline()[key]
        if base.direction == "comparison" or base.unit == "weekday" or (key, scope, day) in used:
            continue
        if (key, scope) in waiting:
            continue
        used.add((key, scope, day))
        sign = -1 if base.direction == "maximum" else 1
        value = None if step is None else str(int(base.value) + sign * step)
        row = PolicyDecision.objects.create(
            program=program, key=key, scope=scope, scope_name="" if scope == "program" else "PA", from_day=day,
            value=value, number=value, source="a test", proposed_by=people[0], proposed_at=clock.now(),
        )  # fmt: skip
        if step == 3:
            waiting.add((key, scope))
        else:
            row.state, row.answered_by, row.answered_at, row.revision = APPROVED, people[1], clock.now(), len(used)
            row.save()


@pytest.mark.slow
class TheSameAnswer(TestCase):
    @settings(max_examples=60)
    @given(
        st.lists(
            st.tuples(st.sampled_from(KEYS), st.sampled_from(["program", "state"]), days,
                      st.sampled_from([None, 0, 1, 2, 3])),
            max_size=8,
        )
    )  # fmt: skip
    def test_whatever_was_decided(self, decisions):
        program = Program.objects.create(name="Harbor House IOP", slug=f"p-{new_id()}", zone="America/New_York")
        people = [Account.objects.create_user(f"{new_id()}@example.org", name="Sidney Marsh") for _ in range(2)]
        decided(program, people, decisions)

        for key in KEYS:
            for n in range(-1, 7):
                day = FIRST + timedelta(days=n)
                in_the_database = whole(program.id, key, day), whole_since(program.id, key, day)
                assert in_the_database == (whole_in_python(program.id, key, day),) * 2, (key, day)


@pytest.mark.django_db
def test_every_key_of_the_baseline_reads_the_same():
    program = Program.objects.create(name="Harbor House IOP", slug=f"p-{new_id()}", zone="America/New_York")

    for key in baseline():
        assert whole(program.id, key, FIRST) == whole_in_python(program.id, key, FIRST), key
    assert whole(program.id, "no.such.key", FIRST) is None
