"""`hearthside demo`: who can sign in to the demonstration, building what it lacks, and beginning it anew."""

import argparse
import json
import shutil
import sys

from hearthside.base.refusal import Refusal
from hearthside.project.demo_session import session
from hearthside.project.endings import DONE, NOT_STARTED
from hearthside.project.environment import DEMO
from hearthside.project.up import lasting, lock, sign_ins
from hearthside.project.up.asked import Asked
from hearthside.project.up.connected import connected
from hearthside.project.up.installation import DATABASE, find, with_secret
from hearthside.project.up.prepare import NOTE, StepFailed, prepare


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
    if arguments.kind == "build":
        return _build(whole=arguments.whole)
    if arguments.kind == "session":
        return session()
    return _begin_anew() if arguments.kind == "fresh" else _show(arguments)


def _build(*, whole: bool) -> int:
    with connected() as installation:
        from hearthside.project.demo import build

        added = build.build(installation.folder)
        for name in build.build_clinic() if whole else ():
            print(f"Added to the demonstration: {name}.", flush=True)
            added.append(name)
        if whole:
            print(f"Sessions of its past that were played: {sum(1 for _ in build.live_its_weeks())}.", flush=True)
        lacking = build.is_lacking()
        # Also where only the time since the last start is to be played: before a month of it is told.
        build.ask_for_clinic()
        lasting.keep(installation.folder, build.lasts_until())
    if not whole and added:
        print(f"Added to the demonstration: {', '.join(added)}.")
    if lacking:
        print("The clinic itself is planned in the background, by the worker of `hearthside up`.")
    elif not added:
        print("The demonstration is complete.")
    return DONE


def _begin_anew() -> int:
    """Another demonstration in place of the one that is there; nothing of the old one is kept."""
    installation = find()
    assert installation.embedded is not None
    installation.folder.make()
    with Asked() as asked, lock.only_one(installation.folder):
        installation = with_secret(installation)
        assert installation.embedded is not None
        try:
            installation.embedded.start()
            installation.embedded.drop_database(DATABASE)
            # What vouched for the ledger that is gone would call the new one forged.
            shutil.rmtree(installation.folder.path / "anchors", ignore_errors=True)
            for left in (installation.folder.run / NOTE, installation.folder.sign_ins):
                left.unlink(missing_ok=True)
            installation.embedded.create_database(DATABASE)
            prepare(installation, asked, lambda words: print(words, flush=True))
        except StepFailed as refusal:
            print(refusal, file=sys.stderr)
            return NOT_STARTED
        finally:
            installation.embedded.stop()
    until = lasting.until(installation.folder)
    lasts = f"; it lasts until {until:%B} {until.day}, {until.year}" if until else ""
    print(f"A new demonstration is ready{lasts}. `make up` starts it.")
    return DONE


def _show(arguments: argparse.Namespace) -> int:
    found = sign_ins.kept(find().folder)
    if not found:
        raise NoDemonstration("There is no demonstration here yet. `make up` builds one.")
    print(json.dumps(found, indent=2) if arguments.json else sign_ins.table(found))
    return DONE
