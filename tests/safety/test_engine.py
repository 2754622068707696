"""What the engine does with one page, step by step: whom it calls, what it writes, what it does not send."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from hearthside.access.actions.ending import end_access_everywhere
from hearthside.access.models import Account
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.safety.actions.pages import accept_page
from hearthside.safety.models.alarms import PageAlarm
from hearthside.safety.models.attempts import PageAttempt
from hearthside.safety.models.pages import CALLING, Page, PageStep
from hearthside.safety.pager import audit, channels, ladders
from hearthside.safety.pager.again import try_again
from hearthside.safety.pager.carrying import carry_out
from hearthside.safety.pager.channels import NotHandedOver
from hearthside.safety.pager.ladders import Candidate, Choice, Ladder
from hearthside.safety.pager.taking import StepFailed, take_step
from hearthside.safety.pager.whoami import PAGER
from hearthside.safety.words import EVERYBODY, NEXT, SUPERVISOR
from tests.builders import clinicians
from tests.builders.safety import LADDER, Line, called_for, on_duty
from tests.kept import begins_with

# Longer than any test: the database's statements see its real time, which goes on.
DEADLINE, PAUSE = timedelta(minutes=10), timedelta(minutes=10)


def harbor():
    at = clinicians.house()
    return at, on_duty(at), on_duty(at, name="Ines Varga"), on_duty(at, SUPERVISOR, name="Lee Moreau")


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    at, kim, ines, lee = kept
    return at, kim, ines, lee, Line([kim.account, ines.account], [lee.account]).register()


def later(page, seconds=3600):
    """As if the page were raised so long ago: time stands still in a test."""
    with scope(PAGER):
        row = Page.objects.get(pk=page.pk)
        ago = clock.now() - timedelta(seconds=seconds)
        Page.objects.filter(pk=page.pk).update(calling_from_at=ago, next_due_at=min(row.next_due_at, clock.now()))


def step():
    """One step and all that it sends; gives who was called, by which level."""
    tickets = take_step(DEADLINE)
    for ticket in tickets or ():
        carry_out(ticket, PAUSE, lambda place: None)
    with scope(PAGER):
        last = PageStep.objects.order_by("-number").first()
        called = PageAttempt.objects.filter(pk__in=[ticket.attempt for ticket in tickets])
        return last.level, set(called.values_list("to", flat=True)), last


def test_the_first_is_called_at_once_by_page_and_mail_and_nothing_names_anybody(there):
    at, kim, *_ = there
    page = called_for(at, title="Evening group with Alex")

    level, called, _ = step()

    assert (level, called) == (NEXT, {kim.account})
    with scope(PAGER):
        attempts = PageAttempt.objects.filter(page=page)
        assert {(a.channel, a.handed_over_at is not None) for a in attempts} == {("in_page", True), ("mail", True)}
    (letter,) = mail.outbox
    assert letter.to == [Account.objects.get(pk=kim.account).email]
    assert "Evening" not in letter.subject + letter.body
    assert channels.reference(page) in letter.body


def test_the_ladder_climbs_to_the_next_to_the_supervisor_and_then_calls_everybody_with_an_alarm(there):
    at, kim, ines, lee, _ = there
    page = called_for(at)
    later(page)

    climbed = []
    for _ in range(4):
        climbed.append(step()[:2])
        later(page)

    everybody = {kim.account, ines.account, lee.account}
    assert climbed == [(NEXT, {kim.account}), (NEXT, {ines.account}), (SUPERVISOR, {lee.account}),
                       (EVERYBODY, everybody)]  # fmt: skip
    with scope(PAGER):
        assert list(PageAlarm.objects.values_list("kind", "step")) == [("began_again", 4)]
        assert Page.objects.get(pk=page.pk).next_due_at is not None


def test_whoever_may_not_come_is_passed_over_and_the_reason_stays_with_the_step(there):
    at, kim, ines, _, line = there
    line.not_these[kim.account] = "kept_away"
    called_for(at)

    level, called, written = step()

    assert (level, called) == (NEXT, {ines.account})
    assert written.passed_over == [[str(kim.account), "kept_away"]]


def test_where_no_floater_can_come_the_supervisor_is_called_at_once(there):
    at, kim, ines, lee, line = there
    line.not_these.update({kim.account: "busy", ines.account: "busy"})
    called_for(at)

    assert step()[:2] == (SUPERVISOR, {lee.account})


def test_where_nobody_can_come_whoever_answers_for_the_program_is_called_and_an_alarm_sounds(there):
    at, kim, ines, lee, line = there
    line.not_these.update(dict.fromkeys((kim.account, ines.account, lee.account), "busy"))
    on_call = at.actor("on_call")
    called_for(at)

    _, called, _ = step()

    assert called >= {on_call.account, at.director.account}
    assert kim.account not in called
    with scope(PAGER):
        assert PageAlarm.objects.get().kind == "nobody"


def test_a_ladder_that_breaks_lets_everybody_on_duty_be_called_and_an_alarm_sound(there):
    at, kim, ines, lee, _ = there

    def breaks(page, level, called):
        raise ZeroDivisionError

    ladders.register(Ladder(LADDER, breaks, lambda page, account: "", {}))
    called_for(at)

    assert step()[1] == {kim.account, ines.account, lee.account}
    with scope(PAGER):
        assert PageAlarm.objects.get().kind == "not_asked"


def test_whom_a_ladder_names_twice_is_called_once_and_whom_nobody_knows_never(there):
    at, kim, *_ = there
    choice = Choice((Candidate(kim.account), Candidate(kim.account), Candidate(new_id())))
    ladders.register(Ladder(LADDER, lambda *_: choice, lambda *_: "", {}))
    called_for(at)

    assert step()[1] == {kim.account}


def test_a_step_that_cannot_be_taken_holds_nobody_else_up(there, monkeypatch):
    at, kim, *_ = there
    first, second = called_for(at), called_for(at)
    later(first)
    written = PageStep.objects.create

    def breaks(**values):
        if values["page"].pk == first.pk:
            raise ZeroDivisionError
        return written(**values)

    monkeypatch.setattr(PageStep.objects, "create", breaks)
    with pytest.raises(StepFailed) as failed:
        take_step(DEADLINE)
    tickets = take_step(DEADLINE, except_for=[failed.value.page])

    assert tickets
    with scope(PAGER):
        assert PageAttempt.objects.filter(page=second, to=kim.account).exists()


def test_who_answers_before_a_call_leaves_gets_none(there):
    at, kim, *_ = there
    page = called_for(at)
    tickets = take_step(DEADLINE)
    with scope(kim):
        accept_page(page=page, by=kim)

    for ticket in tickets:
        carry_out(ticket, PAUSE, lambda place: None)

    with scope(PAGER):
        assert set(PageAttempt.objects.values_list("failed_because", flat=True)) == {"answered"}
    assert mail.outbox == []
    assert take_step(DEADLINE) is None


def test_what_is_in_flight_past_its_deadline_is_sent_again_thrice_at_most(there):
    at, *_ = there
    called_for(at)
    take_step(DEADLINE)

    numbers = []
    for _ in range(4):
        with scope(PAGER):
            past = clock.now() - timedelta(seconds=1)
            PageAttempt.objects.filter(ended_at=None).update(begun_at=past - DEADLINE, deadline_at=past)
        fresh = try_again(DEADLINE)
        with scope(PAGER):
            found = PageAttempt.objects.filter(pk__in=[t.attempt for t in fresh])
            numbers.append(sorted(found.values_list("number", flat=True)))

    assert numbers == [[2, 2], [3, 3], [], []]
    with scope(PAGER):
        assert set(PageAttempt.objects.values_list("failed_because", flat=True)) == {"unknown"}


def test_what_a_channel_refuses_is_tried_again_after_a_pause_and_nothing_of_its_words_is_kept(there, monkeypatch):
    at, *_ = there

    class Broken(channels.Mail):
        def hand_over(self, errand):
            raise NotHandedOver("SMTPRecipientsRefused")

    monkeypatch.setitem(channels.CHANNELS, "mail", Broken())
    called_for(at)

    step()

    assert try_again(DEADLINE) == []
    with scope(PAGER):
        tried = PageAttempt.objects.get(channel="mail")
        assert (tried.failed_because, tried.ended_at) == ("SMTPRecipientsRefused", None)
        assert tried.deadline_at == tried.begun_at + PAUSE


def test_whoever_left_is_skipped(there):
    at, kim, *_ = there
    called_for(at)
    tickets = take_step(DEADLINE)
    with scope(at.director):
        end_access_everywhere(program=at.program, account=Account.objects.get(pk=kim.account), by=at.director)

    for ticket in tickets:
        carry_out(ticket, PAUSE, lambda place: None)

    with scope(PAGER):
        assert set(PageAttempt.objects.values_list("failed_because", flat=True)) == {"gone"}
    assert mail.outbox == []


def test_the_auditor_tells_of_a_late_step_once(there):
    at, *_ = there
    page = called_for(at)
    with scope(PAGER):
        Page.objects.filter(pk=page.pk).update(next_due_at=clock.now() - timedelta(minutes=1))

    late = [audit.look(timedelta(seconds=seconds)) for seconds in (30, 90, 30)]

    assert late == [1, 0, 1]
    with scope(PAGER):
        assert PageAlarm.objects.get().kind == "late"


def test_the_auditor_looks_by_an_index_however_many_pages_there_were():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        found = Page.objects.filter(CALLING, next_due_at__lt=clock.now()).order_by("next_due_at")[:5].explain()

    assert "page_due" in found
