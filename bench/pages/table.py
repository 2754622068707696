"""The figures of the pages benchmark as a table."""

import math
from collections import defaultdict
from collections.abc import Sequence

from bench.pages.reader import Timing


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def _by_page(timings: Sequence[Timing]) -> dict[str, list[float]]:
    pages: dict[str, list[float]] = defaultdict(list)
    for timing in timings:
        if timing.status < 300:
            pages[timing.page].append(timing.milliseconds)
    return pages


def as_markdown(
    timings: Sequence[Timing], *, people: int, seconds: float, target_ms: float, title: str = "Pages benchmark"
) -> str:
    """The table, slowest page first."""
    pages = _by_page(timings)
    everything = [took for times in pages.values() for took in times]
    pace = f"{people} people signed in, one to three seconds between two pages, {seconds:g} seconds"
    lines = [
        f"# {title}",
        "",
        f"{pace}: {len(everything)} pages.",
        f"All pages: p50 {percentile(everything, 0.5):.0f} ms, p95 {percentile(everything, 0.95):.0f} ms, "
        f"p99 {percentile(everything, 0.99):.0f} ms. Target: p95 at most {target_ms:g} ms for every page.",
        "",
        "| Page | opened | p50 ms | p95 ms | p99 ms | target |",
        "|---|---|---|---|---|---|",
    ]
    for page, times in sorted(pages.items(), key=lambda item: -percentile(item[1], 0.95)):
        p50, p95, p99 = (percentile(times, share) for share in (0.5, 0.95, 0.99))
        met = "met" if p95 <= target_ms else "missed"
        lines.append(f"| `{page}` | {len(times)} | {p50:.0f} | {p95:.0f} | {p99:.0f} | {met} |")
    return "\n".join(lines) + "\n"


def as_csv(timings: Sequence[Timing]) -> str:
    """Every page opened, in order."""
    rows = [f"{t.page},{t.role},{t.milliseconds:.1f},{t.status}" for t in timings]
    return "\n".join(["page,role,milliseconds,status", *rows]) + "\n"
