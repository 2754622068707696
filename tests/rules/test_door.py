"""
Who is let in, through every door: the rule on plain values, the action, and the database where it must never be broken.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.live.actions.door import answer_for, let_in, turn_away
from hearthside.live.actions.door_talks import talk_first
from hearthside.live.actions.seating import Sitter, take_seat
from hearthside.live.door_refusals import IsInside, MayNotComeIn, NothingToOverride
from hearthside.live.models.beats import LastBeat
from hearthside.live.models.check_in import GroupAgreement, TalkFirst
from hearthside.live.models.rooms import Override
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.refusals import NotInThisSession
from hearthside.live.rules.check_in import ALWAYS, Asked, steps
from hearthside.live.rules.door import MAY_BE_OVERRIDDEN
from hearthside.live.words import PARTNER, PATIENT
from hearthside.people.actions.grants import behind
from hearthside.people.actions.keep_apart import keep_apart
from hearthside.people.credentials.facts import WrongFact
from hearthside.people.models.consents import Signature
from hearthside.people.models.couples import KeepApart, PartnerWithoutChart
from hearthside.schedule.plain import Person
from tests import build
from tests.builders import caseload
from tests.builders.clinicians import license_in
from tests.builders.door import open_door
from tests.builders.live import checked_in
from tests.kept import begins_with

pytestmark = begins_with(open_door)


@pytest.fixture
def at(kept):
    return kept


def lets_in(at, name, by="Dana"):
    with scope(at.actor(by)):
        return let_in(check_in=at.check_in(name), by=at.actor(by))


def refused(at, name):
    with pytest.raises(MayNotComeIn) as no:
        lets_in(at, name)
    return no.value.codes


def test_whoever_has_answered_everything_is_let_in_once_staff_are_there(at):
    at.checks_in("Alex")
    before = refused(at, "Alex")
    at.comes("Dana")

    seat = lets_in(at, "Alex")

    assert before == ("unstaffed",)
    assert seat.admitted_at is not None
    assert refused(at, "Alex") == ("is_in",)


@pytest.mark.parametrize(
    ("but", "unusual", "why"),
    [
        (("agreement",), {}, ("unsigned",)),
        (("where",), {}, ("unlocated",)),
        (("identity",), {}, ("unknown",)),
        (("number",), {}, ("not_checked_in",)),
        ((), {"where": {"state": "OH"}}, ("talk_first", "unlicensed")),
        ((), {"safety": {"hurt_self": "unsure"}}, ("talk_first",)),
        ((), {"safe": {"unsafe": "yes"}}, ("talk_first",)),
        ((), {"screen": {"how": "together_here"}}, ("ask_alone",)),
    ],
)
def test_the_action_says_the_same(at, but, unusual, why):
    at.comes("Dana")
    at.checks_in("Alex", but=but, **unusual)

    assert set(refused(at, "Alex")) >= set(why)


def test_a_couple_on_one_screen_sits_at_one_seat_each_for_themselves(at):
    at.comes("Dana")
    for name in ("Alex", "Sam"):
        at.checks_in(name, screen={"how": "together_own_phone"})

    one, other = lets_in(at, "Alex"), lets_in(at, "Sam")

    assert one.pk == other.pk
    with behind(at.program.pk, at.actor("Dana")):
        rows = SeatOccupant.objects.filter(seat=one)
        assert {row.patient_id for row in rows} == {at.day.patients[name].pk for name in ("Alex", "Sam")}
        assert len({row.couple_id for row in rows}) == 1


def test_nobody_is_let_in_beside_somebody_they_are_kept_apart_from(at):
    at.comes("Dana")
    at.checks_in("Alex")
    at.checks_in("Sam")
    lets_in(at, "Alex")
    with at.day.house.seen_by("intake") as intake:
        alex, sam = at.day.patients["Alex"], at.day.patients["Sam"]
        keep_apart(patient=alex, other=sam, source="court_order", words="", by=intake)

    # Whoever is kept apart has no seat in the same session any more; where one stood, the door would still refuse.
    assert set(refused(at, "Sam")) & {"apart", "not_expected"}


def test_the_database_lets_nobody_sit_beside_somebody_they_are_kept_apart_from(at):
    live, dana = at.live(), at.actor("Dana")
    at.comes("Dana")
    people = [at.day.patients[name] for name in ("Ravi", "Grace")]
    for each in people:
        checked_in(at.day.house, at.session, Person(patient=each.pk))
    with scope(dana):
        seats = [take_seat(live=live, sitters=[Sitter(PATIENT, patient=each.pk)], by=dana) for each in people]
    with behind(at.program.pk, dana):
        first, second = sorted(people, key=lambda each: each.pk)
        KeepApart.objects.create(program=at.program, first=first, second=second, from_at=clock.now())
        Seat.objects.filter(pk=seats[0].pk).update(admitted_at=clock.now())

        with pytest.raises(IntegrityError, match="Nobody is let in apart"), transaction.atomic():
            Seat.objects.filter(pk=seats[1].pk).update(admitted_at=clock.now())


def alone_before(at, rule):
    """Alex's seat, and Alex at the door against this rule alone."""
    if rule != "unstaffed":
        at.comes("Dana")
    at.checks_in("Alex", but={"unsigned": ("agreement",), "unlocated": ("where",)}.get(rule, ()),
                 where={"state": "OH" if rule == "unlicensed" else "PA"})  # fmt: skip
    dana = at.actor("Dana")
    with behind(at.program.pk, dana):
        # Somebody has talked with whoever is where nobody may treat them.
        TalkFirst.objects.update(outcome="join", ended_at=clock.now(), ended_by=dana.account)
    with scope(dana):
        return take_seat(live=at.live(), sitters=[Sitter(PATIENT, patient=at.day.patients["Alex"].pk)], by=dana)


def admits_in_sql(seat):
    with transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(admitted_at=clock.now())


@pytest.mark.parametrize("rule", ["unsigned", "unlocated", "unlicensed", "unstaffed"])
def test_every_door_refuses_whoever_is_against_a_rule_until_somebody_answers_for_it(at, rule):
    seat, dana = alone_before(at, rule), at.actor("Dana")

    assert refused(at, "Alex") == (rule,)
    with behind(at.program.pk, dana), pytest.raises(IntegrityError, match=f"let in {rule}"):
        admits_in_sql(seat)
    with scope(dana):
        answer_for(check_in=at.check_in("Alex"), rule=rule, reason="Kim is on the line.", by=dana)
    with behind(at.program.pk, dana):
        admits_in_sql(seat)
        assert Seat.objects.get(pk=seat.pk).admitted_at is not None


def test_the_database_lets_nobody_sit_before_a_clinician_has_talked_with_them(at):
    seat = alone_before(at, "")
    with behind(at.program.pk, at.actor("Dana")):
        check_in = at.check_in("Alex")
        TalkFirst.objects.create(
            program=at.program, check_in=check_in, causes=["risk"], raised_at=clock.now() + timedelta(seconds=1)
        )

        with pytest.raises(IntegrityError, match="let in talk_first"):
            admits_in_sql(seat)


def test_the_database_lets_nobody_in_above_the_cap_unless_somebody_answers_for_it(at):
    seat, dana = alone_before(at, ""), at.actor("Dana")
    at.comes("Kim")
    many = [*at.day.patients.values(), *caseload.people(at.day.house, 3)]
    others = [each for each in many if each != at.day.patients["Alex"]]
    for each in others:
        checked_in(at.day.house, at.session, Person(patient=each.pk))
    with behind(at.program.pk, dana):
        admits_in_sql(seat)
        rows = [
            SeatOccupant(program=at.program, seat=seat, patient=each, role=PATIENT, from_at=clock.now())
            for each in others
        ]
        for row in rows[:9]:
            row.save()

        with pytest.raises(IntegrityError, match="let in cap"), transaction.atomic():
            rows[9].save()
        Override.objects.create(
            program=at.program, session=at.live(), rule="cap", patient=rows[9].patient, reason="Two groups are one.",
            by_id=dana.account, at=clock.now(),
        )  # fmt: skip
        rows[9].save()

    assert len(others) == 10


def sits_in_sql(at, **who):
    """A seat that waits, with somebody at it who was never asked anything."""
    live = at.live()
    with behind(at.program.pk, at.actor("Dana")):
        seat = Seat.objects.create(
            program=at.program, session=live, identity=f"s-{next(iter(who))}", made_at=clock.now()
        )
        role = PATIENT if "patient" in who else PARTNER
        SeatOccupant.objects.create(program=at.program, seat=seat, role=role, from_at=clock.now(), **who)
    return seat


def overrides(at, rule, **who):
    with behind(at.program.pk, at.actor("Dana")):
        Override.objects.create(
            program=at.program, session=at.live(), rule=rule, reason="Kim is on the line.", at=clock.now(),
            by_id=at.actor("Dana").account, **who,
        )  # fmt: skip


@pytest.mark.parametrize("role", [PATIENT, PARTNER])
def test_the_database_asks_whoever_was_never_at_the_door_for_everything(at, role):
    """Each rule gives way to its own override, and what nobody can answer for stands in the end."""
    with behind(at.program.pk, at.actor("Dana")):
        casey = PartnerWithoutChart.objects.get()
    who = {"patient": at.day.patients["Ravi"]} if role == PATIENT else {"partner": casey}
    seat = sits_in_sql(at, **who)
    refused_for = []
    for _ in range(4):
        with behind(at.program.pk, at.actor("Dana")), pytest.raises(IntegrityError) as no:
            admits_in_sql(seat)
        refused_for.append(no.value.__cause__.diag.constraint_name.removeprefix("let_in_"))
        if refused_for[-1] in MAY_BE_OVERRIDDEN:
            overrides(at, refused_for[-1], **who)

    assert refused_for == ["unlocated", "unsigned", "unstaffed", "not_checked_in"]


def test_the_questions_of_everybody_are_those_that_whoever_comes_alone_is_asked():
    asked = steps(Asked(has_partner_here=False, needs_agreement=False, asks_about_use=False), {})

    assert set(asked) - set(ALWAYS) == {"where", "safe"}
    assert set(ALWAYS) < set(asked)


@pytest.mark.parametrize("step", ["identity", "safety"])
def test_whoever_has_left_a_question_open_is_let_in_by_no_door(at, step):
    at.comes("Dana")
    at.checks_in("Alex", but=(step,))
    seat = sits_in_sql(at, patient=at.day.patients["Alex"])

    assert set(refused(at, "Alex")) <= {"not_checked_in", "unknown"}
    with behind(at.program.pk, at.actor("Dana")), pytest.raises(IntegrityError, match="let in not_checked_in"):
        admits_in_sql(seat)


def test_whoever_was_put_out_or_stepped_away_is_put_back_by_no_other_way(at):
    seat, dana = alone_before(at, ""), at.actor("Dana")
    with behind(at.program.pk, dana):
        admits_in_sql(seat)
        # Meanwhile the staff it needs is gone.
        long_ago = clock.now() - timedelta(hours=1)
        LastBeat.objects.update(first_at=long_ago, at=long_ago)
        rows, mine = Seat.objects.filter(pk=seat.pk), SeatOccupant.objects.filter(seat=seat)
        for table, when in ((rows, "revoked_at"), (mine, "until_at")):
            with transaction.atomic():
                table.update(**{when: clock.now()})
                with pytest.raises(IntegrityError, match="let in unstaffed"), transaction.atomic():
                    table.update(**{when: None})
                transaction.set_rollback(True)
        with pytest.raises(IntegrityError, match="let in unlocated"), transaction.atomic():
            mine.update(patient=at.day.patients["Ravi"])


def test_everybody_who_leads_must_be_licensed_where_somebody_is(at):
    """Dana may treat in Ohio, too; Kim, who helps by the plan and is not there yet, may not."""
    license_in(at.day.house, at.day.clinicians["Dana"], "OH")
    seat = alone_before(at, "unlicensed")

    with pytest.raises(MayNotComeIn) as no:
        lets_in(at, "Alex")

    assert [each.sentence for each in no.value.reasons] == [
        "Not everybody who leads may treat them where they are now. Kim Osei"
    ]
    with behind(at.program.pk, at.actor("Dana")), pytest.raises(IntegrityError, match="let in unlicensed"):
        admits_in_sql(seat)


def test_the_agreement_is_signed_once_for_a_cohort_and_again_for_another(at):
    at.comes("Dana")
    at.checks_in("Alex")
    at.answers("Alex", "agreement")
    at.checks_in("Sam", but=("agreement",))
    with behind(at.program.pk, at.actor("Dana")):
        alexs = GroupAgreement.objects.get()
        sams = Signature.objects.create(
            program=at.program, patient=at.day.patients["Sam"], kind="confidentiality", typed_name="Sam Park",
            version=alexs.signature.version, text_hash=alexs.signature.text_hash, signed_at=clock.now(),
        )  # fmt: skip
        mine = {"program": at.program, "patient": at.day.patients["Sam"], "signature": sams, "at": clock.now()}
        GroupAgreement.objects.create(group=at.day.other.cohort.pk, **mine)

    signed_elsewhere = refused(at, "Sam")

    assert alexs.group == at.session.cohort_id
    assert signed_elsewhere == ("unsigned",)
    with behind(at.program.pk, at.actor("Dana")):
        GroupAgreement.objects.create(group=at.session.cohort_id, **mine)
    assert lets_in(at, "Sam").admitted_at is not None


def test_whoever_answers_for_a_rule_gives_a_reason_and_it_is_an_event(at):
    at.checks_in("Alex")
    check_in, dana = at.check_in("Alex"), at.actor("Dana")
    with scope(dana), pytest.raises(WrongFact):
        answer_for(check_in=check_in, rule="unstaffed", reason="  ", by=dana)

    with scope(dana):
        answer_for(check_in=check_in, rule="unstaffed", reason="Kim is on the line.", by=dana)
    lets_in(at, "Alex")

    with behind(at.program.pk, dana):
        assert Override.objects.get().reason == "Kim is on the line."
    assert Entry.objects.get(kind="DoorOverridden").facts["rule"] == "unstaffed"
    assert Entry.objects.get(kind="LetIn").facts["overridden"] == ["unstaffed"]


@pytest.mark.parametrize("rule", ["talk_first", "unknown", "cap", "never_was"])
def test_nobody_answers_for_what_does_not_stand_in_the_way_or_cannot_be_answered_for(at, rule):
    at.checks_in("Alex", safety={"hurt_self": "yes"})
    dana = at.actor("Dana")

    with scope(dana), pytest.raises(NothingToOverride):
        answer_for(check_in=at.check_in("Alex"), rule=rule, reason="Because.", by=dana)


@pytest.mark.parametrize("act", [let_in, talk_first])
@pytest.mark.parametrize("who", ["Lee", "Sam"])
def test_only_whoever_leads_the_session_works_at_its_door(at, act, who):
    at.checks_in("Alex")
    by = at.actor(who)

    with scope(by), pytest.raises(NotInThisSession):
        act(check_in=at.check_in("Alex"), by=by)


def test_whoever_is_turned_away_is_not_let_in(at):
    at.comes("Dana")
    at.checks_in("Alex")
    dana = at.actor("Dana")
    with scope(dana):
        turn_away(check_in=at.check_in("Alex"), because="unwell", by=dana)

    assert refused(at, "Alex") == ("not_today",)


def test_whoever_is_in_is_not_turned_away(at):
    at.comes("Dana")
    at.checks_in("Alex")
    dana = at.actor("Dana")
    with scope(dana):
        let_in(check_in=at.check_in("Alex"), by=dana)

    with scope(dana), pytest.raises(IsInside, match="in already"):
        turn_away(check_in=at.check_in("Alex"), because="unwell", by=dana)

    assert at.check_in("Alex").turned_away_at is None


def test_a_seventh_person_needs_a_second_therapist(at):
    at.comes("Dana")
    names = ("Alex", "Sam", "Ravi", "Grace", "Nia", "Jo", "Max")
    for name in names:
        at.day.actors.setdefault(name, None)
        if at.day.actors[name] is None:
            at.day.actors[name] = build.signs_in(at.day.house, at.day.patients[name])
        at.checks_in(name)
    for name in names[:6]:
        lets_in(at, name)

    alone = refused(at, "Max")
    at.comes("Kim")
    lets_in(at, "Max")

    assert alone == ("unstaffed",)
