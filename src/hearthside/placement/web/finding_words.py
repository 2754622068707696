"""What the check finds, for people: the rule by its name, and its sentence with names in place of ids."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hearthside.placement.report import times, words
from hearthside.placement.solver.check import Finding
from hearthside.placement.solver.week import Week
from hearthside.placement.web.naming import named

RULES = {
    "H0": "A plan is whole, and keeps what is published",
    "H1": "One cohort for each person; couples together",
    "H2": "How many people a cohort has",
    "H3": "Enough therapists in every block",
    "H4": "Licensed where everybody is",
    "H5": "Whoever leads has the role, the track and the language",
    "H6": "Everybody is free then",
    "H7": "Nobody is in two places",
    "H8": "Nobody works more than agreed",
    "H9": "Who may not share a group",
    "H10": "A focus is for those who asked for it",
    "H11": "Day plan, language and track suit everybody",
    "H12": "Everybody reaches their treatment hours",
    "H13": "Nobody holds two roles for one person",
    "H14": "Couples groups and couples sessions",
}
# Findings about these files speak of "it": the cohort whose row they are about.
_ABOUT_A_COHORT = ("cohorts.csv", "staffing.csv")
_DAYS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), times.LONG_DAYS, strict=True))
_DAY = re.compile(rf"\bon ({'|'.join(_DAYS)})\b")
_BLOCK = re.compile(r"\((process|psychoeducation|skills|wellness|pet)\)")
_THING = re.compile(r"\b(cohort|session|of|in) (?!cohort\b|session\b)([A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9])")
_APART = re.compile(r"^(\S+) and (\S+) are kept apart and share .*$")
_TRACK = re.compile(r"\b(track|be) (mh|sud|dual)\b")
_PLACE_HOLDER = re.compile(r"no authority in ([A-Z]{2}) all week")


@dataclass(frozen=True)
class Broken:
    """One rule that would be broken, and where."""

    rule: str
    title: str
    sentence: str


def cohort_called(id: str, names: Mapping[str, str]) -> str:
    """What a cohort is called; one that does not run yet by its number."""
    return names.get(id) or f"New cohort {id.removeprefix('g')}"


def broken_said(found: Iterable[tuple[str, Finding]], week: Week, names: Mapping[str, str]) -> list[Broken]:
    """Each finding once, in the order of the rules."""
    said = dict.fromkeys(Broken(rule, RULES[rule], sentence_said(finding, week, names)) for rule, finding in found)
    return sorted(said, key=lambda each: list(RULES).index(each.rule))


def sentence_said(finding: Finding, week: Week, names: Mapping[str, str]) -> str:
    """The sentence with names, whole days, and what "it" is."""
    file, _, id = finding.where.partition(" ")
    # Whoever plans may know that two may not share a group, and nothing else about it.
    sentence = _APART.sub(r"\1 and \2 may not share a group.", finding.sentence)
    sentence = _TRACK.sub(lambda m: f"{m[1]} {words.TRACKS[m[2]]}", sentence)
    sentence = _DAY.sub(lambda m: f"on {_DAYS[m[1]]}", sentence)
    sentence = _BLOCK.sub(lambda m: f"({words.BLOCKS[m[1]].lower()})", sentence)
    sentence = _PLACE_HOLDER.sub(lambda m: f"no license in {words.state(m[1])} all week", sentence)
    cohorts = {c.id: cohort_called(c.id, names) for c in week.cohorts}
    sessions = {s.id: _session_called(s.kind, s.people, names) for s in week.sessions}

    def thing(match: re.Match[str]) -> str:
        word, id = match[1], match[2]
        if id in cohorts:
            return cohorts[id] if word == "cohort" else f"{word} {cohorts[id]}"
        return sessions[id] if word == "session" and id in sessions else match[0]

    sentence = named(_THING.sub(thing, sentence), names)
    if file in _ABOUT_A_COHORT and id in cohorts:
        return f"{cohorts[id]}: {sentence}"
    if file == "sessions.csv" and id in sessions:
        return f"{words.first_upper(sessions[id])}: {sentence}"
    return words.first_upper(sentence)


def _session_called(kind: str, people: Iterable[str], names: Mapping[str, str]) -> str:
    whose = words.listed([names.get(p, "somebody") for p in people])
    return f"{words.SESSIONS[kind].lower()} of {whose}"
