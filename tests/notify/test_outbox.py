"""The outbox: once for each thing, at least once by mail, waits that grow, nothing for who has no right any more."""

import json
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail as sent_mail
from django.db import DatabaseError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from hearthside.access import mail as access_mail
from hearthside.access.models import Account, RoleHeld
from hearthside.access.require import NotAllowed
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.models import Entry, Reading
from hearthside.notify.actions.notices import notify, notify_applicant, see_notices
from hearthside.notify.actions.outbox import NotGivenUp, send_due, send_next, try_mail_again
from hearthside.notify.actions.preferences import change_preferences
from hearthside.notify.jobs import deliver
from hearthside.notify.models import Mail, MailTry, Notice
from hearthside.notify.queries import given_up, outbox_counts, unseen
from tests import build
from tests.notify.post import by, due, mail_server, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def alex(house):
    who = build.patient(house, "Alex")
    return build.signs_in(house, who, "alex.park@example.org")


def prefer(actor, **chosen: object) -> None:
    wanted = {
        "email": "",
        "without_mail": [],
        "quiet_from": None,
        "quiet_until": None,
        "zone": "America/New_York",
        "name_program": False,
        **chosen,
    }
    change_preferences(account=Account.objects.get(pk=actor.account), by=actor, **wanted)


def test_a_notice_is_on_the_page_and_in_the_mail(house, alex):
    told(house.program, alex.account)

    send_due()

    (letter,) = sent_mail.outbox
    assert letter.to == ["alex.park@example.org"]
    assert letter.subject == "About your sign-in"
    assert "locked for 15 minutes" in letter.body
    assert (due().state, due().tries, unseen(alex.account)) == ("sent", 1, 1)


def test_the_same_thing_is_told_once(house, alex):
    about = new_id()

    first = notify(account=alex.account, kind="account_locked", about=about, facts={"minutes": 1}, by=by(house.program))
    again = notify(account=alex.account, kind="account_locked", about=about, facts={"minutes": 9}, by=by(house.program))
    send_due()
    send_due()

    assert (first is not None, again) == (True, None)
    assert len(sent_mail.outbox) == 1


def test_a_notice_vanishes_with_the_change_it_tells_of(house, alex):
    def change() -> None:
        with transaction.atomic():
            told(house.program, alex.account)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()

    assert (Notice.objects.count(), Mail.objects.count(), ProcrastinateJob.objects.count()) == (0, 0, 0)


def test_each_mail_wakes_a_worker(house, alex):
    told(house.program, alex.account)

    (job,) = ProcrastinateJob.objects.all()
    deliver(**job.args)

    assert (job.task_name, due().state) == ("notify.deliver", "sent")


def test_only_facts_of_the_kind_are_kept(house, alex):
    notice = told(house.program, alex.account, minutes=15, name="Alex Park", note="private")

    assert notice.facts == {"minutes": 15}


def test_a_kind_that_is_not_on_the_list_does_not_exist(house, alex):
    for kind in ("lunch", "application_thanks"):
        with pytest.raises(KeyError):
            notify(account=alex.account, kind=kind, about=new_id(), facts={}, by=by(house.program))


def test_the_program_is_named_only_to_who_asked_for_it(house, alex):
    told(house.program, alex.account)
    send_due()
    prefer(alex, name_program=True)
    told(house.program, alex.account)
    send_due()

    neutral, named = (letter.body for letter in sent_mail.outbox)
    assert "Harbor House" not in neutral
    assert "Harbor House IOP" in named


GONE = [
    ("access ended", lambda alex: Account.objects.filter(pk=alex.account).update(is_active=False)),
    ("role ended", lambda alex: RoleHeld.objects.filter(account=alex.account).update(until_at=clock.now())),
    ("turned off", lambda alex: prefer(alex, without_mail=["policy_changed"])),
]


@pytest.mark.parametrize(("why", "happens"), GONE, ids=[why for why, _ in GONE])
def test_who_has_no_right_or_no_wish_any_more_gets_no_mail(house, why, happens):
    robin = build.actor(house.program, "coordinator")
    told(house.program, robin.account, "policy_changed", day="January 4, 2027")
    happens(robin)

    send_due()

    assert (due().state, due().why, sent_mail.outbox) == ("dropped", why, [])


def test_mail_about_the_safety_of_an_account_cannot_be_turned_off(house, alex):
    prefer(alex, without_mail=["account_locked"])
    told(house.program, alex.account)

    send_due()

    assert due().state == "sent"


def test_what_is_no_longer_so_is_not_mailed(house):
    avery = build.actor(house.program, "compliance")
    notify(account=avery.account, kind="policy_asked", about=new_id(), facts={}, by=by(house.program))

    send_due()

    assert (due().state, due().why) == ("dropped", "no longer so")


def test_mail_waits_for_the_end_of_quiet_hours_and_loses_no_try(house):
    robin = build.actor(house.program, "coordinator")
    prefer(robin, quiet_from=time(22), quiet_until=time(7))
    night, morning = datetime(2027, 1, 5, 4, tzinfo=UTC), datetime(2027, 1, 5, 12, tzinfo=UTC)

    with clock.fixed(night):
        told(house.program, robin.account, "policy_changed", day="January 4, 2027")
        send_due()
    asleep = due()
    with clock.fixed(morning):
        send_due()

    assert (asleep.state, asleep.due_at, asleep.tries) == ("waiting", morning, 0)
    assert (due().state, due().tries) == ("sent", 1)


def test_mail_about_a_lock_leaves_in_quiet_hours_too(house, alex):
    prefer(alex, quiet_from=time(0), quiet_until=time(23, 59))
    told(house.program, alex.account)

    send_due()

    assert due().state == "sent"


@pytest.fixture
def server(settings):
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = ""
        yield running


@pytest.mark.parametrize("answer", ["busy", "refuses", "hangs up"])
def test_a_mail_that_fails_is_tried_again_after_growing_waits_and_then_given_up(house, alex, server, answer):
    server.answer = answer
    told(house.program, alex.account)
    at, waits = clock.now(), []

    for _ in range(10):
        with clock.fixed(at):
            send_due()
        waits.append((due().due_at - at).total_seconds())
        at = due().due_at

    assert waits[:9] == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert (due().state, due().tries, given_up(house.program.id)) == ("given_up", 10, 1)
    assert [t.outcome for t in MailTry.objects.order_by("id")] == ["begun", "failed"] * 10
    assert not any("@" in t.why for t in MailTry.objects.all())
    assert server.letters == []


def test_a_server_that_comes_back_gets_the_mail(house, alex, server):
    server.answer = "busy"
    told(house.program, alex.account)
    send_due()
    server.answer = "ok"

    send_due()
    too_soon = len(server.letters)
    due(due_at=clock.now())
    send_due()

    assert (too_soon, len(server.letters), due().state) == (0, 1, "sent")
    assert f"Message-ID: <{due().id}@localhost>" in server.letters[0]


@pytest.mark.slow
def test_a_mail_whose_answer_was_lost_comes_again_under_the_same_id(house, alex, server):
    server.answer = "loses the answer"
    told(house.program, alex.account)
    send_due()
    server.answer = "ok"
    due(due_at=clock.now())
    send_due()

    ids = [line for text in server.letters for line in text.splitlines() if line.startswith("Message-ID")]

    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert due().state == "sent"


def test_a_mail_whose_worker_was_killed_is_taken_again_when_its_time_runs_out(house, alex):
    told(house.program, alex.account)
    at = clock.now()
    due(state="sending", tries=1, taken_until=at + timedelta(seconds=120))

    with clock.fixed(at + timedelta(seconds=119)):
        early = send_next()
    with clock.fixed(at + timedelta(seconds=120)):
        late = send_next()

    assert (early, late, due().state, due().tries) == (False, True, "sent", 2)


def test_nothing_of_a_mail_is_known_before_it_leaves_or_after(house, alex):
    access_mail.send(to="somebody@example.org", subject="Your way in", body="https://example.org/secret-link")
    waiting = due()

    send_due()

    assert "secret-link" not in json.dumps([waiting.sealed, str(list(Entry.objects.values_list("canonical")))])
    assert sent_mail.outbox[0].to == ["somebody@example.org"]
    assert "secret-link" in sent_mail.outbox[0].body
    assert (due().state, due().sealed) == ("sent", "")


def test_a_mail_of_the_sign_in_is_tried_again_too(server):
    server.answer = "busy"
    access_mail.send(to="somebody@example.org", subject="Your way in", body="a link")
    send_due()
    server.answer = "ok"
    due(due_at=clock.now())

    send_due()

    assert len(server.letters) == 1


def test_mail_to_a_patient_is_in_the_reading_log(house, alex):
    told(house.program, alex.account)

    send_due()

    line = Reading.objects.get()
    assert (line.actor, line.facts["route"]) == ("system:outbox", "mail:account_locked")
    assert len(line.patients) == 1


def test_mail_to_staff_reads_nobodys_record(house):
    told(house.program, build.actor(house.program, "coordinator").account)

    send_due()

    assert not Reading.objects.exists()


def test_what_could_not_be_written_is_a_failed_try_and_no_lost_mail(house, alex, monkeypatch):
    told(house.program, alex.account)

    def broken(_mail: Mail) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("hearthside.notify.actions.outbox.letter_for", broken)
    send_due()

    assert (due().state, due().why) == ("waiting", "ZeroDivisionError")


def test_compliance_has_a_mail_tried_again_that_was_given_up(house, alex):
    told(house.program, alex.account)
    mail = due(state="given_up", ended_at=clock.now())
    avery = build.actor(house.program, "compliance")

    with pytest.raises(NotAllowed):
        try_mail_again(mail=mail, by=house.director)
    try_mail_again(mail=mail, by=avery)
    with pytest.raises(NotGivenUp):
        try_mail_again(mail=mail, by=avery)
    send_due()

    assert due().state == "sent"
    assert outbox_counts(house.program.id) == {"sent": 1}


def test_a_notice_of_an_applicant_who_is_not_there_is_dropped(house):
    notify_applicant(application=new_id(), kind="application_thanks", about=new_id(), by=by(house.program))

    send_due()

    assert (due().state, due().why) == ("dropped", "no such application")


def test_notices_are_read_by_whom_they_are_for(house, alex):
    told(house.program, alex.account)

    with pytest.raises(PermissionError):
        see_notices(account=alex.account, by=house.director)

    assert (see_notices(account=alex.account, by=alex), see_notices(account=alex.account, by=alex)) == (1, 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Notice.objects.update(kind="new_device"),
        lambda: Notice.objects.update(facts={}),
        lambda: MailTry.objects.update(outcome="sent"),
        lambda: MailTry.objects.all()._raw_delete("default"),
        lambda: Notice.objects.all()._raw_delete("default"),
        lambda: Mail.objects.update(state="lost"),
        lambda: Mail.objects.update(state="sent", ended_at=None),
    ],
)
def test_what_was_told_and_tried_stays(house, alex, change):
    told(house.program, alex.account)
    send_due()

    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def test_no_try_of_a_mail_says_an_address_or_a_name(house, alex):
    told(house.program, alex.account)
    send_due()

    kept = (
        str(list(Entry.objects.values_list("canonical")))
        + str(list(Mail.objects.values()))
        + str(list(MailTry.objects.values()))
    )

    assert "alex.park" not in kept
    assert "Alex" not in kept
