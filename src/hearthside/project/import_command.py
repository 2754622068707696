"""`hearthside import`: a roster, or applicants of another system, into a program; all of it or nothing."""

import argparse
import json
from pathlib import Path
from typing import Any

from hearthside.base.refusal import Refusal
from hearthside.project.endings import DONE
from hearthside.project.up.connected import connected


class BadAnswer(Refusal):
    """A zone was not said as ID=ZONE."""

    def __init__(self, said: str) -> None:
        super().__init__(f"--zone {said!a} does not fit. Write ID=ZONE, for example p17=America/Chicago.")


def run(arguments: argparse.Namespace) -> int:
    """Say what came, changed, stayed, and what was told and not taken."""
    path: Path = arguments.folder
    with connected():
        from hearthside.project.acting_as import acting_as

        with acting_as(arguments.email, arguments.program, route="command:import") as acting:
            if path.is_file() and path.suffix.lower() == ".json":
                said = _applicants(path, arguments, acting)
            else:
                said = _roster(path, arguments, acting)
    print(json.dumps(said["facts"], indent=2) if arguments.json else "\n".join(said["lines"]))
    return DONE


def _roster(path: Path, arguments: argparse.Namespace, acting: Any) -> dict[str, Any]:
    from hearthside.interop import doors
    from hearthside.interop.saying import roster_facts, roster_lines

    source = arguments.source or doors.ROSTER
    tally = doors.bring_roster(
        path, program=acting.program, source=source, week=arguments.week, dry_run=arguments.dry_run, by=acting.actor
    )
    return {"lines": roster_lines(tally, arguments.dry_run), "facts": roster_facts(tally, arguments.dry_run)}


def _applicants(path: Path, arguments: argparse.Namespace, acting: Any) -> dict[str, Any]:
    from hearthside.interop import doors
    from hearthside.interop.limits import BUNDLE_BYTES
    from hearthside.interop.saying import applicant_facts, applicant_lines

    with path.open("rb") as file:
        content = file.read(BUNDLE_BYTES + 1)
    bundle = doors.read_applicants(content, program=acting.program, zones=_zones(arguments.zone))
    brought = doors.bring_applicants(
        bundle, program=acting.program, source=arguments.source or doors.FHIR, dry_run=arguments.dry_run,
        by=acting.actor,
    )  # fmt: skip
    return {
        "lines": applicant_lines(brought, arguments.dry_run),
        "facts": applicant_facts(brought, arguments.dry_run),
    }


def _zones(said: list[str]) -> dict[str, str]:
    found = {}
    for each in said:
        key, equals, zone = each.rpartition("=")
        if not (key and equals and zone):
            raise BadAnswer(each)
        found[key] = zone
    return found
