"""
The command `hearthside`.

Whatever a person may get wrong comes back as sentences on standard error and exit code 2. Only a mistake of ours may
show a traceback.
"""

import argparse
import errno
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from hearthside.base.refusal import Refusal
from hearthside.project.arguments import parser
from hearthside.project.endings import BAD_INPUT, DONE, INTERRUPTED

# Imported only when asked for: help and complaints come without loading a compiler.
COMMANDS = {
    "plan": "hearthside.project.plan_command",
    "check": "hearthside.project.check_command",
    "place": "hearthside.project.place_command",
    "roster": "hearthside.project.roster_command",
    "kernel": "hearthside.project.kernel_command",
    "attendance": "hearthside.project.attendance_command",
    "ledger": "hearthside.project.ledger_command",
    "up": "hearthside.project.up_command",
    "live": "hearthside.project.live_command",
    "demo": "hearthside.project.demo_command",
    "program": "hearthside.project.program_command",
    "import": "hearthside.project.import_command",
    "export": "hearthside.project.export_command",
    "zones": "hearthside.project.zones_command",
    "media": "hearthside.project.media_command",
    "migrate": "hearthside.project.migrate_command",
    "doctor": "hearthside.project.doctor_command",
}

WRITTEN_IN_WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EACCES: "it is not allowed",
    errno.EPERM: "it is not allowed",
    errno.EROFS: "the disk may only be read",
    errno.EBUSY: "it is in use, or where a disk is attached; name a folder inside it",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOTDIR: "a part of its path is a file",
    errno.ELOOP: "it is a link that leads back to itself",
}


class Command(Protocol):
    def run(self, arguments: argparse.Namespace) -> int: ...


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter must not end the run
    try:
        arguments = parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or DONE)
    try:
        code = cast(Command, importlib.import_module(COMMANDS[arguments.command])).run(arguments)
        sys.stdout.flush()
    except Refusal as refusal:
        return _say(refusal.brief if sys.stderr.isatty() else str(refusal), BAD_INPUT)
    except BrokenPipeError:
        # Whoever read our output has left (`| head`). Nothing is wrong; Python must only not complain on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        return _say(_in_words(error), BAD_INPUT)
    except KeyboardInterrupt:
        return _say("Interrupted. Nothing was written.", INTERRUPTED)
    return code


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _in_words(error: OSError) -> str:
    why = WRITTEN_IN_WORDS.get(error.errno or 0, error.strerror or "the system refuses it")
    what = error.filename2 or error.filename or "A file"
    return f"{what} cannot be read or written: {why}. Nothing was written."


if __name__ == "__main__":
    sys.exit(main())
