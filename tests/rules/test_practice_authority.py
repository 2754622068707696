"""Who may treat whom, where and when: one table through every door. Rule: docs/rules/practice-authority.md."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.base.words import ROLES, STATES
from hearthside.people.credentials.authority import can_treat
from hearthside.people.credentials.reasons import Reason
from hearthside.people.credentials.tables import compacts, scopes
from hearthside.people.credentials.types import CREDENTIAL_TYPES, DOINGS, DOINGS_OF_ROLE, SHORT_TITLES
from hearthside.people.credentials.values import Allowed, Authority, Credential, Refused, Supervision, day_in
from tests.rules.practice_authority_cases import CASES, DAY, Case, Held


def authority(held: Held) -> Authority:
    return Authority(**vars(held))


def credential(case: Case) -> Credential:
    supervisions = tuple(
        Supervision(s.starts_on, s.ends_on, Credential(s.by), tuple(authority(h) for h in s.supervisor_holds))
        for s in case.supervised
    )
    return Credential(case.type, case.status, case.issued_on, case.expires_on, supervisions)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_rule_answers_as_the_table_says(case):
    answer = can_treat([authority(h) for h in case.held], credential(case), "PA", DAY, case.doing)

    assert (answer.reason.value if isinstance(answer, Refused) else "") == case.answer


@pytest.mark.parametrize("case", [c for c in CASES if c.answer], ids=str)
def test_a_no_says_what_is_missing_and_what_would_help(case):
    answer = can_treat([authority(h) for h in case.held], credential(case), "PA", DAY, case.doing)

    assert isinstance(answer, Refused)
    for sentence in (answer.sentence, answer.remedy):
        assert sentence.endswith(".")
        assert sentence[0].isupper()
        assert not set("{}") & set(sentence)
        assert "  " not in sentence


def test_every_reason_stands_in_the_table_but_those_that_it_cannot_reach():
    # No constraint lets an open-ended exception or an unknown state into the database, so only the rule meets them.
    unreachable = {Reason.EXCEPTION_WITHOUT_END, Reason.UNKNOWN_STATE}

    assert {case.answer for case in CASES} - {""} == {reason.value for reason in set(Reason) - unreachable}


def test_an_exception_without_a_last_day_does_not_count():
    answer = can_treat([Authority("exception", "PA", DAY, confirmed=True)], Credential("lmft"), "PA", DAY, "couples")

    assert isinstance(answer, Refused)
    assert answer.reason is Reason.EXCEPTION_WITHOUT_END


def test_a_place_that_is_no_state_is_refused():
    answer = can_treat([Authority("license", "XX", DAY, confirmed=True)], Credential("lmft"), "XX", DAY, "couples")

    assert isinstance(answer, Refused)
    assert answer.reason is Reason.UNKNOWN_STATE


def test_a_yes_says_until_when_nothing_known_ends_it():
    home = Authority("license", "OH", DAY, date(2027, 9, 30), confirmed=True)
    privilege = Authority(
        "compact_privilege", "PA", DAY, date(2028, 1, 31), confirmed=True, compact="psypact", home_state="OH"
    )

    answer = can_treat([home, privilege], Credential("psychologist"), "PA", DAY, "individual")

    assert answer == Allowed(privilege, date(2027, 9, 30))


def test_the_day_is_the_one_on_the_programs_clocks():
    assert day_in("America/New_York", datetime(2027, 6, 16, 3, 59, tzinfo=UTC)) == date(2027, 6, 15)
    assert day_in("America/New_York", datetime(2027, 6, 16, 4, 0, tzinfo=UTC)) == date(2027, 6, 16)


anything = st.builds(
    Authority,
    kind=st.sampled_from(["license", "compact_privilege", "telehealth_registration", "exception"]),
    state=st.sampled_from(["PA", "OH", "CA"]),
    valid_from=st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    valid_to=st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    status=st.sampled_from(["pending", "active", "suspended"]),
    confirmed=st.booleans(),
    compact=st.sampled_from(["", "psypact", "counseling", "social_work"]),
    home_state=st.sampled_from(["", "OH", "GA"]),
)


@given(st.lists(anything, max_size=5), st.sampled_from(sorted(CREDENTIAL_TYPES)), st.sampled_from(sorted(DOINGS)))
def test_nothing_unconfirmed_and_nothing_outside_its_days_ever_allows(held, kind, doing):
    answer = can_treat(held, Credential(kind), "PA", DAY, doing)

    if isinstance(answer, Allowed):
        by = answer.authority
        assert (by.state, by.status, by.confirmed) == ("PA", "active", True)
        assert by.valid_from <= DAY <= (by.valid_to or DAY)
        assert answer.until is None or answer.until >= DAY
        assert (kind, doing) in scopes()


def test_the_shipped_tables_use_the_closed_lists():
    assert {kind for kind, _ in scopes()} <= CREDENTIAL_TYPES.keys()
    assert {doing for _, doing in scopes()} == DOINGS.keys()
    assert set(scopes().values()) == {"yes", "supervised"}
    assert SHORT_TITLES.keys() == CREDENTIAL_TYPES.keys()
    assert tuple(DOINGS_OF_ROLE) == ROLES
    for compact in compacts().values():
        assert compact.in_use_since.keys() <= set(STATES)
        assert compact.credential_types <= CREDENTIAL_TYPES.keys()


def test_only_compacts_in_use_have_a_first_day():
    in_use = {key: sorted(s for s in c.in_use_since if c.is_in_use(s, DAY)) for key, c in compacts().items()}

    assert len(in_use["psypact"]) == 43
    assert in_use["counseling"] == ["AZ", "GA", "IN", "LA", "MN", "OH"]
    assert in_use["social_work"] == []
