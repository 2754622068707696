"""What may be asked for: the key, the scope, the words, and that the policy stays one that can be kept."""

import re
from decimal import Decimal

from hearthside.base.states import STATE_NAMES
from hearthside.base.text import UnreadableText, clean_text
from hearthside.policy import refusals
from hearthside.policy.baseline import Baseline, baseline
from hearthside.policy.models import PolicyDecision
from hearthside.policy.rules import (
    PAYER,
    PROGRAM,
    SCOPED_SECTIONS,
    STATE,
    Decision,
    crossed_pairs,
    days_of_change,
    effective,
    standing,
)
from hearthside.policy.values import parse

# A payer as claims name it.
PAYER_ID = re.compile(r"[A-Za-z0-9-]{2,30}")
LONGEST_WORDS = 300


def known_base(key: str) -> Baseline:
    """
    The baseline of a key.

    Raises:
        UnknownKey: there is none.
    """
    if key not in baseline():
        raise refusals.UnknownKey(key)
    return baseline()[key]


def limit_of(base: Baseline) -> Decimal:
    """The baseline of a key that is a number."""
    number = parse(base, base.value).number
    assert number is not None
    return number


def scope_name_of(base: Baseline, scope: str, name: str) -> str:
    """
    The payer or state that a change is for; empty for the whole program.

    Raises:
        NoSuchScope: the key cannot differ so, or the name is none.
    """
    if scope == PROGRAM:
        return ""
    if base.section not in SCOPED_SECTIONS:
        raise refusals.NoSuchScope(f"{base.title} is the program's own: it cannot differ by payer or state.")
    if scope == STATE and name not in STATE_NAMES:
        raise refusals.NoSuchScope("Choose a state.")
    if scope == PAYER and not PAYER_ID.fullmatch(name):
        raise refusals.NoSuchScope("Write the payer's id as claims have it: 2 to 30 letters, digits or hyphens.")
    return name


def words_of(field: str, text: str, sentence: str) -> str:
    """
    Words as they are kept.

    Raises:
        WordsMissing: there are none, too many, or a character that cannot be kept.
    """
    try:
        words = clean_text(text)
    except UnreadableText as unreadable:
        raise refusals.WordsMissing(field, str(unreadable)) from unreadable
    if not words:
        raise refusals.WordsMissing(field, sentence)
    if len(words) > LONGEST_WORDS:
        raise refusals.WordsMissing(field, f"Say it in at most {LONGEST_WORDS} characters; these are {len(words)}.")
    return words


def refuse_no_change(base: Baseline, asked: PolicyDecision, known: list[Decision]) -> None:
    """
    Raises:
        NothingToEnd, SameAsInForce: the change would change nothing.
    """
    place = (asked.key, asked.scope, asked.scope_name)
    stands = {(d.key, d.scope, d.scope_name): d for d in standing(known, asked.from_day)}.get(place)
    if asked.value is None and stands is None:
        raise refusals.NothingToEnd(base)
    if asked.value is not None and asked.value == (stands.text if stands else base.value):
        named = {PAYER: asked.scope_name} if asked.scope == PAYER else {STATE: asked.scope_name}
        there = effective(baseline(), [stands] if stands else [], on=asked.from_day, **named)
        raise refusals.SameAsInForce(there[base.key])


def refuse_crossed(decisions: list[Decision], asked: PolicyDecision) -> None:
    """
    Look at its first day, and at every later day on which something changes.

    Raises:
        PairCrossed: on one of them a smallest value would stand above its largest.
    """
    payer = asked.scope_name if asked.scope == PAYER else None
    state = asked.scope_name if asked.scope == STATE else None
    for day in [asked.from_day, *days_of_change(decisions, after=asked.from_day)]:
        for lower, higher in crossed_pairs(effective(baseline(), decisions, on=day, payer=payer, state=state)):
            raise refusals.PairCrossed(lower, higher, day)
