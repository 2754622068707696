"""The page of a couple: both in one place, nothing of who is kept apart; and every way on opens for whoever sees it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearthside.ledger.models import Reading
from hearthside.people.actions.keep_apart import keep_apart
from tests import build
from tests.builders import schedule
from tests.builders.harbor import harbor
from tests.kept import begins_with
from tests.schedule.planning import made, robin, words

__all__ = ["made", "robin"]

pytestmark = begins_with(harbor)
# Of everything that stands between a cookie of a session and the answer, with a month of sessions.
MOST_QUESTIONS = 30


@pytest.fixture
def treated(made):
    """Ines treats Alex alone, Lee treats Sam alone, and Kim meets the two every week."""
    build.treats(made.house, made.clinicians["Ines"], made.patients["Alex"])
    build.treats(made.house, made.clinicians["Lee"], made.patients["Sam"])
    schedule.weekly(
        made.house, "couples", made.clinicians["Kim"], made.patients["Alex"], made.patients["Sam"],
        on=made.monday + timedelta(days=1), start=11 * 60,
    )  # fmt: skip
    return made


def page(made, client):
    return client.get(f"/couples/{made.couple.pk}/")


def test_a_couples_sessions_stand_there_once_with_who_comes_and_who_treats_them(treated, robin):
    shown = words(page(treated, robin))

    assert "Alex Park and Sam Park" in shown
    assert "Couples therapy with Kim Osei Both Expected" in shown
    assert re.search(r"Individual therapist Ines Varga, .{,60} Lee Moreau, ", shown)
    assert re.search(r"Group Evening recovery A from .{,40} Evening recovery A from ", shown)
    both = {str(treated.patients[name].pk) for name in ("Alex", "Sam")}
    for part in ("schedule", "treatments", "membership"):
        assert both <= {str(p) for line in Reading.objects.filter(kind=part) for p in line.patients}


def test_the_page_of_one_of_them_leads_to_it(made, robin):
    alex = robin.get(f"/people/{made.patients['Alex'].pk}/schedule/").content.decode()
    theo = robin.get(f"/people/{made.patients['Theo'].pk}/schedule/").content.decode()

    assert f"/couples/{made.couple.pk}/" in alex
    assert "/couples/" not in theo


def test_a_silent_wish_to_be_kept_apart_changes_nothing_on_it(treated, robin):
    before = words(page(treated, robin))

    with treated.house.seen_by("intake") as intake:
        sam, alex = treated.patients["Sam"], treated.patients["Alex"]
        keep_apart(patient=sam, other=alex, source="own_wish", words="", by=intake)

    assert words(page(treated, robin)) == before


def test_a_partner_who_is_no_patient_stands_there_with_no_roles_of_their_own(made, robin):
    couple = build.partner_of(made.house, made.patients["Theo"], "Casey Wren")

    shown = words(robin.get(f"/couples/{couple.pk}/"))

    assert "Theo Nakamura and Casey Wren" in shown
    assert "No patient here" in shown


def test_whoever_links_partners_ends_the_link_from_there_and_the_page_is_gone_then(made, robin):
    morgan = made.client("intake")
    part = f"/people/{made.patients['Alex'].pk}/partner/end/"

    offered, planned = page(made, morgan), page(made, robin)
    answer = morgan.post(part, {"because": "separated"})

    assert f'href="{part}"' in offered.content.decode()
    assert f'href="{part}"' not in planned.content.decode()
    assert "If they part, intake ends the link between them." in words(planned)
    assert answer.status_code == 303, words(answer)
    assert page(made, robin).status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "intake", "director", "compliance", "own clinician", "patient"])
def test_every_way_on_opens_for_whoever_sees_it(treated, who):
    client = _signed_in(treated, who)
    alex = treated.patients["Alex"].pk
    seen = [client.get(f"/people/{alex}/schedule/"), page(treated, client)]

    ways = {way for answer in seen for way in re.findall(r'href="(/[^"#]+)"', _main(answer))}
    shut = {way: status for way in ways if (status := client.get(way).status_code) not in (200, 303)}

    assert [answer.status_code for answer in seen] == [200, 200]
    assert ways
    assert shut == {}


def test_the_page_of_a_full_month_asks_few_questions(treated, robin):
    page(treated, robin)

    with CaptureQueriesContext(connection) as asked:
        page(treated, robin)

    assert len(asked) <= MOST_QUESTIONS


def _signed_in(made, who: str):
    if who == "own clinician":
        return made.signs_in("Dana")
    if who == "patient":
        return made.client_of(build.signs_in(made.house, made.patients["Alex"]))
    return made.client(who)


def _main(answer) -> str:
    return answer.content.decode().split("<main", 1)[-1].split("</main", 1)[0]
