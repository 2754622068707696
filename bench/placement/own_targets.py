"""The targets that need a measurement of their own: from inside the planner, or of the command as a whole."""

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from bench.placement.memory import CommandFailed, Measured, run_measured
from bench.placement.ours import hearthside, plan_into
from bench.placement.rosters import FIRST_SEED, OUT, RESULTS, Case
from bench.placement.targets import NOT_MEASURED, Target

SAMPLE = Path(__file__).parents[2] / "examples" / "sample-240"
SMALL, MEDIUM, LARGE = Case(240, FIRST_SEED), Case(1000, FIRST_SEED), Case(20000, FIRST_SEED)


def measured(name: str, case: Case, seconds: float) -> tuple[dict[str, float], Measured]:
    """One measurement of measure.py in its own process."""
    return measured_in(name, case.folder, seconds)


def measured_in(name: str, roster: Path, seconds: float) -> tuple[dict[str, float], Measured]:
    """The same with any roster."""
    command = [sys.executable, "-m", "bench.placement.measure", name, str(roster), f"{seconds:g}"]
    ran = run_measured(command, most_seconds=20 * seconds + 600)
    return json.loads(ran.out.strip().splitlines()[-1]), ran


FILE = RESULTS / "targets.json"


def keep_targets(found: Sequence[Target]) -> None:
    """Remember what was measured, for runs that measure rows alone."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps([asdict(t) for t in found], indent=1) + "\n", encoding="utf-8")


def kept_targets() -> list[Target]:
    return [Target(**t) for t in json.loads(FILE.read_text(encoding="utf-8"))] if FILE.exists() else []


def own_targets(*, quick: bool, say: Callable[[str], None], only: str = "") -> Iterator[Target]:
    """All of them in turn; one that cannot be measured is named with its cause and does not stop the others."""
    for ask in [ASKED[only]] if only else ASKED.values():
        try:
            for target in ask(quick):
                say(f"  {target.id} {target.what}: {target.measured} ({target.verdict})")
                yield target
        except CommandFailed as failure:
            cause = str(failure).strip().splitlines()[-1]
            say(f"  {ask.__name__}: {cause}")
            yield Target(
                ask.__doc__.split(":")[0] if ask.__doc__ else "", ask.__name__, "", f"{NOT_MEASURED}: {cause}", None
            )


def merging(quick: bool) -> Iterator[Target]:
    """PL-Q7: share of people in cohorts of 8 to 10 against the same without merge moves."""
    for case in (SMALL, MEDIUM):
        found, _ = measured("merges", case, 5 if quick else 60)
        more = found["with_sweet"] - found["without_sweet"]
        text = f"{found['without_sweet']:.0%} to {found['with_sweet']:.0%}"
        text += f"; placed {found['without_placed']:.0f} to {found['with_placed']:.0f}"
        fair = found["with_placed"] >= 0.99 * found["without_placed"]
        what = f"in cohorts of 8 to 10 against no merging, {case.people:,}"
        yield Target("PL-Q7", what, "+15 points, as many placed", text, more >= 0.15 and fair)


def placing(quick: bool) -> Iterator[Target]:
    """PL-T1: place one."""
    for case, most in ((MEDIUM, 1.0), (LARGE, 10.0))[: 1 if quick else 2]:
        found, _ = measured("place_one", case, 10)
        text = f"{found['p95_ms']:.2f} ms over {found['asked']:.0f} people"
        yield Target("PL-T1", f"place one, p95, {case.people:,}", f"{most:g} ms", text, found["p95_ms"] <= most)


def explaining(quick: bool) -> Iterator[Target]:
    """PL-T2: explain one."""
    for case, most in ((MEDIUM, 2.0), (LARGE, 50.0))[: 1 if quick else 2]:
        found, _ = measured("explain_one", case, 10)
        text = f"{found['p95_ms']:.2f} ms over {found['asked']:.0f} people"
        yield Target("PL-T2", f"explain one, p95, {case.people:,}", f"{most:g} ms", text, found["p95_ms"] <= most)


def replanning(quick: bool) -> Iterator[Target]:
    """PL-T3: re-plan in 5 s after the busiest facilitator is gone."""
    found, _ = measured("clinician_gone", MEDIUM, 10 if quick else 30)
    for name in ("keep", "most"):
        kept = found[f"{name}_score"] / found["score_before"]
        text = (
            f"{found[f'{name}_moved']:.1%} moved, {kept:.1%} of the score, {found[f'{name}_dropped']:.0f} others lose "
        )
        text += f"their place, {found[f'{name}_hit_placed']:.0%} of {found['hit']:.0f} hit are placed again"
        met = found[f"{name}_moved"] <= 0.04 and kept >= 0.985
        what = "re-plan 5 s, one clinician gone, 1,000: " + ("places kept" if name == "keep" else "most placed")
        yield Target("PL-T3", what, "4% others moved, 98.5% of the score", text, met)


def climbing(quick: bool) -> Iterator[Target]:
    """PL-T4: seconds to within 1 % of the 120 s score, and memory."""
    if quick:
        return
    found, ran = measured("climb", LARGE, 120)
    text = f"{found['seconds_to_99']:.0f} s"
    yield Target("PL-T4", "20,000 people: to within 1% of the 120 s score", "30 s", text, found["seconds_to_99"] <= 30)
    yield Target("PL-T4", "20,000 people: peak memory", "700 MB", f"{ran.peak_mb:.0f} MB", ran.peak_mb <= 700)


def repeating(quick: bool) -> Iterator[Target]:
    """PL-T5: the same bytes for the same input, seed and effort, one thread or two."""
    case, effort = (SMALL, 40) if quick else (MEDIUM, 200)
    digests = []
    for threads in (1, 2, 2):
        out = OUT / "weeks" / f"same-{threads}"
        plan_into(out, case.folder, "--effort", str(effort), "--threads", str(threads), most_seconds=900)
        digests.append(_digest(out))
    same = len(set(digests)) == 1
    text = "the same bytes three times" if same else "different bytes"
    yield Target("PL-T5", f"same effort, one thread and two, {case.people:,}", "same bytes", text, same)


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(file.relative_to(folder)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def cancelling(quick: bool) -> Iterator[Target]:
    """PL-T6: cancel to a valid answer."""
    for case, most in ((MEDIUM, 0.1), (LARGE, 1.0))[: 1 if quick else 2]:
        found, _ = measured("cancel", case, 5 if case is MEDIUM else 15)
        text = f"{found['seconds']:.2f} s, {found['placed']:.0f} placed, {found['broken']:.0f} rules broken"
        met = found["seconds"] <= most and not found["broken"]
        yield Target("PL-T6", f"cancel to a valid answer, {case.people:,}", f"{most:g} s", text, met)


def readying(quick: bool) -> Iterator[Target]:
    """PL-T7: kernel ready at first, and at later starts."""
    OUT.mkdir(parents=True, exist_ok=True)
    cache = tempfile.mkdtemp(prefix="kernel-", dir=OUT)
    try:
        env = {"HEARTHSIDE_CACHE": cache}
        first = hearthside("kernel", most_seconds=900, env=env).seconds
        later = hearthside("kernel", most_seconds=900, env=env).seconds
    finally:
        shutil.rmtree(cache, ignore_errors=True)
    yield Target("PL-T7", "kernel compiled after install", "60 s", f"{first:.0f} s", first <= 60)
    yield Target("PL-T7", "kernel ready at a later start", "1 s", f"{later:.2f} s", later <= 1)


def hiring(quick: bool) -> Iterator[Target]:
    """HIRE: whom to hire, the first and the second."""
    found, _ = measured_in("whom_to_hire", SAMPLE, 100 if quick else 200)
    text = f"{found['seconds']:.0f} s, {found['tried']:.0f} tried; the first places {found['places']:.0f}, the second "
    text += f"{found['places_second']:.0f} more, {found['untrue']:.0f} of it untrue"
    met = found["seconds"] <= 180 and not found["untrue"]
    yield Target("HIRE", "whom to hire, sample of 240 people", "180 s", text, met)


ASKED = {
    ask.__name__: ask
    for ask in (merging, placing, explaining, replanning, climbing, repeating, cancelling, readying, hiring)
}
