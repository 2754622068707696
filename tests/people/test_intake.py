"""From the public form to a patient, or to an answer in words."""

from datetime import timedelta

import pytest

from hearthside.access import limits
from hearthside.access.require import NotAllowed
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people.actions.applications import (
    AlreadyDecided,
    AlreadyTold,
    NotScreened,
    accept_application,
    decline_application,
    note_told,
)
from hearthside.people.actions.applying import FORMS_PER_HOUR, TooManyForms, forget_senders
from hearthside.people.actions.screens import Answers, record_screen
from hearthside.people.credentials.facts import WrongFact
from hearthside.people.models.applications import Application, FormSent, SafetyScreen
from hearthside.people.models.patients import PatientDetails, PatientWishes
from hearthside.people.particulars import Wishes
from hearthside.people.queries.standing import NotYours
from tests import build

pytestmark = pytest.mark.django_db
PLACE = "192.0.2.7"


@pytest.fixture
def house():
    return build.program()


def test_an_applicant_becomes_a_patient_who_waits_since_the_day_they_applied(house):
    nia = build.application(house)
    build.screened(house, nia.id)

    with house.seen_by("intake") as intake:
        patient, invited = accept_application(application=nia, wishes=Wishes("mh", 2), by=intake)

        details = PatientDetails.objects.get(patient=patient)
        assert (patient.id, details.first_name, details.state) == (nia.id, "Nia", "MA")
        assert PatientWishes.objects.get(patient=patient).acuity == 2
        assert (invited.invitation.email, invited.invitation.about) == (nia.email, patient.id)
        assert SafetyScreen.objects.filter(person=patient.id).count() == 1
        assert Application.objects.get().decision == "accepted"


def test_nobody_is_accepted_before_they_were_asked_alone(house):
    nia = build.application(house)

    with house.seen_by("intake") as intake, pytest.raises(NotScreened):
        accept_application(application=nia, wishes=Wishes("mh"), by=intake)


def test_answers_given_before_others_are_not_recorded(house):
    nia = build.application(house)
    answers = Answers(False, "yes", "no", "no", "no", "none")

    with house.seen_by("intake") as intake, pytest.raises(WrongFact) as refused:
        record_screen(person=nia.id, program=house.program, answers=answers, by=intake)

    assert refused.value.field == "asked_alone"
    assert not Entry.objects.filter(kind="SafetyScreened").exists()


@pytest.mark.parametrize("role", ["coordinator", "biller", "on_call", "clinician", "director", "compliance"])
def test_only_intake_records_a_screen(house, role):
    nia = build.application(house)

    with house.seen_by(role) as who, pytest.raises(NotYours):
        record_screen(
            person=nia.id, program=house.program, answers=Answers(True, "yes", "no", "no", "no", "none"), by=who
        )


def test_the_ledger_says_that_somebody_was_asked_and_not_what_they_answered(house):
    nia = build.application(house)
    build.screened(house, nia.id, feels_safe="no", conclusion="concern", words="made-up words")

    facts = Entry.objects.get(kind="SafetyScreened").facts

    assert set(facts) == {"patient", "screen"}


def test_a_no_needs_words_and_is_said_once(house):
    nia = build.application(house)

    with house.seen_by("intake") as intake:
        with pytest.raises(WrongFact):
            decline_application(application=nia, answer="  ", by=intake)
        decline_application(application=nia, answer="We cannot treat you in your state yet.", by=intake)
        with pytest.raises(AlreadyDecided):
            decline_application(application=nia, answer="Again.", by=intake)


def test_a_no_is_told_by_somebody_once_and_kept_how(house):
    nia = build.application(house)

    with house.seen_by("intake") as intake:
        with pytest.raises(AlreadyTold):
            note_told(application=nia, how="spoken", by=intake)
        decline_application(application=nia, answer="We cannot treat you in your state yet.", by=intake)
        waiting = Application.objects.to_be_told().count()
        with pytest.raises(WrongFact):
            note_told(application=nia, how="by mail", by=intake)
        note_told(application=nia, how="spoken", by=intake)
        with pytest.raises(AlreadyTold):
            note_told(application=nia, how="spoken", by=intake)
        assert (waiting, Application.objects.to_be_told().count()) == (1, 0)
    assert Entry.objects.get(kind="ApplicantTold").facts == {"application": str(nia.id), "how": "spoken"}


def test_only_intake_writes_down_that_somebody_was_told(house):
    nia = build.application(house)
    with house.seen_by("intake") as intake:
        decline_application(application=nia, answer="We cannot treat you in your state yet.", by=intake)

    with house.seen_by("coordinator") as coordinator, pytest.raises(NotAllowed):
        note_told(application=nia, how="spoken", by=coordinator)


@pytest.mark.parametrize(("role", "seen"), [("coordinator", 1), ("intake", 1), ("compliance", 1), ("director", 1),
                                            ("biller", 0), ("clinician", 0), ("on_call", 0)])  # fmt: skip
def test_applications_are_seen_by_the_front_desk(house, role, seen):
    build.application(house)

    with house.seen_by(role) as who:
        assert Application.objects.count() == Application.objects.visible_to(who).count() == seen


def test_the_form_itself_reads_nothing_back(house):
    build.application(house)

    with scope(system_actor("application_form", program=house.program.id)):
        assert not Application.objects.exists()


def test_more_forms_from_one_place_than_policy_allows_wait_an_hour(house, monkeypatch):
    allowed = limits.number(FORMS_PER_HOUR, house.program.id)
    for _ in range(allowed):
        build.application(house, network_address=PLACE)

    with pytest.raises(TooManyForms):
        build.application(house, network_address=PLACE)

    build.application(house, network_address="192.0.2.8")
    with clock.fixed(clock.now() + timedelta(minutes=61)):
        build.application(house, network_address=PLACE)


def test_where_forms_came_from_is_kept_for_a_day_and_cannot_be_read(house):
    build.application(house, network_address=PLACE)

    with scope(system_actor("nightly", program=house.program.id)):
        assert PLACE not in str(FormSent.objects.values())
        assert forget_senders() == 0
        with clock.fixed(clock.now() + timedelta(days=1, minutes=1)):
            assert forget_senders() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("first_name", " "), ("first_name", "x" * 101), ("first_name", "a\x00b"), ("email", "nobody"), ("email", ""),
     ("phone", "911"), ("phone", ""), ("phone", "٢١٥-٥٥٥-٠١٣٤"), ("state", "ZZ"), ("zone", "Mars/Base"),
     ("languages", ()), ("languages", ("xx",)), ("last_name", "a‮b")],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_written(house, field, value):
    with pytest.raises(WrongFact) as refused:
        build.application(house, **{field: value})

    assert refused.value.field == field
    with house.seen_by("intake"):
        assert not Application.objects.exists()


def test_a_state_with_two_zones_asks_for_one(house):
    with pytest.raises(WrongFact) as refused:
        build.application(house, state="TN")

    assert refused.value.field == "zone"
    assert build.application(house, state="TN", zone="America/Chicago").zone == "America/Chicago"
    assert build.application(house, state="OH").zone == "America/New_York"


@pytest.mark.parametrize("name", ["Null", "O’Brien-Łukasz", "Ng", "李", "محمد", "José", "Jose\u0301", "N", "👩‍👩‍👧"])
def test_names_of_every_script_are_kept(house, name):
    from unicodedata import normalize

    assert build.application(house, name, "").first_name == normalize("NFC", name)
