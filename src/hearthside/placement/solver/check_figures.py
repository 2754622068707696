"""H0 for `summary.json`: every figure is worked out again and compared with what the week claims."""

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

from hearthside.placement.solver.check_view import Finding, View
from hearthside.placement.solver.figures import ENGINE, PARTS, Counts, counts, gap, parts_of
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import Score, points, rounded

# The gap is a quotient of figures that were rounded to a thousandth before they were printed.
_GAP_SLACK = Fraction(2, 1_000_000)


def number(value: object) -> Fraction | None:
    """The claimed number exactly as written; None for what is no finite number (`true` is none)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int):
        return Fraction(value)
    return Fraction(str(value)) if math.isfinite(value) else None


def _wrong(key: str, claimed: object, right: object) -> Finding:
    said = repr(claimed)
    said = said if len(said) <= 40 else said[:40] + "..."
    return Finding(f"summary.json {key}", f"{key} says {said}; it is {right}.")


def _rounded_right(claimed: Fraction, exact: Fraction) -> bool:
    """Whether a share or mean is written with at least three decimals, rightly rounded, or in full."""
    return any(claimed == rounded(exact, d) for d in range(3, 13)) or abs(claimed - exact) < Fraction(1, 10**9)


def _scores(claims: Mapping[str, object], score: Score) -> Iterator[Finding]:
    for key, exact in (("score", score.total), ("cohort_score", score.cohort_score)):
        if number(claims.get(key)) != rounded(exact, 3):
            yield _wrong(key, claims.get(key), points(exact))
    parts = claims.get("parts")
    if not isinstance(parts, Mapping):
        yield _wrong("parts", parts, "a list of parts")
        return
    for part, exact in parts_of(score).items():
        if number(parts.get(part)) != rounded(exact, 3):
            yield _wrong(f"parts.{part}", parts.get(part), points(exact))
    for part in parts.keys() - set(PARTS):
        yield Finding("summary.json parts", f"There is no part {part!r}.")


def _counted(claims: Mapping[str, object], count: Counts, placeable: int | None) -> Iterator[Finding]:
    exact = {name: getattr(count, name) for name in ("people", "placed", "cohorts", "roles_due", "roles_filled")}
    if placeable is not None:
        exact["placeable"] = placeable
    for key, right in exact.items():
        if number(claims.get(key)) != right:
            yield _wrong(key, claims.get(key), right)
    for key, share in (("mean_size", count.mean_size), ("in_sweet_spot", count.in_sweet_spot)):
        said = number(claims.get(key))
        if said is None or not _rounded_right(said, share):
            yield _wrong(key, claims.get(key), float(rounded(share, 6)))


def _bounded(claims: Mapping[str, object], score: Score, placed: int) -> Iterator[Finding]:
    bound, said = number(claims.get("bound")), number(claims.get("gap"))
    ours = rounded(score.cohort_score, 3)
    if bound is None:
        yield _wrong("bound", claims.get("bound"), "a number")
        return
    if bound < ours:
        yield Finding("summary.json bound", f"The bound is below the {float(ours)} points of the cohorts.")
    right = gap(ours, bound, placed)
    if said is None or not (_rounded_right(said, right) or abs(said - right) <= _GAP_SLACK):
        # A bound of next to nothing makes a gap that no machine number holds.
        yield _wrong("gap", claims.get("gap"), float(rounded(right, 6)) if abs(right) < 10**9 else "no such number")


def _settings(claims: Mapping[str, object], problem: Problem) -> Iterator[Finding]:
    """How the week was made: seconds or effort, seed, engine, policy, week."""
    seconds, effort = claims.get("seconds"), claims.get("effort")
    if (seconds is None) == (effort is None):
        yield Finding("summary.json seconds", "Exactly one of seconds and effort is given; the other is null.")
    for key in ("seconds", "effort", "seed", "change_effort"):
        said = number(claims.get(key))
        if claims.get(key) is None and key in ("seconds", "effort"):
            continue
        whole = key == "seconds" or (said is not None and said.denominator == 1)
        if said is None or not whole or (said < 0 and key != "seed"):
            yield _wrong(key, claims.get(key), "a number" if key == "seconds" else "a whole number")
    if claims.get("replan") is not problem.replan:
        yield _wrong("replan", claims.get("replan"), problem.replan)
    if not str(claims.get("engine")).startswith(ENGINE):
        yield _wrong("engine", claims.get("engine"), f"a name that begins with {ENGINE}")
    if claims.get("week") != problem.week.isoformat():
        yield _wrong("week", claims.get("week"), problem.week.isoformat())
    policy = claims.get("policy")
    said_policy = {str(k): str(v) for k, v in policy.items()} if isinstance(policy, Mapping) else {}
    for key in sorted(said_policy.keys() | problem.policy.effective.keys()):
        if said_policy.get(key) != problem.policy.effective.get(key):
            right = problem.policy.effective.get(key, "no policy key")
            yield _wrong(f"policy.{key}", said_policy.get(key), right)


def claimed_figures(view: View, score: Score, placeable: int | None) -> Iterator[Finding]:
    """
    Every figure of `summary.json` against the week.

    A `placeable` of None is not compared: nobody worked it out.
    """
    claims, count = view.week.figures, counts(view.problem, view.week)
    yield from _scores(claims, score)
    yield from _counted(claims, count, placeable)
    yield from _bounded(claims, score, count.placed)
    yield from _settings(claims, view.problem)
