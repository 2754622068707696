"""`hearthside ledger verify`: every line of the ledger read again, against itself and against its anchors."""

import argparse
import json

from hearthside.project.endings import DONE, NOT_KEPT
from hearthside.project.up.connected import connected

MOST_SHOWN = 100


def run(arguments: argparse.Namespace) -> int:
    """Say what does not fit, by chain and position."""
    with connected():
        from hearthside.ledger.actors import system_actor
        from hearthside.ledger.scope import scope
        from hearthside.ledger.verifying import verify

        with scope(system_actor("command_line")):
            verdict = verify(arguments.anchors)
    found = verdict.findings
    if arguments.json:
        places = [{"chain": f.chain, "position": f.position, "sentence": f.sentence} for f in found]
        facts = {"lines": verdict.lines, "anchors": verdict.anchors, "not_anchored": verdict.not_anchored}
        print(json.dumps({**facts, "findings": places}, indent=2))
        return NOT_KEPT if found else DONE
    print(f"{verdict.lines:,} lines and {verdict.anchors:,} anchors were read.")
    for finding in found[:MOST_SHOWN]:
        print(f"  {finding}")
    if len(found) > MOST_SHOWN:
        print(f"  and {len(found) - MOST_SHOWN:,} more.")
    if found:
        print("The ledger was changed behind the program's back. Keep this database and its anchors as they are.")
        return NOT_KEPT
    print(f"Every line is as it was written. {verdict.not_anchored:,} are newer than the last anchor.")
    return DONE
