"""
One honest sentence for everybody who waits and every role nobody fills, in words a tired person understands.

No sentence names anybody, and none says why two people may not share a group.
"""

from collections.abc import Iterable

from hearthside.base.words import CARE_ROLES
from hearthside.placement.solver.problem import Person, Problem
from hearthside.placement.solver.reasons import Reasons, Unit, reachable_minutes

STATE_NAMES = dict(
    pair.split(":")
    for pair in (
        "AL:Alabama AK:Alaska AZ:Arizona AR:Arkansas CA:California CO:Colorado CT:Connecticut DE:Delaware FL:Florida "
        "GA:Georgia HI:Hawaii ID:Idaho IL:Illinois IN:Indiana IA:Iowa KS:Kansas KY:Kentucky LA:Louisiana ME:Maine "
        "MD:Maryland MA:Massachusetts MI:Michigan MN:Minnesota MS:Mississippi MO:Missouri MT:Montana NE:Nebraska "
        "NV:Nevada NH:New_Hampshire NJ:New_Jersey NM:New_Mexico NY:New_York NC:North_Carolina ND:North_Dakota OH:Ohio "
        "OK:Oklahoma OR:Oregon PA:Pennsylvania RI:Rhode_Island SC:South_Carolina SD:South_Dakota TN:Tennessee TX:Texas "
        "UT:Utah VT:Vermont VA:Virginia WA:Washington WV:West_Virginia WI:Wisconsin WY:Wyoming "
        "DC:the_District_of_Columbia PR:Puerto_Rico GU:Guam "
        "VI:the_Virgin_Islands AS:American_Samoa MP:the_Northern_Mariana_Islands"
    ).split()
)
LANGUAGE_NAMES = dict(
    pair.split(":")
    for pair in (
        "en:English es:Spanish pt:Portuguese fr:French zh:Chinese vi:Vietnamese tl:Tagalog ko:Korean ru:Russian "
        "ar:Arabic ht:Haitian_Creole de:German pl:Polish it:Italian ja:Japanese hi:Hindi ur:Urdu fa:Farsi "
        "so:Somali am:Amharic ase:American_Sign_Language"
    ).split()
)
TRACK_NAMES = {"mh": "mental health", "sud": "substance use", "dual": "dual diagnosis"}
ROLE_NAMES = {"individual": "individual therapist", "counselor": "counselor", "couples": "couples therapist"}


def states(codes: Iterable[str], word: str = "and") -> str:
    """`Ohio and Texas`."""
    return f" {word} ".join(STATE_NAMES.get(c, c).replace("_", " ") for c in sorted(codes))


def languages(codes: Iterable[str]) -> str:
    """`English or Spanish`; a language we have no name for is its code."""
    return " or ".join(LANGUAGE_NAMES.get(c, f'the language "{c}"').replace("_", " ") for c in sorted(codes))


def hours(minutes: int) -> str:
    """`9 hours`, `6 h 10`, `50 minutes`."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest} minutes"
    return f"{whole} h {rest:02d}" if rest else f"{whole} hour{'s' if whole > 1 else ''}"


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def unplaced_sentence(reasons: Reasons, ids: Unit, reason: str) -> str:
    """Why this unit waits; `reason` is what `reasons.of` says."""
    problem = reasons.problem
    people = [problem.person[i] for i in ids]
    where = states({p.state for p in people})
    spoken = frozenset.intersection(*(frozenset(p.languages) for p in people))
    track = TRACK_NAMES[problem.unit_track(ids)]
    least = problem.policy.cohort_min
    match reason:
        case "license":
            return _nobody_licensed(reasons, people, where)
        case "language":
            if not spoken:
                return "The two partners have no language in common in which they could share a group."
            return f"No group leader who may treat people in {where} speaks {languages(spoken)}."
        case "qualification":
            return f"No group leader for {where} who speaks {languages(spoken)} works in the {track} track."
        case "availability":
            leaders = _leaders(reasons, ids)
            could = _number(leaders, "group leader", "group leaders")
            return (
                f"{could} for {where} could take them in the {track} track, "
                "but never on enough days at hours when they are free for a whole program day."
            )
        case "too_few_alike":
            found = _number(reasons.most_alike(ids), "person is", "people are")
            return (
                f"At any hours that suit them, at most {found} there for one {track} group, "
                f"counting them; a group starts with {least}."
            )
        case "minimum_minutes":
            return _out_of_reach(reasons, ids, people)
        case "keep_apart":
            return (
                f"Among the people whose hours match, too few may share a group with them; a group starts with {least}."
            )
        case "staff_hours":
            return (
                "Every group leader who fits has too few group hours: leading a group alone takes more than their "
                f"week or their day allows (the smallest takes {hours(_lead_minutes(problem, people))} a week)."
            )
    return f"A {track} group could take them, but this week its seats, leaders or hours all went to others."


def _nobody_licensed(reasons: Reasons, people: list[Person], where: str) -> str:
    shared = set.intersection(*(set(p.programs) for p in people))
    if not shared:
        return "The two partners have no day plan in common."
    if not any(reasons.bits.of_plan.get(plan) for plan in shared):
        return "None of their day plans has a start that works this week."
    if not reasons.kinds:
        return "Nobody here leads groups yet."
    both = "both " if len({p.state for p in people}) > 1 else ""
    return f"No group leader may treat people in {both}{where} yet."


def _leaders(reasons: Reasons, ids: Unit) -> int:
    unit = reasons.units[ids]
    return sum(kind.count for kind in reasons.qualified(unit.states, unit.languages, unit.track))


def _out_of_reach(reasons: Reasons, ids: Unit, people: list[Person]) -> str:
    problem = reasons.problem
    shared = [d for d in problem.programs if all(d.id in p.programs for p in people)]
    for p in people:
        best = max((reachable_minutes(problem, p.id, d) for d in shared), default=0)
        if best < p.minimum_minutes:
            return f"Even with every session, a week reaches {hours(best)}; they need {hours(p.minimum_minutes)}."
    found = _number(reasons.most_alike(ids, enough=True), "person", "people")
    return (
        f"At any hours that suit them, at most {found} would reach the weekly minimum, counting them; "
        f"a group starts with {problem.policy.cohort_min}."
    )


def _lead_minutes(problem: Problem, people: list[Person]) -> int:
    return min(
        d.staffed_day_minutes * d.days_per_week for d in problem.programs if all(d.id in p.programs for p in people)
    )


def gap_sentence(problem: Problem, people: Unit, role: str, reason: str) -> str:
    """Why nobody holds this care-team role for a person (or both partners); `reason` is what `gap_reasons` says."""
    persons = [problem.person[i] for i in people]
    where = states({p.state for p in persons})
    spoken = frozenset.intersection(*(frozenset(p.languages) for p in persons))
    tracks = " and ".join(sorted({TRACK_NAMES[p.track] for p in persons}))
    title = ROLE_NAMES[role]
    length = hours(problem.policy.session_minutes[CARE_ROLES[role]])
    match reason:
        case "license":
            return f"Nobody here may treat people in {where} yet, so there is no {title} for them."
        case "language":
            if not spoken:
                return f"The two partners have no language in common for a {title}."
            return (
                f"Nobody who may treat people in {where} speaks {languages(spoken)}, so there is no {title} for them."
            )
        case "qualification":
            return f"No {title} for {where} who speaks {languages(spoken)} works in the {tracks} track."
        case "availability":
            return f"No {title} for {where} is free for {length} when they are, outside their program hours."
        case "conflict_of_role":
            return f"Every {title} who fits already treats them in a role that may not be mixed with this one."
        case "staff_hours":
            return f"No {title} who fits has {length} a week for individual work."
    return f"Every {title} who fits is taken by others at the hours that suit them."
