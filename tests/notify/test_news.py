"""What happened below, and who is told: the right people, once, and nobody of what they did themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail as sent_mail

from hearthside.access.actions.invitations import accept_invitation, invite
from hearthside.access.actions.signing_in import note_locked, note_signed_in
from hearthside.access.models import Account
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.record import record
from hearthside.notify.actions.outbox import send_due
from hearthside.notify.jobs import sweep
from hearthside.notify.models import Mail, Notice
from hearthside.notify.news import HANDLERS
from hearthside.people.events.applications import ApplicationAccepted, ApplicationSent
from hearthside.people.events.clinicians import LicenseExpiring, LicenseLapsed
from hearthside.people.events.consents import AgreementRevoked
from hearthside.policy.actions import approve_policy_value, decline_policy_value, set_policy_value
from hearthside.policy.queries import today
from tests import build

pytestmark = pytest.mark.django_db

START = datetime(2027, 1, 4, 9, tzinfo=UTC)


@pytest.fixture
def house():
    return build.program()


def told() -> list[tuple[str, object]]:
    """Who was told what, after the next sweep."""
    sweep(timestamp=1)
    return sorted(Notice.objects.values_list("kind", "account"), key=str)


def within(house, name: str = "application_form"):
    return system_actor(name, program=house.program.id, request_id=str(new_id()))


def test_every_handler_listens_to_something_that_can_happen():
    from hearthside.ledger.event import Event

    assert set(HANDLERS) <= set(Event.KINDS)


def test_intake_hears_of_an_application_and_its_sender_gets_a_mail(house):
    morgan, _robin = house.actor("intake"), house.actor("coordinator")
    application = new_id()
    record(ApplicationSent(program=house.program.id, application=application, state="PA"), by=within(house))

    assert told() == [("application_received", morgan.account)]
    assert list(Mail.objects.filter(applicant=application).values_list("kind", flat=True)) == ["application_thanks"]


def test_an_answer_to_an_application_goes_to_its_sender_once(house):
    morgan, application = house.actor("intake"), new_id()
    record(ApplicationAccepted(application=application, patient=application), by=morgan)

    told()
    told()

    assert list(Mail.objects.values_list("kind", "applicant")) == [("application_answered", application)]


def test_a_license_that_ends_is_told_to_its_owner_and_to_who_plans(house):
    dana = build.account("Dana Reyes")
    clinician = build.clinician(house, who=dana)
    avery, robin, _priya = house.actor("compliance"), house.actor("coordinator"), house.actor("biller")
    event = LicenseExpiring(
        clinician=clinician.id,
        what="authority",
        subject=new_id(),
        kind="license",
        state="PA",
        ends_on=date(2027, 1, 4),
        days_left=30,
    )
    record(event, by=within(house, "nightly"))

    heard = told()

    staff = {account for kind, account in heard if kind == "staff_license_ends"}
    assert ("license_ends", dana.id) in heard
    assert staff >= {avery.account, robin.account, house.director.account}
    assert Notice.objects.filter(facts={"days": 30}).count() == len(heard)


def test_a_license_that_has_ended_is_told_to_the_same_people_in_neutral_words(house):
    dana = build.account("Dana Reyes")
    clinician = build.clinician(house, who=dana)
    avery, robin, priya = house.actor("compliance"), house.actor("coordinator"), house.actor("biller")
    build.actor(house.program, "clinician", who=dana)
    event = LicenseLapsed(
        clinician=clinician.id,
        what="authority",
        subject=new_id(),
        kind="license",
        state="PA",
        ended_on=date(2027, 1, 3),
    )
    record(event, by=within(house, "nightly"))

    heard = told()
    with clock.fixed(START.replace(hour=17)):
        send_due()

    staff = {account for kind, account in heard if kind == "staff_license_ended"}
    assert ("license_ended", dana.id) in heard
    assert staff >= {avery.account, robin.account, house.director.account}
    assert priya.account not in {account for _, account in heard}
    (mine,) = [letter for letter in sent_mail.outbox if letter.to == [dana.email]]
    assert "A license or credential of yours has ended." in mine.body
    assert not [word for word in ("Reyes", "PA", "Harbor") if word in mine.body]


def test_a_lock_is_told_to_the_account_and_to_no_unknown_address(house):
    alex = Account.objects.create_user("alex.park@example.org", name="Alex Park")
    for address in ("alex.park@example.org", "nobody@example.org"):
        note_locked(email=address, minutes=15, by=system_actor("sign_in"))

    heard = told()
    send_due()

    assert heard == [("account_locked", alex.id)]
    assert [letter.to for letter in sent_mail.outbox] == [["alex.park@example.org"]]


def test_a_new_device_is_news_and_the_first_one_is_not(house):
    alex = Account.objects.create_user("alex.park@example.org", name="Alex Park")
    by = system_actor("sign_in")
    devices = ("Firefox on Windows", "Firefox on Windows", "Safari on iPhone", "Safari on iPhone")
    heard = []
    for number, device in enumerate(devices):
        with clock.fixed(START + timedelta(hours=number)):
            note_signed_in(account=alex, methods=("password",), device=device, by=by)
        heard.append(len(told()))

    assert heard == [0, 0, 1, 1]
    assert Notice.objects.get().facts == {"device": "Safari on iPhone"}


def test_whoever_invited_hears_that_somebody_came(house):
    invited = invite(
        program=house.program,
        email="casey.wren@example.org",
        name="Casey Wren",
        roles=["coordinator"],
        days=7,
        by=house.director,
    )
    accept_invitation(
        token=invited.token, name="Casey Wren", password="four plain words of mine", by=system_actor("sign_in")
    )

    assert told() == [("invitation_accepted", house.director.account)]


def test_a_change_of_policy_is_told_to_who_answers_and_then_to_who_works_by_it(house):
    avery, dana, patient = house.actor("compliance"), house.actor("clinician"), house.actor("patient")
    asked = set_policy_value(
        program=house.program,
        key="cohort.cap",
        value="8",
        from_day=today(house.program),
        source="The board",
        by=house.director,
    )
    first = told()
    approve_policy_value(decision=asked, by=avery)
    told()

    changed = set(Notice.objects.filter(kind="policy_changed").values_list("account", flat=True))
    assert first == [("policy_asked", avery.account)]
    assert {dana.account, house.director.account} <= changed
    assert not changed & {avery.account, patient.account}


def test_whoever_asked_hears_that_it_was_declined(house):
    avery = house.actor("compliance")
    asked = set_policy_value(
        program=house.program,
        key="cohort.cap",
        value="8",
        from_day=today(house.program),
        source="The board",
        by=house.director,
    )
    decline_policy_value(decision=asked, words="Not now", by=avery)

    assert ("policy_declined", house.director.account) in told()


def test_a_consent_that_is_taken_back_is_told_to_who_must_act(house):
    morgan, _robin = house.actor("intake"), house.actor("coordinator")
    alex = house.actor("patient")
    record(AgreementRevoked(signature=new_id(), patient=new_id(), agreement="telehealth"), by=alex)

    assert told() == [("consent_revoked", morgan.account)]


def test_the_people_of_another_program_hear_nothing(house):
    other = build.program()
    other.actor("intake")
    record(ApplicationSent(program=house.program.id, application=new_id(), state="PA"), by=within(house))

    assert told() == []
