"""How much pages about patients ask of the database, however many people they show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearthside.ledger.models import Reading
from hearthside.people.web.patient_sections import SECTIONS
from tests import build
from tests.cast import harbor_house
from tests.kept import begins_with
from tests.lanes import LANE
from tests.people.clinic import page

pytestmark = begins_with(harbor_house)

# Of everything that stands between a session's cookie and the answer, for somebody who sees every section.
MOST_QUESTIONS = 36
# More than stand on one page.
MANY = 240 if LANE == "long" else 64


@pytest.fixture
def cast(kept):
    return kept


@pytest.mark.slow
def test_a_long_list_asks_no_more_than_a_list_of_four(cast):
    client = cast.client("intake")
    with CaptureQueriesContext(connection) as few:
        page(client, "patients")
    for number in range(MANY - 4):
        build.patient(cast.house, f"Person {number}")

    with CaptureQueriesContext(connection) as many:
        answer = page(client, "patients")
        assert page(client, "patients", q="persn 17", sort="-waiting", status="waiting").status_code == 200

    assert f"of {MANY} people" in answer.content.decode()
    assert len(many) <= 2 * len(few) + 4


def test_a_whole_record_is_a_few_questions_and_one_for_all_that_was_shown(cast):
    client = cast.client("intake")
    page(client, "patient", cast.alex.id)
    shown = Reading.objects.filter(kind__in=[section.part for section in SECTIONS])
    before = list(shown.values_list("id", flat=True))

    with CaptureQueriesContext(connection) as asked:
        page(client, "patient", cast.alex.id)

    assert len(asked.captured_queries) <= MOST_QUESTIONS
    assert len([q for q in asked.captured_queries if "ledger_append" in q["sql"]]) == 1
    lines = list(shown.exclude(id__in=before).order_by("position"))
    assert len({line.kind for line in lines}) == len(lines) == len(SECTIONS)
    assert {line.chain for line in lines} == {lines[0].chain}
    assert [line.position - lines[0].position for line in lines] == list(range(len(lines)))
