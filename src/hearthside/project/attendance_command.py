"""`hearthside attendance`: minutes, ratio and size of one session, judged from stored evidence alone."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hearthside.live.attendance.judge import judge
from hearthside.live.attendance.lines import BadEvidence
from hearthside.live.attendance.whole import read_evidence
from hearthside.project.endings import DONE


def run(arguments: argparse.Namespace) -> int:
    """
    Say who was there for how long, and when a room was out of ratio or above its size.

    Raises:
        BadEvidence: the file cannot be read or judged; every bad line is named.
    """
    told = judge(read_evidence(_lines(arguments.evidence)))
    if arguments.json:
        print(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        print("\n".join(_in_words(told)))
    return DONE


def _lines(file: Path) -> list[str]:
    content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
        return _of_a_bundle(text) or text.split("\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadEvidence([f"Line {line}: it is no UTF-8. Save the file as UTF-8."]) from None


def _of_a_bundle(text: str) -> list[str]:
    """The lines within the evidence of a session as its page saves it; none where this is something else."""
    try:
        whole = json.loads(text)
    except ValueError:
        return []
    if not isinstance(whole, dict) or not isinstance(whole.get("lines"), list):
        return []
    return [json.dumps(line, ensure_ascii=False) for line in whole["lines"]]


def _in_words(told: dict[str, Any]) -> Iterator[str]:
    yield f"{'Person':24} {'attended':>9} {'supervised':>11} {'billable':>9}   minutes"
    for person, minutes in told["people"].items():
        yield (
            f"{person:24} {minutes['attended_minutes']:>9} {minutes['supervised_minutes']:>11} "
            f"{minutes['billable_minutes']:>9}"
        )
    for name, room in told["rooms"].items():
        kept = "nobody came" if room["compliance"] is None else f"{room['compliance'] * 100:.2f} % of the time in ratio"
        yield f"\nRoom {name}: {kept}, {room['breach_seconds']} s out of it."
        for breach in room["breaches"]:
            grace = " (within grace)" if breach["within_grace"] else ""
            yield (
                f"  {breach['start']} to {breach['end']}, block {breach['block']}: {breach['patients']} patients, "
                f"{breach['staff']} of {breach['needed']} therapists{grace}"
            )
        for size in room["size_breaches"]:
            yield f"  {size['start']} to {size['end']}: {size['patients']} people, the most allowed is {size['cap']}"
    for warning in told["warnings"]:
        yield f"\nConnection {warning['sid']} in {warning['room']}: {warning['sentence']}"
    yield f"\nEvidence {told['evidence_sha256']}"
