"""Who is let in: the rule on plain values. The action and the database say the same in `test_door.py`."""

import pytest

from hearthside.live.rules.door import Candidate, Room, objections

ROOM = Room(is_open=True, people_then=1, most=10, staff=1, needed_then=1)
RULE = [
    # Who                                        which room                          why not
    (Candidate(), ROOM, ()),
    (Candidate(has_signed=False), ROOM, ("unsigned",)),
    (Candidate(is_located=False), ROOM, ("unlocated",)),
    (Candidate(may_not_treat=["Kim Osei"]), ROOM, ("unlicensed",)),
    (Candidate(is_kept_apart=True), ROOM, ("apart",)),
    (Candidate(is_known=False), ROOM, ("unknown",)),
    (Candidate(has_answered=False), ROOM, ("not_checked_in",)),
    (Candidate(was_asked_alone=False), ROOM, ("ask_alone",)),
    (Candidate(talks_first=True), ROOM, ("talk_first",)),
    (Candidate(was_turned_away=True), ROOM, ("not_today",)),
    (Candidate(is_expected=False), ROOM, ("not_expected",)),
    (Candidate(is_in=True), ROOM, ("is_in",)),
    (Candidate(), Room(is_open=True, people_then=10, most=10, staff=2, needed_then=2), ()),
    (Candidate(), Room(is_open=True, people_then=11, most=10, staff=2, needed_then=2), ("cap",)),
    (Candidate(), Room(is_open=True, people_then=1, most=None, staff=1, needed_then=1), ("cap",)),
    (Candidate(), Room(is_open=True, people_then=7, most=10, staff=1, needed_then=2), ("unstaffed",)),
    (Candidate(), Room(is_open=False, people_then=1, most=10, staff=1, needed_then=1), ("not_open",)),
    (Candidate(has_signed=False, is_kept_apart=True), ROOM, ("unsigned", "apart")),
]


def codes(who, room, **more):
    return tuple(each.code for each in objections(who, room, **more))


@pytest.mark.parametrize(("who", "room", "why"), RULE)
def test_nobody_comes_in_against_a_rule(who, room, why):
    assert codes(who, room) == why


@pytest.mark.parametrize(("who", "room", "why"), [case for case in RULE if len(case[2]) == 1])
def test_only_some_rules_can_be_answered_for(who, room, why):
    may = why[0] in ("unsigned", "unlocated", "unlicensed", "apart", "cap", "unstaffed")

    assert codes(who, room, overridden=why) == (() if may else why)
