"""
Two worlds that differ only in what one person said in private: nobody else may be able to tell them apart.

The same program is built twice with the same ids and at the same instant. Everything that a partner, another patient
and the biller can reach is asked for in both, forms included, and compared byte for byte: status, headers, page, mail.
Nobody has to think of a leak for it to be found.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from random import Random
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from hearthside.access.models import Account
from hearthside.base import ids
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.listening import read_on
from hearthside.ledger.scope import scope
from hearthside.notify.actions.outbox import send_due
from hearthside.people.actions.consents import revoke_agreement
from hearthside.people.actions.contacts import keep_contact, keep_pet, say_pet_fears
from hearthside.people.actions.couples import say_together_wish
from hearthside.people.actions.keep_apart import keep_apart
from hearthside.people.actions.patients import change_details
from hearthside.people.actions.statuses import change_status
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import Details
from hearthside.placement.actions.looking_again import look_again
from hearthside.placement.actions.proposing import propose
from hearthside.placement.actions.publishing import publish
from hearthside.placement.jobs import plan
from hearthside.placement.models.proposals import ProposalAnswer
from hearthside.placement.news_offers import HANDLERS as OFFER_NEWS
from hearthside.placement.news_offers import LISTENER as OFFER_LISTENER
from hearthside.schedule.news import HANDLERS as SCHEDULE_NEWS
from hearthside.schedule.news import LISTENER as SCHEDULE_LISTENER
from tests import build
from tests.builders import availability, caseload, groups, schedule
from tests.cast import Cast, harbor_house
from tests.memory import forget_what_was_read
from tests.placement.in_this_process import in_this_process
from tests.whole.reaching import NEVER_WAS, Reached, answers

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# In the past, because the database's own clock decides whether a grant has begun.
AT = datetime(2026, 2, 2, 15, tzinfo=UTC)


@contextmanager
def same_ids(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ids that come out alike each time: the same beginning, the same chance."""
    dice = Random(20260202)
    with monkeypatch.context() as patched:
        patched.setattr(ids, "time", SimpleNamespace(time_ns=lambda: int(AT.timestamp()) * 10**9))
        patched.setattr(ids, "secrets", SimpleNamespace(randbits=dice.getrandbits))
        patched.setattr(ids, "_last", 0)
        yield


def begin_ids_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """From a later moment on, with chance that begins anew: within `same_ids`."""
    dice = Random(20260203)
    later = int((AT + timedelta(hours=1)).timestamp()) * 10**9
    monkeypatch.setattr(ids, "time", SimpleNamespace(time_ns=lambda: later))
    monkeypatch.setattr(ids, "secrets", SimpleNamespace(randbits=dice.getrandbits))


@contextmanager
def at_intake(cast: Cast) -> Iterator[Actor]:
    """The same person at intake each time: as many work here in each world, whatever is written down in it."""
    intake = cast.actors.get("intake") or cast.house.actor("intake")
    cast.actors["intake"] = intake
    with scope(intake):
        yield intake


def quiet(cast: Cast, who: Patient, other: Patient) -> None:
    """One world: somebody who feels safe and would rather be in another group than the partner."""
    build.screened(cast.house, who.id, feels_safe="yes")
    with at_intake(cast) as intake:
        change_status(patient=who, status="admitted", since_on=AT.date(), by=intake)
    by = cast.actors[who.chosen_name]
    with scope(by):
        say_together_wish(couple=cast.couple, patient=who, together=False, by=by)


def in_danger(cast: Cast, who: Patient, other: Patient) -> None:
    """The other: apart by a court's order, afraid, and with a consent given and taken back."""
    build.screened(cast.house, who.id, feels_safe="no", conclusion="urgent", words="Made up: is afraid, has a plan.")
    with at_intake(cast) as intake:
        keep_apart(patient=who, other=other, source="court_order", words="Made up: an order of last week.", by=intake)
        change_status(patient=who, status="admitted", since_on=AT.date(), words="Made up: came by night.", by=intake)
    by = cast.actors[who.chosen_name]
    topics = {"topics": ["progress", "safety"], "until_on": AT.date() + timedelta(days=30)}
    signature = build.signs(cast.house, who, by, "disclosure", couple=cast.couple, **topics)
    with scope(by):
        revoke_agreement(signature=signature, by=by)


def in_danger_and_moved(cast: Cast, who: Patient, other: Patient) -> None:
    """The same, and everything else that a record may hold is different too."""
    in_danger(cast, who, other)
    details = Details(
        "Samira", date(1979, 7, 7), "VT", last_name="Other", chosen_name=who.chosen_name, street="9 Elsewhere",
        phone="802-555-0199", email="moved@example.org", languages=("es",),
    )  # fmt: skip
    with at_intake(cast) as intake:
        change_details(patient=who, details=details, by=intake)
        keep_contact(patient=who, name="Kim Osei", relationship="sister", phone="802-555-0177", by=intake)
        keep_pet(patient=who, name="Rex", species="snake", by=intake)
        say_pet_fears(patient=who, species=["dog"], by=intake)


@dataclass(frozen=True)
class Clinic:
    """Where a week is planned: for which Monday, and by whom."""

    house: build.House
    monday: date
    coordinator: Actor


def waiting_for_a_plan(cast: Cast, others: int) -> Clinic:
    """
    Clinicians and people who are free by day: Alex, Sam, so many others like them, and four of another kind.

    With two others, a group of four would need both partners, and neither can be placed; with three, one of them can.
    """
    house = cast.house
    with house.seen_by("coordinator"):
        caseload.day_plan(house, plan=groups.THREE_HOURS)
    alike = [cast.alex, cast.sam, *caseload.people(house, others)]
    everybody = [*alike, cast.theo, *caseload.people(house, 3, track="sud")]
    staff = [schedule.able(house, name) for name in ("Dana Reyes", "Kim Osei", "Lee Moreau", "Ines Varga")]
    for each in (*everybody, *staff):
        availability.free(house, each, **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "9:00-20:00"))
    return Clinic(house, schedule.next_monday(house), house.actor("coordinator"))


def publish_a_week(clinic: Clinic) -> None:
    """
    A week is proposed, worked out and published; offers are made, reasons written, and everybody told. At night whoever
    waits is looked at again.
    """
    by = clinic.coordinator
    with scope(by):
        proposal = propose(program=clinic.house.program, week=clinic.monday, effort=2, by=by)
    with in_this_process():
        plan(proposal=str(proposal.pk))
    with scope(by):
        publish(answer=ProposalAnswer.objects.select_related("proposal").get(proposal=proposal), by=by)
    nightly = system_actor("nightly", program=clinic.house.program.pk)
    with scope(nightly):
        look_again(program=clinic.house.program, by=nightly)
    for listener, handlers in ((OFFER_LISTENER, OFFER_NEWS), (SCHEDULE_LISTENER, SCHEDULE_NEWS)):
        read_on(listener, handlers, by=system_actor("outbox"))


def say_no(client: Client, reached: "Reached") -> None:
    """Give back the place that one is offered, if one is, and look at what stands there then."""
    for _, path in [key for key in reached.seen if key[1].endswith("/decline/") and key[1].startswith("/my-offer/")]:
        if NEVER_WAS not in path and "/my-offer/" in path:
            reached.keep(client, "POST", path)
    for path in ("/my-offer/", "/my-place/", "/home/"):
        reached.seen.pop(("GET", path))
        reached.keep(client, "GET", path)


# What was reached in which world: the quiet one is held against more than one other.
_REACHED: dict[tuple[str, str, int | None], tuple[Reached, list[str]]] = {}


def quiet_world(
    monkeypatch: pytest.MonkeyPatch, whose: str, asker: str, others: int | None = None
) -> tuple[Reached, list[str]]:
    """All that the asker can reach where somebody said nothing out of the ordinary."""
    key = (whose, asker, others)
    if key not in _REACHED:
        _REACHED[key] = world(monkeypatch, quiet, whose, asker, others)
    return _REACHED[key]


def world(
    monkeypatch: pytest.MonkeyPatch, facts: Callable[..., None], whose: str, asker: str, others: int | None = None
) -> tuple[Reached, list[str]]:
    """
    Build the program, let one person's private facts be these, and give all that the asker can reach.

    With a number of `others` who wait, a week is planned and published once the facts are known.
    """
    forget_what_was_read()
    with same_ids(monkeypatch), clock.fixed(AT), transaction.atomic():
        mail.outbox.clear()
        cast = harbor_house()
        clinic = None if others is None else waiting_for_a_plan(cast, others)
        staff = cast.house.actor("biller")
        people = {"Alex": cast.alex, "Sam": cast.sam}
        who, other = people[whose], people["Sam" if whose == "Alex" else "Alex"]
        facts(cast, who, other)
        if clinic is not None:
            # However many rows the facts took, what comes after them has the same ids.
            begin_ids_again(monkeypatch)
            publish_a_week(clinic)
        client = cast.client_of(staff if asker == "biller" else asker)
        address = Account.objects.get(pk=client.session["_auth_user_id"]).email
        # The addresses hold ids, which are alike in both worlds of a pair; a pair with two others and one with three
        # begin with half of the addresses each.
        reached = answers(client, [str(who.id), str(cast.couple.id)], half=others)
        if clinic is not None:
            say_no(client, reached)
        send_due()
        sent = [f"{m.to} {m.subject} {m.body}" for m in mail.outbox if address in m.to]
        transaction.set_rollback(True)
    return reached, sent


def told_apart(one: dict[tuple[str, str], object], two: dict[tuple[str, str], object]) -> Iterator[str]:
    """What differs, with the first lines that do."""
    for key in one:
        if one[key] != two[key]:
            (*head, body), (*other_head, other_body) = one[key], two[key]
            lines = zip(body.splitlines(), other_body.splitlines(), strict=False)
            yield f"{key} {head != other_head} {next((pair for pair in lines if pair[0] != pair[1]), 'longer')}"


def asked_apart(one: dict[tuple[str, str], list[str]], two: dict[tuple[str, str], list[str]]) -> Iterator[str]:
    """Pages for which the database was asked otherwise, with the first question that differs."""
    for key in one:
        if one[key] != two[key]:
            pairs = zip_longest(one[key], two[key], fillvalue="nothing")
            yield f"{key} {len(one[key])} {len(two[key])} {next(pair for pair in pairs if pair[0] != pair[1])}"


@pytest.mark.parametrize(
    ("whose", "asker", "facts"),
    [("Sam", "Alex", in_danger_and_moved), ("Alex", "Sam", in_danger_and_moved), ("Sam", "Theo", in_danger_and_moved),
     ("Sam", "biller", in_danger)],
)  # fmt: skip
def test_nobody_else_can_tell_what_somebody_said_in_private(monkeypatch, whose, asker, facts):
    one, mails_of_one = quiet_world(monkeypatch, whose, asker)
    two, mails_of_two = world(monkeypatch, facts, whose, asker)

    assert len(one.seen) > 60
    assert one.seen.keys() == two.seen.keys()
    assert "\n".join(told_apart(one.seen, two.seen)) == ""
    assert mails_of_one == mails_of_two
    # Who asks more questions, or longer ones, takes longer: what cannot be read could still be timed.
    assert "\n".join(asked_apart(one.asked, two.asked)) == ""


@pytest.mark.parametrize("others", [2, 3])
@pytest.mark.parametrize(("whose", "asker"), [("Sam", "Alex"), ("Alex", "Sam")])
def test_why_somebody_has_a_place_or_waits_tells_nobody_why_two_are_apart(monkeypatch, whose, asker, others):
    """The two are apart in both worlds, and the same week is published: who wished it, and why, is what differs."""
    one, mails_of_one = quiet_world(monkeypatch, whose, asker, others)
    two, mails_of_two = world(monkeypatch, in_danger, whose, asker, others)

    page = one.seen["GET", "/my-place/"]
    assert isinstance(page, tuple)
    assert b"You are on our list" in page[2]
    was_offered = any(path.endswith("/decline/") and answer[0] == 200 for (_, path), answer in one.seen.items())
    assert was_offered or b"No group with a free place fits yet. We look again every day." in page[2]
    assert not (was_offered and others == 2)
    assert one.seen.keys() == two.seen.keys()
    assert "\n".join(told_apart(one.seen, two.seen)) == ""
    assert mails_of_one == mails_of_two
    assert "\n".join(asked_apart(one.asked, two.asked)) == ""


def test_a_leak_would_be_found(monkeypatch):
    """The same look, at two worlds that differ in something the asker may see."""

    def renamed(cast: Cast, who: Patient, other: Patient) -> None:
        quiet(cast, who, other)
        with at_intake(cast) as intake:
            details = Details("Sam", date(1988, 2, 29), "PA", last_name="Park", chosen_name="Sammy")
            change_details(patient=who, details=details, by=intake)

    one, _ = quiet_world(monkeypatch, "Sam", "Alex")
    two, _ = world(monkeypatch, renamed, "Sam", "Alex")

    assert [key for key in one.seen if one.seen[key] != two.seen[key]] != []


def test_a_question_more_would_be_found():
    key = ("GET", "/a-page/")

    assert list(asked_apart({key: ["SELECT ?"]}, {key: ["SELECT ?"]})) == []
    assert list(asked_apart({key: ["SELECT ?"]}, {key: ["SELECT ?", "SELECT ?"]})) != []
    assert list(asked_apart({key: ["SELECT ?"]}, {key: ["SELECT ? LIMIT ?"]})) != []
