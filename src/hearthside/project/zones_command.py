"""`hearthside zones`: what an update of the world's time zones would move, and moving it."""

import argparse
import json
from typing import Any

from hearthside.project.endings import DONE
from hearthside.project.up.connected import connected


def run(arguments: argparse.Namespace) -> int:
    """Say which planned sessions mean another instant now; with `--move`, let them. By ids and times alone."""
    with connected():
        from hearthside.access.models import Program
        from hearthside.ledger.actors import system_actor
        from hearthside.ledger.scope import scope
        from hearthside.people.actions.grants import behind
        from hearthside.schedule.actions.ahead import follow_zone_data
        from hearthside.schedule.queries.zone_data import moved_by_law

        found, moved = [], set()
        with scope(system_actor("command_line")):
            programs = list(Program.objects.order_by("slug"))
        for program in programs:
            by = system_actor("command_line", program=program.pk)
            with scope(by):
                with behind(program.pk, by):
                    found += [(program, each) for each in moved_by_law(program)]
                if arguments.move:
                    moved.update(follow_zone_data(program=program, by=by))
    lines = [_facts(program.slug, each, moved) for program, each in found]
    if arguments.json:
        print(json.dumps(lines, indent=2))
        return DONE
    for line in lines:
        print("{program}  {session}  {day} {time} {zone}: {meant} is now {means}".format_map(line))
    print(_summary(len(lines), len(moved), moving=arguments.move))
    return DONE


def _facts(program: str, each: Any, moved: set[Any]) -> dict[str, object]:
    from hearthside.base.localtime import clock

    return {
        "program": program,
        "session": str(each.session),
        "day": each.on_day.isoformat(),
        "time": clock(each.start_minute),
        "zone": each.zone,
        "meant": each.meant.isoformat(),
        "means": each.means.isoformat() if each.means else None,
        "moved": each.session in moved,
    }


def _summary(found: int, moved: int, *, moving: bool) -> str:
    if not found:
        return "Every planned session is at the time that was agreed."
    if not moving:
        return f"{found} planned sessions mean another instant now. --move lets them; a job does so every hour."
    left = found - moved
    return f"{moved} sessions moved." + (f" {left} could not: the coordinator is asked about them." if left else "")
