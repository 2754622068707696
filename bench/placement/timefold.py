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

from bench.placement import answers
from bench.placement.export import numbers
from bench.placement.memory import run_measured
from bench.placement.rosters import HERE, OUT, Case
from bench.placement.seating import Seating
from hearthside.placement.solver.week import Cohort

PROJECT = HERE / "timefold"
LATE_ACCEPTANCE = 2000
SESSIONS_EACH = 60


@dataclass(frozen=True)
class Answer:
    cohorts: tuple[Cohort, ...]
    seconds: float
    peak_mb: float


def missing() -> str:
    """What this machine lacks to run Timefold, as a sentence; empty if nothing."""
    lacking = [name for name in ("java", "mvn") if shutil.which(name) is None]
    return f"Timefold was not run: {' and '.join(lacking)} not found (it needs Java 17 and Maven)." if lacking else ""


def build() -> None:
    """Compile the model; Maven fetches Timefold once."""
    jar = PROJECT / "target" / "placement-timefold.jar"
    sources = max(p.stat().st_mtime for p in (PROJECT / "src").rglob("*.java"))
    if not jar.exists() or jar.stat().st_mtime < sources:
        subprocess.run(["mvn", "-q", "-B", "package"], cwd=PROJECT, check=True)


def timefold(
    case: Case, seating: Seating, seconds: float, *, late: int = LATE_ACCEPTANCE, sessions_each: int = SESSIONS_EACH
) -> Answer:
    """Timefold's cohorts after this many seconds of its own (reading and starting Java not counted against it)."""
    build()
    folder = OUT / "timefold" / case.name
    folder.mkdir(parents=True, exist_ok=True)
    roster, answer = folder / "roster.txt", folder / "answer.txt"
    roster.write_text(" ".join(map(str, numbers(seating))))
    answer.unlink(missing_ok=True)
    command = ["java", "-Xmx3g", "-cp", f"{PROJECT}/target/placement-timefold.jar:{PROJECT}/target/lib/*"]
    command += ["org.hearthside.placement.Main", str(roster), str(answer), str(seconds), "1", str(late)]
    began = time.monotonic()
    measured = run_measured([*command, str(sessions_each)], most_seconds=seconds * 2 + 120)
    return Answer(answers.read(answer, seating), time.monotonic() - began, measured.peak_mb)
