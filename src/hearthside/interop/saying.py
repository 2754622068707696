"""What an import or an export did, in lines for a person and in facts for a program."""

from collections import Counter
from typing import Any

from hearthside.interop.actions.export_roster import Exported
from hearthside.interop.actions.tally import Tally
from hearthside.interop.doors import Brought

# So many of a kind are listed; the rest is counted.
LISTED = 20
NOTHING_KEPT = "This was a dry run: nothing was kept."


def roster_lines(tally: Tally, dry_run: bool) -> list[str]:
    """What a roster did, a sentence a line."""
    lines = [] if tally.did_anything else ["Nothing has changed: all of this is here already."]
    lines += tally.lines
    if tally.week:
        lines.append(f"The week runs from Monday {tally.week}.")
    lines += _listed("Stays as it is here:", tally.not_taken)
    lines += _listed("Not brought in:", list(tally.notes))
    return [*lines, NOTHING_KEPT] if dry_run else lines


def roster_facts(tally: Tally, dry_run: bool) -> dict[str, Any]:
    return {
        "came": dict(tally.came),
        "changed": dict(tally.changed),
        "same": dict(tally.same),
        "not_taken": tally.not_taken,
        "notes": list(tally.notes),
        "week": tally.week.isoformat() if tally.week else None,
        "dry_run": dry_run,
    }


def applicant_lines(brought: Brought, dry_run: bool) -> list[str]:
    """What a bundle did, a sentence a line."""
    applied, bundle = brought.applied, brought.bundle
    lines = [f"Applicants: {applied.came:,} new, {applied.known:,} known already."]
    if applied.differing:
        lines.append(f"Of {applied.differing:,} the file says something else now; change them on their pages.")
    left_out = [each for one in bundle.applicants for each in one.left_out]
    lines += _listed("Left out:", left_out)
    lines += ignored_lines(brought)
    return [*lines, NOTHING_KEPT] if dry_run else lines


def ignored_lines(brought: Brought) -> list[str]:
    """What nobody looked at, counted and named."""
    found = []
    for what, counted in (
        ("Not looked at, other resources", brought.bundle.ignored_resources),
        ("Not looked at, elements of Patient", brought.bundle.ignored_elements),
    ):
        if counted:
            found.append(f"{what}: {_counted(counted)}.")
    return found


def applicant_facts(brought: Brought, dry_run: bool) -> dict[str, Any]:
    return {
        "came": brought.applied.came,
        "known": brought.applied.known,
        "differing": brought.applied.differing,
        "left_out": [each for one in brought.bundle.applicants for each in one.left_out],
        "ignored_resources": dict(brought.bundle.ignored_resources),
        "ignored_elements": dict(brought.bundle.ignored_elements),
        "dry_run": dry_run,
    }


def export_lines(exported: Exported) -> list[str]:
    """What went out, a sentence a line."""
    lines = [
        f"In it: people {exported.people:,}, clinicians {exported.clinicians:,}, cohorts {exported.cohorts:,}, "
        f"weekly sessions {exported.sessions:,}."
    ]
    return lines + _listed("Left out:", [f"{what}: {many:,}" for what, many in exported.left_out])


def _counted(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {many:,}" for name, many in sorted(counted.items()))


def _listed(heading: str, sentences: list[str]) -> list[str]:
    if not sentences:
        return []
    shown = [f"  {each}" for each in sentences[:LISTED]]
    more = len(sentences) - LISTED
    return [heading, *shown, *([f"  and {more:,} more."] if more > 0 else [])]
