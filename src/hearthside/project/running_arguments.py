"""What can be typed to run an installation: up, demo, program, migrate, ledger, doctor."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

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
"""

PROGRAM_EXAMPLES = """\
examples:
  hearthside program create --name "Harbor House IOP" --zone America/New_York \\
      --director-email sidney.marsh@example.org
"""

MIGRATE_EXAMPLES = """\
examples:
  hearthside migrate
  DATABASE_URL=... DATABASE_OWNER_URL=... hearthside migrate
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
    command(
        commands, "migrate", "bring the database's schema and the files for browsers up to date", MIGRATE_EXAMPLES
    )  # fmt: skip
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
    command(
        kinds, "build", "add to the embedded database what it lacks of the demonstration; `up` does so by itself",
        DEMO_EXAMPLES,
    )  # fmt: skip


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


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= HIGHEST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!a} is not a port. Write a whole number from 1 to {HIGHEST_PORT}.")
