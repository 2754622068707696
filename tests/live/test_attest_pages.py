"""The pages of attendance for the record: attest with one press, look before correcting, and one's own minutes."""

import pytest
from django.test import Client
from django.urls import reverse

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.actions.attesting.asking import ask_correction
from hearthside.live.models.attested import Amendment
from hearthside.live.queries.attended import Minutes
from tests.builders.live import account_of, instant, patient_named
from tests.kept import begins_with
from tests.live import ended
from tests.live.ended import END, local, minutes_of, record


def judged_day():
    there, _ = ended.held()
    ended.judged(there)
    return there


pytestmark = begins_with(judged_day)


@pytest.fixture
def there(kept):
    with clock.fixed(instant(kept, END + 1800)):
        yield kept


def page_of(who) -> Client:
    client = Client()
    client.force_login(account_of(who))
    return client


@pytest.fixture
def lead(there):
    return page_of(there.lead)


def at(there, name, **more):
    return reverse(f"live:{name}", kwargs={"attended_session": there.session.pk, **more})


def correction(there, name="p3", since=0, until=45, effect="present", press="look", **more):
    return {
        "who": patient_named(there, name).pk, "room": there.room.pk, "since": local(there, since),
        "until": local(there, until), "effect": effect, "reason": "On my phone.", "press": press, **more,
    }  # fmt: skip


def test_the_page_says_who_from_until_and_why_and_one_press_attests(lead, there):
    page = lead.get(at(there, "attendance")).content.decode()
    assert "the video server saw them come in; the video server saw them go" in page
    assert patient_named(there, "p3").chosen_name in page
    assert "Not seen." in page

    answer = lead.post(at(there, "attendance"), {"number": 1})

    assert (answer.status_code, answer["Location"]) == (303, at(there, "attendance"))
    assert record(there).is_attested
    assert "Attested by" in lead.get(at(there, "attendance")).content.decode()


def test_what_changed_while_it_was_read_is_read_again(lead, there):
    answer = lead.post(at(there, "attendance"), {"number": 7})

    assert answer.status_code == 422
    assert "changed while you read them" in answer.content.decode()


def test_a_correction_is_looked_at_first_and_written_by_a_second_press(lead, there):
    looked = lead.post(at(there, "correct_attendance"), correction(there))
    assert looked.status_code == 200
    assert "0 → 45" in looked.content.decode()
    with scope(there.watch):
        assert not Amendment.objects.exists()

    written = lead.post(at(there, "correct_attendance"), correction(there, press="write"))

    assert written.status_code == 303
    assert minutes_of(there, "p3") == Minutes(45, 45, 45)
    assert "version 1 became 2" in lead.get(at(there, "attendance")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"who": "nobody"}, "Choose from the list."), ({"since": "25:00"}, "Type a time of day"),
     ({"until": "03:00"}, "Type a time within the session"), ({"reason": ""}, "Fill this in."),
     ({"effect": ""}, "Choose one.")],
)  # fmt: skip
def test_a_wrong_answer_is_refused_beside_its_field(lead, there, wrong, said):
    answer = lead.post(at(there, "correct_attendance"), correction(there, press="write") | wrong)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    with scope(there.watch):
        assert not Amendment.objects.exists()


def test_a_group_held_by_phone_is_said_for_everybody_at_once(lead, there):
    page = lead.get(at(there, "by_phone"))
    names = [row["one"].name for row in page.context["form"].rows]
    sent = {"reason": "Video was down."}
    for n, name in enumerate(names):
        sent |= {f"since-{n}": local(there, 0), f"until-{n}": local(there, 60)}
        if name in (patient_named(there, "p3").chosen_name, patient_named(there, "p4").chosen_name):
            sent[f"there-{n}"] = "on"

    answer = lead.post(at(there, "by_phone"), sent)

    assert answer.status_code == 303
    assert [minutes_of(there, name).attended for name in ("p3", "p4")] == [60, 60]
    assert lead.post(at(there, "by_phone"), {"reason": "Nobody."}).status_code == 422


def test_the_list_has_what_waits_and_then_what_is_done(lead, there):
    listed = lead.get(reverse("live:to_attest"))
    assert [line["row"].session for line in listed.context["open"]] == [there.session.pk]

    lead.post(at(there, "attendance"), {"number": 1})

    again = lead.get(reverse("live:to_attest"))
    assert (again.context["open"], [line["row"].session for line in again.context["done"]]) == ([], [there.session.pk])


def test_somebody_sees_their_own_minutes_and_nobody_elses_and_asks(there):
    own = page_of(there.actors["p2"])
    page = own.get(at(there, "my_minutes")).content.decode()
    assert "60 minutes" in page
    assert patient_named(there, "p1").chosen_name not in page

    answer = own.post(at(there, "my_minutes"), {"words": "I came back by phone."})

    assert answer.status_code == 303
    again = own.get(at(there, "my_minutes")).content.decode()
    assert "I came back by phone." in again
    assert "Ask for a correction" not in again
    assert own.get(at(there, "attendance")).status_code == 404


def test_what_was_asked_is_answered_on_a_page_of_its_own(lead, there):
    who = there.actors["p2"]
    with scope(who):
        row = ask_correction(live=there.live, words="I came back by phone.", by=who)
    there_is = at(there, "answer_correction", correction=row.pk)
    assert "I came back by phone." in lead.get(there_is).content.decode()
    assert lead.post(there_is, {"outcome": "stands"}).status_code == 422

    assert lead.post(there_is, {"outcome": "stands", "words": "We looked."}).status_code == 303

    assert lead.get(there_is).status_code == 404


def test_my_hours_show_what_was_delivered_and_that_nobody_has_confirmed_it(lead, there):
    own = page_of(there.actors["p2"])
    week = f"{reverse('schedule:my_hours')}?week={there.session.on_day}"

    page = own.get(week).content.decode()

    assert "1 hour delivered" in page
    assert "not confirmed" in page
    lead.post(at(there, "attendance"), {"number": 1})
    after = own.get(week).content.decode()
    assert "not confirmed" not in after
    assert "delivered" in after


def test_a_corrected_version_takes_the_place_of_the_figures(lead, there):
    own = page_of(there.actors["p3"])
    week = f"{reverse('schedule:my_hours')}?week={there.session.on_day}"
    assert "0 minutes delivered" in own.get(week).content.decode()

    lead.post(at(there, "correct_attendance"), correction(there, press="write"))

    assert "45 minutes delivered" in own.get(week).content.decode()
