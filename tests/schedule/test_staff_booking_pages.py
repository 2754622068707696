"""Booking a session by hand: somebody found by name, a couple, a time that comes twice or never."""

from datetime import date

from hearthside.people.actions.grants import behind
from hearthside.schedule.models.sessions import Session
from tests import build
from tests.builders.availability import free
from tests.builders.harbor import harbor
from tests.kept import begins_with
from tests.schedule.planning import day, made, robin, words

__all__ = ["made", "robin"]

pytestmark = begins_with(harbor)


def booked(robin, made, **changed: object):
    asked = {
        "kind": "individual", "clinician": str(made.clinicians["Ines"].pk), "minutes": "50", "start": "11:00",
        **day("on_day", made.monday),
    }  # fmt: skip
    return robin.post(f"/people/{made.patients['Alex'].pk}/book/", {**asked, **changed})


def test_somebody_is_found_by_name_and_booked(made, robin):
    found = robin.get("/week/book/", {"q": "alex"})
    answer = booked(robin, made)

    assert f'href="/people/{made.patients["Alex"].pk}/book/"' in found.content.decode()
    assert answer.status_code == 303
    assert "11:00 to 11:50 AM" in words(robin.get(answer["Location"]))


def test_couples_work_is_booked_for_both(made, robin):
    answer = booked(robin, made, kind="couples", minutes="60", clinician=str(made.clinicians["Lee"].pk))

    shown = words(robin.get(answer["Location"]))
    assert "Alex Park Expected" in shown
    assert "Sam Park Expected" in shown


def test_a_start_that_comes_twice_is_asked_about_and_booked_as_chosen(made, robin):
    autumn = day("on_day", date(2027, 11, 7))

    refused = booked(robin, made, start="1:30", **autumn)
    answer = booked(robin, made, start="1:30", which="second", **autumn)

    assert refused.status_code == 422
    assert "The first, 1:30 AM EDT The second, 1:30 AM EST" in words(refused)
    assert answer.status_code == 303, words(answer)
    with behind(made.house.program.pk, made.house.director):
        assert Session.objects.get(pk=answer["Location"].split("/")[-2]).starts_at.hour == 6


def test_a_start_that_the_clock_skips_is_refused_with_the_times_around_it(made, robin):
    spring = day("on_day", date(2027, 3, 14))

    refused = booked(robin, made, start="2:30", **spring)
    answer = booked(robin, made, start="2:30", which="after", **spring)

    assert refused.status_code == 422
    assert "1:59 AM 3:00 AM" in words(refused)
    assert "3:00 to 3:50 AM" in words(robin.get(answer["Location"]))


def test_a_time_outside_of_recorded_hours_asks_for_a_reason(made, robin):
    free(made.house, made.clinicians["Ines"], tue="9:00-12:00")

    refused = booked(robin, made)
    answer = booked(robin, made, because="Ines offered it.")

    assert "Why it is right although it is outside the hours" not in words(robin.get(refused.request["PATH_INFO"]))
    assert refused.status_code == 422
    assert "Why it is right although it is outside the hours" in words(refused)
    assert answer.status_code == 303


def couples_of(made, count: int) -> list[str]:
    """So many more couples; the second half of each is no patient."""
    found = []
    for n in range(count):
        patient = build.patient(made.house, ("Lu", "Mika", "Noor")[n], "Berg")
        found.append(str(build.partner_of(made.house, patient, f"Kai Berg {n}").pk))
    return found


def test_a_couples_group_takes_several_couples_with_a_helper_where_the_ratio_asks_for_one(made, robin):
    group = {"kind": "couples_group", "minutes": "90", "clinician": str(made.clinicians["Lee"].pk)}
    others = couples_of(made, 2)

    alone = booked(robin, made, **group)
    short = booked(robin, made, **group, people=others)
    answer = booked(robin, made, **group, people=others, helpers=[str(made.clinicians["Ines"].pk)])

    assert alone.status_code == short.status_code == 422
    assert 'id="id_people_error"' in alone.content.decode()
    assert answer.status_code == 303, words(answer)
    with behind(made.house.program.pk, made.house.director):
        session = Session.objects.get(pk=answer["Location"].split("/")[-2])
        assert session.seats.count() == 6


def test_more_couples_than_policy_allows_are_refused_beside_the_couples(made, robin):
    refused = booked(
        robin, made, kind="couples_group", minutes="90", clinician=str(made.clinicians["Lee"].pk),
        helpers=[str(made.clinicians["Ines"].pk)], people=couples_of(made, 3),
    )  # fmt: skip

    assert refused.status_code == 422
    assert 'id="id_people_error"' in refused.content.decode()
