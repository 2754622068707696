"""The words of every notice: neutral, from a closed list, naming nobody."""

import string

import pytest

from hearthside.notify.kinds import KINDS, SECURITY_SUBJECT, SUBJECT, URGENT_SUBJECT, for_roles

# What would tell somebody looking over a shoulder what kind of place this is, or what about.
CLINICAL = (
    "therap treatment patient clinic mental health substance drug alcohol sober recover addict diagnos session group "
    "couple partner relapse medication crisis suicide safety iop hospital counsel"
).split()
STAFF_ONLY = {"staff_license_ends", "staff_license_ended"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_mail_is_neutral(kind):
    words = f"{kind.subject} {kind.mail}".lower()

    assert kind.subject in (SUBJECT, SECURITY_SUBJECT, URGENT_SUBJECT)
    assert [word for word in CLINICAL if word in words and kind.name not in STAFF_ONLY] == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_words_hold_their_own_facts_and_no_others(kind):
    used = {name for text in (kind.sentence, kind.mail) for _, name, _, _ in string.Formatter().parse(text) if name}

    assert used <= set(kind.facts)
    assert "{" not in kind.say(kind.mail, dict.fromkeys(kind.facts, "7"))


def test_facts_that_were_not_asked_for_never_appear():
    kind = KINDS["license_ends"]

    assert "Dana" not in kind.say(kind.mail, {"days": 7, "name": "Dana Reyes"})


def test_mail_about_the_safety_of_an_account_cannot_be_turned_off():
    offered = {
        kind.name for roles in ({"patient"}, {"director"}, {"clinician"}) for kind in for_roles(frozenset(roles))
    }

    assert not offered & {"account_locked", "new_device", "application_thanks", "application_answered"}


def test_people_choose_among_what_they_may_get():
    of_patients = {kind.name for kind in for_roles(frozenset({"patient"}))}
    assert "session_reminder" in of_patients
    assert not of_patients & {"policy_asked", "license_ends", "session_short", "cover_offered"}
    assert "policy_asked" in {kind.name for kind in for_roles(frozenset({"compliance"}))}
    assert "license_ends" not in {kind.name for kind in for_roles(frozenset({"intake"}))}
