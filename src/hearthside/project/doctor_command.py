"""`hearthside doctor`: what is wrong with this installation, in sentences, each with what to do about it."""

import argparse
import json
from dataclasses import asdict

from hearthside.project.doctor import database, machine, video
from hearthside.project.doctor.finding import Finding
from hearthside.project.endings import DONE, NOT_KEPT
from hearthside.project.up.folder import DataFolder
from hearthside.project.up.installation import Installation, find


def run(arguments: argparse.Namespace) -> int:
    """Look at everything, and change nothing."""
    found = look(_with_kept_secret(find()))
    wrong = [finding for finding in found if finding.is_wrong]
    if arguments.json:
        findings = [{**asdict(finding), "ok": not finding.is_wrong} for finding in found]
        print(json.dumps({"ok": not wrong, "findings": findings}, indent=2))
    else:
        print(_in_words(found))
    return NOT_KEPT if wrong else DONE


def look(installation: Installation) -> list[Finding]:
    """Everything that can be said of it."""
    return [*machine.look(installation), *database.look(installation), *video.look(installation)]


def _with_kept_secret(installation: Installation) -> Installation:
    """The same with the secret key that was made here, if one was; the doctor makes none."""
    folder: DataFolder = installation.folder
    if installation.embedded is None or installation.variables.get("HEARTHSIDE_SECRET_KEY"):
        return installation
    key = folder.secret() if folder.secret_key.exists() else "made at the first start"
    variables = {**installation.variables, "HEARTHSIDE_SECRET_KEY": key}
    return Installation(folder, installation.embedded, variables, installation.owner_url)


def _in_words(found: list[Finding]) -> str:
    lines = []
    for finding in found:
        lines.append(f"{'WRONG' if finding.is_wrong else 'fine ':6}{finding.about}: {finding.sentence}")
        if finding.is_wrong:
            lines.append(f"      {finding.remedy}")
    wrong = sum(finding.is_wrong for finding in found)
    things = "1 thing is" if wrong == 1 else f"{wrong} things are"
    lines.append(f"\n{things} wrong." if wrong else "\nNothing is wrong.")
    return "\n".join(lines)
