"""`hearthside export`: everybody of a program with the week they are in, as a roster folder."""

import argparse
import json
from pathlib import Path

from hearthside.placement.folder.swap import fill_new_folder, refuse_unless_empty
from hearthside.project.endings import DONE
from hearthside.project.up.connected import connected

OWNER_ALONE = 0o700


def run(arguments: argparse.Namespace) -> int:
    """Write the folder, unless something is in it. Who was in it is written down before it is there."""
    folder: Path = arguments.folder
    refuse_unless_empty(folder)
    with connected():
        from hearthside.interop.actions.export_roster import export_roster
        from hearthside.interop.doors import ROSTER, checked_source
        from hearthside.interop.saying import export_lines
        from hearthside.project.acting_as import acting_as

        source = checked_source(arguments.source or ROSTER)
        with acting_as(arguments.email, arguments.program, route="command:export") as acting:
            out = export_roster(program=acting.program, week=arguments.week, source=source, by=acting.actor)
        fill_new_folder(folder, out.files)
        folder.chmod(OWNER_ALONE)
    if arguments.json:
        print(json.dumps({"people": out.people, "cohorts": out.cohorts, "left_out": dict(out.left_out)}, indent=2))
    else:
        print("\n".join([f"The roster of the week of {arguments.week} is in {folder}.", *export_lines(out)]))
    return DONE
