"""What can be typed to run an installation: up, live, demo, program, import, export, media, migrate and more."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from hearthside.project import dates

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Add = Callable[[Commands, str, str, str], argparse.ArgumentParser]

HERE = "127.0.0.1"
HIGHEST_PORT = 65_535

UP_EXAMPLES = """\
examples:
  hearthside up
  hearthside up --port 8080
  HEARTHSIDE_MODE=production hearthside up

Without DATABASE_URL it brings a database of its own, with made-up people in it.
Ctrl-C, SIGTERM and closing the terminal stop everything; nothing is lost. It
ends with 0 when it was asked to stop, with 2 if it may not start, and with 3 if
a part of it does not start.
"""

DEMO_EXAMPLES = """\
examples:
  hearthside demo sign-ins
  hearthside demo sign-ins --json
  hearthside demo build
  hearthside demo session
  hearthside demo fresh
"""

PROGRAM_EXAMPLES = """\
examples:
  hearthside program create --name "Harbor House IOP" --zone America/New_York \\
      --director-email sidney.marsh@example.org
"""

IMPORT_EXAMPLES = """\
examples:
  hearthside import roster --program harbor-house --as robin.tate@example.org --dry-run
  hearthside import roster --program harbor-house --as robin.tate@example.org --week 2027-01-04
  hearthside import applicants.json --program harbor-house --as morgan.ellis@example.org \\
      --zone p17=America/Chicago

All of it comes in, or nothing; every wrong line is named. Once more, the same
roster changes nothing. A folder current in it is the week that runs, from the
Monday of --week on.
"""

EXPORT_EXAMPLES = """\
examples:
  hearthside export roster --program harbor-house --as robin.tate@example.org --week 2027-01-04
"""

LIVE_EXAMPLES = """\
examples:
  hearthside live

One process watches; another one, on this machine or on a second, stands by and
takes over within three seconds. Its child calls people: the pager. Ctrl-C or
SIGTERM stops both.
"""

MEDIA_EXAMPLES = """\
examples:
  hearthside media install
  hearthside media show

The media server is the one that is here already, or the official release, or is
built from its source with Go at the lowest priority: two minutes on two idle
cores, with 2.5 GB of disk meanwhile. Only its program is kept, in your cache
folder. `up` does the same by itself.
"""

MIGRATE_EXAMPLES = """\
examples:
  hearthside migrate
  DATABASE_URL=... DATABASE_OWNER_URL=... hearthside migrate
"""

ZONES_EXAMPLES = """\
examples:
  hearthside zones
  hearthside zones --move

When the law moves a zone's clocks, what was agreed is the time on the wall.
"""

LEDGER_EXAMPLES = """\
examples:
  hearthside ledger verify
  hearthside ledger verify --json --anchors /media/copy-of/anchors

Ends with 0 if every line is as it was written, and with 1 if one is not.
"""

DOCTOR_EXAMPLES = """\
examples:
  hearthside doctor
  hearthside doctor --json

Ends with 0 if nothing is wrong, and with 1 if something is.
"""


def add(commands: Commands, command: Add) -> None:
    """Add all of them."""
    _add_up(command(commands, "up", "run the program until Ctrl-C", UP_EXAMPLES))
    _add_demo(commands, command)
    _add_program(commands, command)
    _add_import(command(commands, "import", "bring in a roster, or applicants of another system", IMPORT_EXAMPLES))
    _add_export(command(commands, "export", "write a program's roster and its week as a folder", EXPORT_EXAMPLES))
    _add_media(commands, command)
    command(commands, "live", "watch the rooms of sessions that are held; `up` does", LIVE_EXAMPLES)
    command(
        commands, "migrate", "bring the database's schema and the files for browsers up to date", MIGRATE_EXAMPLES
    )  # fmt: skip
    zones = command(
        commands, "zones", "what an update of the world's time zones moves among planned sessions", ZONES_EXAMPLES
    )  # fmt: skip
    zones.add_argument("--move", action="store_true", help="move them now; a job does so every hour")
    zones.add_argument("--json", action="store_true", help="print a JSON list instead of sentences")
    _add_ledger(commands, command)
    doctor = command(commands, "doctor", "say what is wrong with this installation", DOCTOR_EXAMPLES)
    doctor.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def _add_up(up: argparse.ArgumentParser) -> None:
    up.add_argument(
        "--port",
        type=_port,
        metavar="NUMBER",
        help="serve pages on this port; if nothing is said, on the first free one from 8000",
    )
    up.add_argument(
        "--live-port",
        type=_port,
        metavar="NUMBER",
        help="serve the live room's own doors on this port; if nothing is said, on the next free one",
    )
    up.add_argument(
        "--host",
        default=HERE,
        metavar="ADDRESS",
        help="listen on this address; only this machine can reach the usual one, which is all a proxy on it needs",
    )


def _add_demo(commands: Commands, command: Add) -> None:
    demo = command(commands, "demo", "the made-up people of the demonstration", DEMO_EXAMPLES)
    kinds = demo.add_subparsers(dest="kind", metavar="KIND", required=True)
    sign_ins = command(kinds, "sign-ins", "show who can sign in to the demonstration, one for each role", DEMO_EXAMPLES)
    sign_ins.add_argument("--json", action="store_true", help="print a JSON list of role, email and password")
    build = command(
        kinds, "build", "add to the embedded database what it lacks of the demonstration; `up` does so by itself",
        DEMO_EXAMPLES,
    )  # fmt: skip
    build.add_argument(
        "--whole", action="store_true", help="the clinic too, here and now; otherwise the worker of `up` plans it"
    )
    command(kinds, "session", "fill a live group of the running demonstration with made-up people", DEMO_EXAMPLES)
    command(
        kinds, "fresh", "begin the demonstration anew, as of this week; what was done in the old one is gone",
        DEMO_EXAMPLES,
    )  # fmt: skip


def _add_media(commands: Commands, command: Add) -> None:
    media = command(commands, "media", "the media server, which carries sound and pictures", MEDIA_EXAMPLES)
    kinds = media.add_subparsers(dest="kind", metavar="KIND", required=True)
    command(kinds, "install", "get it for this machine unless it is here, and print where it is", MEDIA_EXAMPLES)
    command(kinds, "show", "print where it is and its version", MEDIA_EXAMPLES)


def _add_ledger(commands: Commands, command: Add) -> None:
    ledger = command(commands, "ledger", "what happened, and proof that nobody changed it", LEDGER_EXAMPLES)
    kinds = ledger.add_subparsers(dest="kind", metavar="KIND", required=True)
    verify = command(kinds, "verify", "read every line again and name each that was changed", LEDGER_EXAMPLES)
    verify.add_argument("--anchors", type=Path, metavar="FOLDER", help="compare with a copy of the anchors kept here")
    verify.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def _add_program(commands: Commands, command: Add) -> None:
    program = command(commands, "program", "begin a program", PROGRAM_EXAMPLES)
    kinds = program.add_subparsers(dest="kind", metavar="KIND", required=True)
    create = command(kinds, "create", "make a program and an invitation for its director", PROGRAM_EXAMPLES)
    create.add_argument("--name", required=True, metavar="NAME", help="what people call it")
    create.add_argument(
        "--zone", required=True, metavar="ZONE", help="where its days begin and end, for example America/New_York"
    )
    create.add_argument("--director-email", required=True, metavar="EMAIL", help="who is invited to direct it")
    create.add_argument("--director-name", metavar="NAME", help="their name; they may change it")
    create.add_argument(
        "--slug", metavar="WORD", help="its short name in addresses; if nothing is said, made from the name"
    )  # fmt: skip
    create.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def _add_import(into: argparse.ArgumentParser) -> None:
    into.add_argument("folder", type=Path, metavar="FOLDER", help="the roster; or a FHIR R4 bundle, as a .json file")
    _add_acting(into)
    into.add_argument(
        "--week", type=dates.monday, metavar="DATE",
        help="the Monday from which the week in current/ runs; if nothing is said, the next one",
    )  # fmt: skip
    into.add_argument("--dry-run", action="store_true", help="say what would happen, and keep nothing")
    into.add_argument(
        "--zone", action="append", default=[], metavar="ID=ZONE",
        help="on whose clock an applicant lives, where the ZIP code does not say; may be given several times",
    )  # fmt: skip


def _add_export(out: argparse.ArgumentParser) -> None:
    out.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is new or empty")
    _add_acting(out)
    out.add_argument("--week", required=True, type=dates.monday, metavar="DATE", help="the Monday of the week")


def _add_acting(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--program", required=True, metavar="NAME", help="the program, by its short name or its name")
    parser.add_argument(
        "--as", dest="email", required=True, metavar="EMAIL", help="who does it: somebody whose role there allows it"
    )
    parser.add_argument(
        "--source", metavar="WORD",
        help="a name for where the ids come from; if nothing is said, roster, or fhir for a bundle",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= HIGHEST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!a} is not a port. Write a whole number from 1 to {HIGHEST_PORT}.")
