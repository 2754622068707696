"""
The one table of room payloads: nothing is sent that it does not name, to anybody whom it does not name.

Who may get what is written here once more by hand, from the issue and the promises, and not from the table.
"""

import json

import pytest

from hearthside.live.payloads import (
    CARD,
    LINE,
    OWN,
    PAYLOADS,
    PERSON,
    ROOM,
    ROSTER,
    TILE,
    TREATED,
    UnknownPayload,
    build,
    table,
)
from hearthside.live.relations import (
    CO,
    COMING,
    CRISIS,
    FLOATER,
    LEAD,
    MONITOR,
    OBSERVER,
    PARTNER,
    PATIENT,
    RELATIONS,
    SUPERVISOR,
)

# Which payloads each relation gets anything of.
GETS = {
    PATIENT: {ROOM, TILE, OWN, LINE},
    PARTNER: {ROOM, TILE, OWN, LINE},
    OBSERVER: {ROOM, TILE, LINE},
    LEAD: {ROOM, TILE, PERSON, TREATED, CARD, ROSTER, LINE},
    CO: {ROOM, TILE, PERSON, TREATED, CARD, ROSTER, LINE},
    COMING: {ROOM, TILE, PERSON, TREATED, CARD, ROSTER, LINE},
    FLOATER: {ROOM},
    SUPERVISOR: {ROOM},
    CRISIS: {CARD},
    MONITOR: {ROOM, ROSTER},
}
COUNTS = {"title", "kind", "starts_at", "state", "since", "patients", "staff", "needed", "unit"}
PRIVATE = {"street", "unit", "entry", "phone", "mood", "urge", "contact_name", "contact_phone", "address", "call_back"}


def canaries(payload: str) -> dict[str, str]:
    """For every field a word that stands nowhere else, and some that no table names."""
    named = {field: f"{payload}-{field}-canary" for field in table()[payload]}
    return {**named, "diagnosis": "diagnosis-canary", "email": "email-canary", "unsafe": "unsafe-canary"}


@pytest.mark.parametrize("relation", RELATIONS)
def test_each_relation_gets_the_payloads_that_it_needs_and_no_other(relation):
    got = {payload for payload in PAYLOADS if build(payload, [relation], canaries(payload))}

    assert got == GETS[relation]


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_is_sent_that_the_table_does_not_name_for_this_relation(payload, relation):
    facts = canaries(payload)

    sent = json.dumps(build(payload, [relation], facts))

    named = {facts[field] for field, gets in table()[payload].items() if relation in gets}
    assert {word for word in facts.values() if word in sent} == named


def test_nobody_without_a_relation_gets_anything():
    assert [build(payload, [], canaries(payload)) for payload in PAYLOADS] == [{}] * len(PAYLOADS)


@pytest.mark.parametrize("relation", [FLOATER, SUPERVISOR])
def test_before_accepting_title_ratio_and_counts_are_told_and_nothing_else(relation):
    assert set(build(ROOM, [relation], canaries(ROOM))) == COUNTS


def test_whoever_accepted_gets_what_a_co_facilitator_gets():
    for payload in PAYLOADS:
        facts = canaries(payload)
        assert build(payload, [COMING], facts) == build(payload, [CO], facts) == build(payload, [LEAD], facts)


@pytest.mark.parametrize("relation", [PATIENT, PARTNER, OBSERVER])
def test_whoever_is_in_the_group_learns_nothing_of_ratio_flags_or_the_check_in_of_others(relation):
    told = set(build(ROOM, [relation], canaries(ROOM))) | set(build(TILE, [relation], canaries(TILE)))

    assert not told & {
        "state",
        "needed",
        "staff",
        "patients",
        "over_size",
        "flag",
        "verdicts",
        "silent_minutes",
        "note",
    }


@pytest.mark.parametrize("payload", [payload for payload in PAYLOADS if payload not in (OWN, CARD)])
def test_address_numbers_and_moods_stand_on_ones_own_page_and_on_cards_alone(payload):
    assert not set(table()[payload]) & (PRIVATE - {"unit"})


def test_whether_somebody_makes_it_unsafe_to_talk_is_in_no_payload():
    assert not [field for payload in PAYLOADS for field in table()[payload] if "safe" in field or "hurt" in field]


def test_a_payload_that_the_table_does_not_know_is_never_sent():
    with pytest.raises(UnknownPayload):
        build("everything", [LEAD], {"title": "x"})
