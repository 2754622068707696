"""
Timefold 1.32, the strongest open peer for problems of this kind, in its own Java process.

The model is in timefold/: units with a nullable slot, slots with a session and a second facilitator, an incremental
score, Timefold's own change and swap moves, and one hand-written move that opens a cohort. Its two numbers below were
tuned on other seeds than those shown.
"""

import shutil
import subprocess
import time
from dataclasses import dataclass
from functools import cache

from bench.placement import answers
from bench.placement.export import numbers
from bench.placement.memory import run_measured
from bench.placement.rosters import HERE, OUT, Case
from bench.placement.seating import Seating
from hearthside.placement.solver.week import Cohort

PROJECT = HERE / "timefold"
SESSIONS_EACH = 150


def late_acceptance(seconds: float) -> int:
    """Length of the list of late scores: a long one still cools when a short time is over, a short one stalls early."""
    return int(min(4000, max(100, 100 * seconds)))


@dataclass(frozen=True)
class Answer:
    cohorts: tuple[Cohort, ...]
    seconds: float
    peak_mb: float


@cache
def missing() -> str:
    """What keeps Timefold from running here, as a sentence; empty if nothing. Compiles the model once."""
    lacking = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if lacking:
        return f"Timefold was not run: {' and '.join(lacking)} not found (it needs Java 17 and Maven)."
    jar = PROJECT / "target" / "placement-timefold.jar"
    sources = [PROJECT / "pom.xml", *(PROJECT / "src").rglob("*.java")]
    if not jar.exists() or jar.stat().st_mtime < max(p.stat().st_mtime for p in sources):
        built = subprocess.run(["mvn", "-q", "-B", "package"], cwd=PROJECT, capture_output=True, text=True, check=False)
        if built.returncode:
            cause = next((line for line in built.stdout.splitlines() if "ERROR" in line), "no reason given")
            return f"Timefold was not run: Maven could not build its model ({cause.strip()})."
    return ""


def timefold(
    case: Case, seating: Seating, seconds: float, *, late: int | None = None, sessions_each: int = SESSIONS_EACH
) -> Answer:
    """Timefold's cohorts after this many seconds from reading the roster on; Java's start is not counted."""
    folder = OUT / "timefold" / case.name
    folder.mkdir(parents=True, exist_ok=True)
    roster, answer = folder / "roster.txt", folder / "answer.txt"
    roster.write_text(" ".join(map(str, numbers(seating))))
    answer.unlink(missing_ok=True)
    command = ["java", "-Xmx3g", "-cp", f"{PROJECT}/target/placement-timefold.jar:{PROJECT}/target/lib/*"]
    command += ["org.hearthside.placement.Main", str(roster), str(answer), str(seconds), "1"]
    began = time.monotonic()
    measured = run_measured(
        [*command, str(late or late_acceptance(seconds)), str(sessions_each)], most_seconds=seconds * 2 + 120
    )
    return Answer(answers.read(answer, seating), time.monotonic() - began, measured.peak_mb)
