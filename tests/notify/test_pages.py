"""Pages of notices: my own, what I get mail about, the outbox by ids, and the demonstration's mailbox."""

import re
from datetime import UTC, datetime

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from hearthside.access.models import Account
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.notify.actions.outbox import send_due
from hearthside.notify.kinds import KINDS
from hearthside.notify.models import KeptMail, Mail, Notice, Preferences
from tests import build
from tests.notify.post import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(settings):
    settings.SECOND_FACTOR = False
    return build.program()


@pytest.fixture
def robin(house):
    return house.actor("coordinator")


def browsing(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account))
    return client


def chosen(**changed: object) -> dict[str, object]:
    """The preferences form, filled in."""
    return {
        "wanted": ["policy_changed"],
        "email": "",
        "quiet_from": "22:00",
        "quiet_until": "07:00",
        "zone": "America/Chicago",
        **changed,
    }


def test_i_see_what_i_was_told_and_say_that_i_read_it(house, robin):
    told(house.program, robin.account, "staff_license_ends", days=30)
    told(house.program, house.director.account, "staff_license_ends", days=7)
    client = browsing(robin)

    before = client.get("/account/notices/").content.decode()
    read = client.post("/account/notices/seen/")
    after = client.get("/account/notices/").content.decode()

    assert "ends in 30 days" in before
    assert "ends in 7 days" not in before
    assert "New" in before
    assert (read.status_code, read["Location"]) == (303, "/account/notices/")
    assert "I have read these" not in after
    assert Notice.objects.filter(seen_at=None).count() == 1


def test_notices_are_dated_by_my_own_clocks(house, robin):
    with clock.fixed(datetime(2027, 1, 5, 4, 30, tzinfo=UTC)):
        told(house.program, robin.account, "staff_license_ends", days=30)
    client = browsing(robin)
    client.post("/account/notices/preferences/", chosen(zone="America/Los_Angeles"))

    page = client.get("/account/notices/").content.decode()

    assert "Jan 4<br>8:30 PM" in page
    assert "All times are Los Angeles time." in page


def test_without_notices_the_page_says_what_will_be_there(robin):
    assert "What you should know appears here." in browsing(robin).get("/account/notices/").content.decode()


def test_a_visitor_signs_in_first():
    assert Client().get("/account/notices/").status_code == 302


def test_i_choose_what_where_and_when(robin):
    answer = browsing(robin).post("/account/notices/preferences/", chosen(name_program="on"))

    saved = Preferences.objects.get(account=robin.account)
    assert answer.status_code == 303
    assert "staff_license_ends" in saved.without_mail
    assert "policy_changed" not in saved.without_mail
    assert (str(saved.quiet_from), str(saved.quiet_until), saved.zone) == ("22:00:00", "07:00:00", "America/Chicago")
    assert saved.name_program


def test_what_i_chose_is_in_the_form_again(robin):
    client = browsing(robin)
    client.post("/account/notices/preferences/", chosen(wanted=[]))

    page = client.get("/account/notices/preferences/").content.decode()

    assert 'value="22:00"' in page
    assert re.search(r'value="America/Chicago"\s+selected', page)
    assert 'type="checkbox" name="wanted" value="policy_changed" id="id_wanted_0" checked' not in page


WRONG = [
    ({"quiet_until": ""}, "id_quiet_until_error"),
    ({"quiet_from": "25:00"}, "id_quiet_from_error"),
    ({"zone": "Mars/Olympus"}, "id_zone_error"),
    ({"email": "somebody.else@example.org"}, "id_email_error"),
    ({"wanted": ["lunch"]}, "id_wanted_error"),
]


@pytest.mark.parametrize(("changed", "where"), WRONG)
def test_a_refusal_stands_beside_its_field_and_what_was_typed_stays(robin, changed, where):
    answer = browsing(robin).post("/account/notices/preferences/", chosen(**changed))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{where}"' in page
    assert re.search(r'value="22:00"|value="25:00"', page)
    assert not Preferences.objects.exists()


def test_patients_are_asked_about_no_mail_of_staff(house):
    page = browsing(house.actor("patient")).get("/account/notices/preferences/").content.decode()

    assert "license" not in page
    assert "To this address" in page


def test_the_outbox_shows_ids_and_kinds_and_no_address(house, robin):
    told(house.program, robin.account, "policy_changed", day="January 4, 2027")
    send_due()
    mail = Mail.objects.get()

    page = browsing(house.actor("compliance")).get("/outbox/").content.decode()

    assert str(mail.id) in page
    assert "Policy changed" in page
    assert "Sent" in page
    assert Account.objects.get(pk=robin.account).email not in page


@pytest.mark.parametrize("state", ["given_up", "sent", "nonsense", ""])
def test_the_outbox_is_narrowed_by_the_address(house, robin, state):
    told(house.program, robin.account, "policy_changed", day="January 4, 2027")
    Mail.objects.update(state="given_up", why="SMTPServerDisconnected", tries=10, ended_at=clock.now())

    page = browsing(house.actor("compliance")).get("/outbox/", {"state": state}).content.decode()

    assert "1 mail could not be sent" in page
    assert (str(Mail.objects.get().id) in page) is (state != "sent")


@pytest.mark.parametrize(("role", "sees", "tends"), [("compliance", 200, 303), ("director", 200, 403)])
def test_compliance_tends_the_outbox_and_the_director_looks(house, robin, role, sees, tends):
    told(house.program, robin.account, "policy_changed", day="January 4, 2027")
    Mail.objects.update(state="given_up", ended_at=clock.now())
    client = browsing(house.actor(role))

    page = client.get("/outbox/")
    again = client.post(f"/outbox/{Mail.objects.get().id}/again/")

    assert (page.status_code, again.status_code) == (sees, tends)
    assert (b"Try again" in page.content) is (tends == 303)
    assert Mail.objects.get().state == ("waiting" if tends == 303 else "given_up")


@pytest.mark.parametrize("role", ["patient", "clinician", "intake", "coordinator", "biller", "on_call", "partner"])
def test_nobody_else_sees_the_outbox(house, role):
    assert browsing(house.actor(role)).get("/outbox/").status_code == 403


def test_mail_of_another_program_is_not_there(house):
    other = build.program()
    told(other.program, other.actor("coordinator").account, "policy_changed", day="January 4, 2027")
    Mail.objects.update(state="given_up", ended_at=clock.now())
    client = browsing(house.actor("compliance"))

    shown = client.get("/outbox/").content.decode()
    again = client.post(f"/outbox/{Mail.objects.get().id}/again/")

    assert str(Mail.objects.get().id) not in shown
    assert (again.status_code, client.post(f"/outbox/{new_id()}/again/").status_code) == (404, 404)


def test_the_demonstration_keeps_its_mail_on_a_page(settings):
    settings.EMAIL_BACKEND = "hearthside.notify.mailbox.KeptMailBackend"
    body = "<script>alert(1)</script> Open https://example.org/way-in"
    EmailMessage("You have a message", body, "no-reply@localhost", ["alex.park@example.org"]).send()

    page = Client().get("/demo/mails/").content.decode()

    assert KeptMail.objects.count() == 1
    assert "alex.park@example.org" in page
    assert '<a href="https://example.org/way-in"' in page
    assert "<script>alert" not in page


def test_outside_the_demonstration_there_is_no_such_page(settings):
    settings.MODE = "production"

    assert Client().get("/demo/mails/").status_code == 404


@pytest.mark.parametrize("kind", [k for k in KINDS.values() if k.page], ids=lambda kind: kind.name)
def test_every_notice_leads_to_a_page(kind):
    assert reverse(kind.page).startswith("/")
