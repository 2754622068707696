"""What repeats begins on its pages: only who may lead it is offered, and what would come of it is shown first."""

from datetime import timedelta

import pytest

from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.closures import close_clinic
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import Session
from tests import build
from tests.builders import caseload, schedule
from tests.builders.harbor import harbor
from tests.kept import begins_with
from tests.schedule.planning import day, made, robin, words

__all__ = ["made", "robin"]

pytestmark = begins_with(harbor)


def weekly(made, client, name: str = "Alex", kind: str = "individual", **changed: object):
    asked = {
        "lead": str(made.clinicians["Ines"].pk), "weekdays": ["tue"], "start": "11:00", "minutes": "50",
        **day("from_on", made.monday),
    }  # fmt: skip
    return client.post(f"/people/{made.patients[name].pk}/repeat/?kind={kind}", {**asked, **changed})


def seen(answer) -> str:
    """What the page gives to be sent again."""
    return answer.content.decode().split('name="seen" value="')[1].split('"')[0]


def series_of(made, **which: object) -> list[Series]:
    with behind(made.house.program.pk, made.house.director):
        return list(Series.objects.filter(**which))


def test_the_kinds_that_somebody_may_repeat_are_asked_first(made, robin):
    alex = words(robin.get(f"/people/{made.patients['Alex'].pk}/repeat/"))
    theo = words(robin.get(f"/people/{made.patients['Theo'].pk}/repeat/?kind=couples"))

    assert "Individual therapy" in alex
    assert "Couples therapy" in alex
    assert "What is it?" in theo
    assert "Couples therapy" not in theo


def test_nothing_begins_before_it_was_seen(made, robin):
    ines = made.clinicians["Ines"].pk

    looked = weekly(made, robin)
    before = series_of(made, seats__patient=made.patients["Alex"])
    answer = weekly(made, robin, seen=seen(looked))

    assert looked.status_code == 200
    assert "would be made now" in words(looked)
    assert before == []
    assert (answer.status_code, answer["Location"]) == (303, f"/people/{made.patients['Alex'].pk}/schedule/")
    (begun,) = series_of(made, seats__patient=made.patients["Alex"])
    assert (begun.kind, list(begun.weekdays), begun.start_minute, begun.minutes) == ("individual", ["tue"], 660, 50)
    with behind(made.house.program.pk, made.house.director):
        assert {s.clinician_id for s in begun.staff.all()} == {ines}
        assert Session.objects.filter(series=begun).exists()
    assert "It begins. Everybody in it is told." in robin.get(answer["Location"]).content.decode()


def test_what_was_changed_since_it_was_seen_is_shown_again(made, robin):
    looked = weekly(made, robin)

    other = weekly(made, robin, start="12:00", seen=seen(looked))

    assert other.status_code == 200
    assert "Nothing is started yet." in words(other)
    assert series_of(made, seats__patient=made.patients["Alex"]) == []


def test_a_later_day_that_breaks_it_is_listed_and_does_not_stop_it(made, robin):
    closed = made.monday + timedelta(days=15)
    with made.house.seen_by("coordinator") as by:
        close_clinic(program=made.house.program, from_on=closed, until_on=closed, title="Inventory", by=by)

    looked = weekly(made, robin)

    assert looked.status_code == 200
    assert "The clinic is closed: Inventory. It does not take place that day." in words(looked)
    answer = weekly(made, robin, seen=seen(looked))
    assert answer.status_code == 303, words(answer)


def test_couples_therapy_is_for_both(made, robin):
    lee = str(made.clinicians["Lee"].pk)

    looked = weekly(made, robin, kind="couples", minutes="60", lead=lee, weekdays=["wed"])
    answer = weekly(made, robin, kind="couples", minutes="60", lead=lee, weekdays=["wed"], seen=seen(looked))

    assert answer.status_code == 303
    (begun,) = series_of(made, kind="couples")
    with behind(made.house.program.pk, made.house.director):
        both = {made.patients["Alex"].pk, made.patients["Sam"].pk}
        assert set(begun.seats.values_list("patient", flat=True)) == both


def test_a_couples_group_repeats_for_several_couples_with_whoever_helps(made, robin):
    asked = {"kind": "couples_group", "minutes": "90", "lead": str(made.clinicians["Lee"].pk), "weekdays": ["wed"]}
    nobody = words(robin.get(f"/people/{made.patients['Alex'].pk}/repeat/?kind=couples_group"))
    theo = build.partner_of(made.house, made.patients["Theo"], "Casey Wren")
    nia = build.partner_of(made.house, made.patients["Nia"], "Kai Berg")

    alone = weekly(made, robin, **asked)
    asked |= {"people": [str(theo.pk), str(nia.pk)]}
    short = weekly(made, robin, **asked)
    asked |= {"helpers": [str(made.clinicians["Ines"].pk)]}
    answer = weekly(made, robin, **asked, seen=seen(weekly(made, robin, **asked)))

    assert "no other one is linked here yet" in nobody
    assert (alone.status_code, short.status_code) == (422, 422)
    assert 'id="id_people_error"' in alone.content.decode()
    assert 'id="id_helpers_error"' in short.content.decode()
    assert answer.status_code == 303, words(answer)
    (begun,) = series_of(made, kind="couples_group")
    with behind(made.house.program.pk, made.house.director):
        assert (begun.seats.count(), begun.staff.count()) == (6, 2)
        assert {s.seats.count() for s in Session.objects.filter(series=begun)} == {6}


def test_whoever_may_not_lead_it_is_not_offered_and_the_reason_stands_there(made, robin):
    schedule.able(made.house, "Bo Tran", states=("OH",))

    shown = robin.get(f"/people/{made.patients['Alex'].pk}/repeat/?kind=individual")

    form = shown.content.decode().split("<main")[1].split('<form method="post"')[1].split("</form>")[0]
    assert "Ines Varga" in form
    assert "Bo Tran" not in form
    assert "Bo Tran Bo Tran:" in words(shown).split("Who may not lead it, and why")[1]


def test_a_time_that_is_taken_is_refused_before_anything_is_shown(made, robin):
    refused = weekly(made, robin, lead=str(made.clinicians["Dana"].pk), weekdays=["mon"], start="17:00")

    assert refused.status_code == 422
    assert "would be made now" not in words(refused)


def test_a_wrong_length_is_refused_beside_its_field(made, robin):
    refused = weekly(made, robin, minutes="10")

    assert refused.status_code == 422
    assert 'id="id_minutes_error"' in refused.content.decode()


# A cohort's program day.


@pytest.fixture
def cohort(made):
    """A cohort that has people and no days yet."""
    return build.cohort(made.house, caseload.people(made.house, 4), from_on=made.monday, name="Noon")


def days(made, client, cohort, **changed: object):
    asked = {
        "lead": str(made.clinicians["Ines"].pk), "weekdays": ["mon", "wed", "fri"], "start": "11:00",
        **day("from_on", made.monday),
    }  # fmt: skip
    return client.post(f"/cohorts/{cohort.pk}/program-day/", {**asked, **changed})


def test_a_cohorts_days_begin_from_its_page(made, robin, cohort):
    page = robin.get(f"/cohorts/{cohort.pk}/")
    looked = days(made, robin, cohort)
    answer = days(made, robin, cohort, seen=seen(looked))

    assert f'href="/cohorts/{cohort.pk}/program-day/"' in page.content.decode()
    assert (answer.status_code, answer["Location"]) == (303, f"/cohorts/{cohort.pk}/")
    (begun,) = series_of(made, cohort=cohort)
    assert list(begun.weekdays) == ["mon", "wed", "fri"]
    assert "Ines Varga (lead)" in words(robin.get(answer["Location"]))
    assert "repeats already" in words(robin.get(f"/cohorts/{cohort.pk}/program-day/"))


def test_days_that_the_day_plan_does_not_have_are_refused_beside_their_field(made, robin, cohort):
    refused = days(made, robin, cohort, weekdays=["mon", "wed"])

    assert refused.status_code == 422
    assert 'id="id_weekdays_error"' in refused.content.decode()
    assert series_of(made, cohort=cohort) == []


def test_whoever_does_not_plan_begins_nothing(made, cohort):
    avery = made.client("compliance")

    assert days(made, avery, cohort).status_code == 403
    assert weekly(made, avery).status_code in (403, 404)
