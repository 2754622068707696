"""What can be typed after `hearthside`, with its help. Nothing heavy is imported here: help must come at once."""

import argparse
import math
from collections.abc import Callable
from datetime import date
from pathlib import Path

from hearthside.project import running_arguments

DEFAULT_SECONDS = 60.0
HIGHEST_SEED = 2**31 - 1
SAMPLE_WEEK = date(2027, 1, 4)
MOST_PEOPLE = 100_000

TOP_EXAMPLES = """\
examples:
  hearthside up
  hearthside roster make my-roster --people 60
  hearthside plan --in my-roster --out my-week --week 2027-01-04
  hearthside check --in my-roster --plan my-week

ends with:
  0    done
  1    check: a rule is broken; place: no cohort fits; plan: nobody could be
       placed (the week is written all the same, with its reasons);
       doctor: something is wrong
  2    bad input or usage: everything that is wrong is said, nothing is written
  3    up: a part of the program does not start
  70   plan: its own answer failed the check, a mistake of ours; nothing is written
  130  interrupted: the best week so far is written, checked
"""

PLAN_EXAMPLES = """\
examples:
  hearthside plan --in roster --out week --week 2027-01-04
  hearthside plan --in roster --out week --week 2027-01-04 --seconds 10
  hearthside plan --in roster --out week --week 2027-01-04 --effort 2000 --seed 7
  hearthside plan --in roster --out week --week 2027-01-11 --replan

A roster may hold a published week in roster/current/: it is kept as it is, or,
with --replan, people may be moved from it. Ctrl-C writes the best week so far.

Seconds are for the whole command. Reading, checking and writing take their time
whatever is asked: about 2 seconds up to 1,000 people, 10 at 20,000.
"""

CHECK_EXAMPLES = """\
examples:
  hearthside check --in roster --plan week
  hearthside check --in roster --plan week --json
"""

PLACE_EXAMPLES = """\
examples:
  hearthside place --in roster --plan week --person p17
  hearthside place --in roster --plan week --person p17 --json
"""

TEMPLATE_EXAMPLES = """\
examples:
  hearthside roster template my-roster
"""

MAKE_EXAMPLES = """\
examples:
  hearthside roster make my-roster --people 240 --seed 3
"""

KERNEL_EXAMPLES = """\
examples:
  hearthside kernel
"""


ATTENDANCE_EXAMPLES = """\
examples:
  hearthside attendance session.jsonl
  hearthside attendance session.jsonl --json
"""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Examples keep their lines."""


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="hearthside",
        description="Run a virtual intensive outpatient program, and place its people and clinicians into a week that\n"
        "keeps every ratio, telling everybody why.",
        epilog=TOP_EXAMPLES,
        formatter_class=_Help,
        allow_abbrev=False,
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_plan(_command(commands, "plan", "make a week from a roster", PLAN_EXAMPLES))
    _add_check(_command(commands, "check", "check a week: every rule, every figure", CHECK_EXAMPLES))
    _add_place(_command(commands, "place", "where one more person could sit", PLACE_EXAMPLES))
    _add_roster(_command(commands, "roster", "begin a roster, or make one up", TEMPLATE_EXAMPLES + MAKE_EXAMPLES[10:]))
    _command(commands, "kernel", "compile the planner for this machine, once", KERNEL_EXAMPLES)
    _add_attendance(
        _command(commands, "attendance", "judge a session's minutes and ratio from its evidence", ATTENDANCE_EXAMPLES)
    )
    running_arguments.add(commands, _command)
    return top


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, about: str, examples: str
) -> argparse.ArgumentParser:
    description = f"{about[0].upper()}{about[1:]}."
    return commands.add_parser(
        name, help=about, description=description, epilog=examples, formatter_class=_Help, allow_abbrev=False
    )


def _add_plan(plan: argparse.ArgumentParser) -> None:
    _folder(plan, "--in", "roster", "the roster: a folder of CSV files")
    _folder(plan, "--out", "out", "where the week goes: a folder that is new, empty, or a week written before")
    plan.add_argument("--week", required=True, type=_date, metavar="DATE", help="the Monday it begins on: 2027-01-04")
    how_long = plan.add_mutually_exclusive_group()
    how_long.add_argument(
        "--seconds",
        type=_seconds,
        metavar="SECONDS",
        help=f"how long it may take, all in all; {DEFAULT_SECONDS:.0f} if nothing is said",
    )
    how_long.add_argument(
        "--effort",
        type=_whole(1, 10**9),
        metavar="STEPS",
        help="how many thousand steps to search instead: the same answer every time",
    )
    plan.add_argument(
        "--seed",
        type=_whole(0, HIGHEST_SEED),
        default=1,
        metavar="NUMBER",
        help="another number searches in another order; 1 if nothing is said",
    )
    plan.add_argument("--replan", action="store_true", help="people in current/ may be moved; two answers are compared")
    plan.add_argument(
        "--threads",
        type=_whole(1, 2),
        default=2,
        metavar="NUMBER",
        help="processor cores to use, 1 or 2; the answer is the same",
    )


def _add_check(check: argparse.ArgumentParser) -> None:
    _folder(check, "--in", "roster", "the roster the week was made from")
    _folder(check, "--plan", "plan", "the week to check")
    check.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def _add_place(place: argparse.ArgumentParser) -> None:
    _folder(place, "--in", "roster", "the roster, the new person in it")
    _folder(place, "--plan", "plan", "the week they are to join")
    place.add_argument("--person", required=True, metavar="ID", help="who is to be placed")
    place.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def _add_attendance(attendance: argparse.ArgumentParser) -> None:
    attendance.add_argument(
        "evidence",
        metavar="FILE",
        type=Path,
        help="lines of JSON, or a session's saved evidence; - reads standard input",
    )
    attendance.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def _add_roster(roster: argparse.ArgumentParser) -> None:
    kinds = roster.add_subparsers(dest="kind", metavar="KIND", required=True)
    template = _command(
        kinds, "template", "write the five files with headers only, and how to fill them", TEMPLATE_EXAMPLES
    )
    _folder(template, "folder", "folder", "a folder that is new or empty")
    make = _command(kinds, "make", "write a roster of people nobody knows, to try things out", MAKE_EXAMPLES)
    _folder(make, "folder", "folder", "a folder that is new or empty")
    make.add_argument(
        "--people",
        type=_whole(1, MOST_PEOPLE),
        default=240,
        metavar="NUMBER",
        help=f"how many people wait, from 1 to {MOST_PEOPLE:,}; 240 if nothing is said",
    )
    make.add_argument(
        "--seed",
        type=_whole(0, HIGHEST_SEED),
        default=1,
        metavar="NUMBER",
        help="another number makes up other people; 1 if nothing is said",
    )
    make.add_argument(
        "--week",
        type=_date,
        default=SAMPLE_WEEK,
        metavar="DATE",
        help=f"the week their waiting days lie before; {SAMPLE_WEEK} if nothing is said",
    )


def _folder(parser: argparse.ArgumentParser, name: str, dest: str, about: str) -> None:
    if name.startswith("-"):
        parser.add_argument(name, dest=dest, required=True, type=Path, metavar="FOLDER", help=about)
    else:
        parser.add_argument(name, type=Path, metavar="FOLDER", help=about)


def _date(text: str) -> date:
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!a} is not a date. Write it as year-month-day, for example {SAMPLE_WEEK}.")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= 7 * 86_400:
        raise argparse.ArgumentTypeError(f"{text!a} is not a number of seconds. Write for example 60.")
    return seconds


def _whole(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) < 12 and lowest <= int(text) <= highest:
            return int(text)
        raise argparse.ArgumentTypeError(f"{text!a} does not fit. Write a whole number from {lowest} to {highest}.")

    return parse
