"""`hearthside demo`: who can sign in to the demonstration, and building what it lacks."""

import argparse
import json

from hearthside.base.refusal import Refusal
from hearthside.project.endings import DONE
from hearthside.project.environment import DEMO
from hearthside.project.up import sign_ins
from hearthside.project.up.connected import connected
from hearthside.project.up.installation import find


class NoDemonstration(Refusal):
    """There are no made-up people here."""


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked for."""
    installation = find()
    if installation.embedded is None or installation.variables["HEARTHSIDE_MODE"] != DEMO:
        raise NoDemonstration(
            "The demonstration lives in the embedded database only, and DATABASE_URL names another one. "
            "`hearthside program create` begins a program there."
        )
    return _build() if arguments.kind == "build" else _show(arguments)


def _build() -> int:
    with connected() as installation:
        from hearthside.project.demo import build

        added = build.build(installation.folder)
    print(f"Added to the demonstration: {', '.join(added)}." if added else "The demonstration is complete.")
    return DONE


def _show(arguments: argparse.Namespace) -> int:
    found = sign_ins.kept(find().folder)
    if not found:
        raise NoDemonstration("There is no demonstration here yet. `make up` builds one.")
    print(json.dumps(found, indent=2) if arguments.json else sign_ins.table(found))
    return DONE
