"""
Writes docs/reference/ from the code: columns, policy keys and commands.

    python -m tools.reference            writes the pages
    python -m tools.reference --check    says which page is not current, and ends with 1
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from hearthside.placement.folder import schema
from hearthside.placement.folder.policy import HEAVIEST
from hearthside.placement.folder.programs import LONGEST_DAY
from hearthside.placement.folder.roster import FIRST_YEAR, LAST_YEAR
from hearthside.placement.folder.tables import LONGEST_CELL
from hearthside.policy.baseline import Baseline, baseline
from hearthside.project import arguments
from tools.rights import roles_and_rights_page

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "reference"
MADE = "Made by `make docs` from the program; a test keeps it current."


REFUSED = (
    f"A week that begins on no Monday, or lies outside the years {FIRST_YEAR} to {LAST_YEAR}.",
    "A `.csv` file, or a column, that is not listed here; a column that is there twice. Other files are ignored.",
    f"A line with too few or too many cells, a quote that never closes, a cell of more than {LONGEST_CELL:,} "
    "characters, NUL bytes, any encoding but UTF-8, columns between semicolons or tabs.",
    "No people, no clinicians or no day plans at all.",
    "An id that is there twice, or that is written somewhere and exists nowhere; a value twice in one list.",
    "A partner who does not name the person back, who is the person, or a clinician; `together=yes` without a "
    "partner; somebody to be kept apart from themselves or from a clinician.",
    "A window or exception whose end is not after its start, a license that ends before it begins, an exception "
    "with only one of `from` and `to`.",
    "A day plan with more days than it allows, that starts or ends with a break or has two in a row, that lasts "
    f"longer than {LONGEST_DAY:,} minutes a day, or whose week cannot reach the least hours or exceeds the most.",
    "A policy key twice; a value looser than the baseline, or above a day where it is a length; a weight above "
    f"{HEAVIEST:,} or with more than six decimals.",
    "A published week that names somebody unknown, has an id twice, or breaks a rule; with `--replan` its rows "
    "are dropped with a warning instead.",
)


def cell(text: str) -> str:
    """Text that may stand in a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


def rows(header: Sequence[str], body: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table."""
    yield "| " + " | ".join(header) + " |"
    yield "|" + "---|" * len(header)
    for row in body:
        yield "| " + " | ".join(map(cell, row)) + " |"


def one_file(table: schema.Table) -> Iterator[str]:
    """A file and its columns."""
    yield f"### {table.file}" + (" (may be missing)" if table.optional else "")
    yield ""
    yield table.about
    yield ""
    columns = []
    for column in table.columns:
        name = f"`{column.name}`" + (" (may be missing)" if column.optional else "")
        columns.append((name, column.form.says, "" if column.form.needed else "yes", column.about))
    yield from rows(("Column", "Holds", "May be empty", "Meaning"), columns)
    yield ""


def columns_page() -> Iterator[str]:
    """docs/reference/columns.md."""
    yield from ("# Files and columns", "", MADE, "")
    yield from (
        "Every file is CSV in UTF-8 with a header line. A byte-order mark and CRLF line ends are read too. Times are",
        "`HH:MM`; lists are separated by `;`. Ids are unique across people and clinicians. Whatever is wrong is said",
        "together, each with file, line, column and remedy, and nothing is written. The words are explained in the",
        "[glossary](../../GLOSSARY.md).",
        "",
        "## What goes in: a roster",
        "",
    )
    for table in schema.ROSTER:
        yield from one_file(table)
    yield from refused()
    yield from (
        f"### {schema.CURRENT_FOLDER}/ (may be missing)",
        "",
        "A week that is published already: " + ", ".join(f"`{table.file}`" for table in schema.CURRENT) + " as below.",
        "Without `--replan` everybody there stays where they are.",
        "",
        "## What comes out: a week",
        "",
    )
    for table in schema.WEEK:
        yield from one_file(table)
    others = ", ".join(f"`{file}`" for file in (schema.SUMMARY_FILE, schema.CALENDAR_FILE, schema.PAGE_FILE))
    yield f"### {others}"
    yield ""
    yield "See [other-files.md](other-files.md)."


def refused() -> Iterator[str]:
    """What no column shows by itself."""
    yield from ("### What is refused beyond the columns", "")
    yield from (f"- {what}" for what in REFUSED)
    yield ""


def keys_page() -> Iterator[str]:
    """docs/reference/keys.md."""
    yield from ("# Policy keys", "", MADE, "")
    yield from (
        "A program may be stricter than the baseline, never looser: below a maximum, above a minimum. Values for",
        "comparison are shown beside ours and bind nobody. How a program becomes stricter:",
        "[a tighter policy](../how-to/tighter-policy.md).",
        "",
        "## Keys of a roster's policy.csv",
        "",
        "Weights are points, decimals from 0; acuity factors at least 1. `cohort.cap` may not be below `cohort.min`,",
        "and `grid.minutes` divides 60. A key that is absent has its baseline.",
        "",
    )
    yield from keys_table(base for base in baseline().values() if base.planner)
    yield from ("", "## Keys of the program alone", "")
    yield from keys_table(base for base in baseline().values() if not base.planner)
    yield ""
    yield "The sources: [promises.md](promises.md), [rules.md](rules.md), [scoring.md](scoring.md)."


def keys_table(keys: Iterable[Baseline]) -> Iterator[str]:
    """Policy keys with their baselines."""
    body = [(f"`{base.key}`", base.title, base.value, base.direction, base.unit, base.source) for base in keys]
    return rows(("Key", "Says", "Baseline", "Kind", "Unit", "Source"), body)


def subcommands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parsers that do something, in the order in which they were added, nested ones opened."""
    nested = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not nested:
        yield parser
    for action in nested:
        for below in dict.fromkeys(action.choices.values()):
            yield from subcommands(below)


def option(action: argparse.Action) -> tuple[str, str]:
    """An argument as it is typed, and what it says about itself."""
    word = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    value = "" if action.nargs == 0 else f" {word}"
    typed = f"{action.option_strings[-1]}{value}" if action.option_strings else word
    about = (action.help or "") % {"default": action.default, "prog": "hearthside"}
    return f"`{typed}`" + (" (needed)" if action.required and action.option_strings else ""), about


def commands_page() -> Iterator[str]:
    """docs/reference/commands.md."""
    everything = arguments.parser()
    yield from ("# Commands", "", MADE, "", *(everything.description or "").splitlines(), "")
    yield from ("```", *(everything.epilog or "").strip().splitlines(), "```", "")
    for command in subcommands(everything):
        yield from (f"## {command.prog}", "")
        if command.description:
            yield from (command.description.strip(), "")
        typed = [option(action) for action in command._actions if action.dest != "help"]
        if typed:
            yield from rows(("Argument", "Meaning"), typed)
            yield ""
        if command.epilog:
            yield from ("```", *command.epilog.strip().splitlines(), "```", "")


PAGES = {
    "columns.md": columns_page,
    "keys.md": keys_page,
    "commands.md": commands_page,
    "roles-and-rights.md": roles_and_rights_page,
}


def text(page: Iterable[str]) -> str:
    """A page as it stands in its file."""
    return "\n".join(page).rstrip("\n") + "\n"


def main(arguments: Sequence[str]) -> int:
    """Writes the pages, or compares them."""
    stale = [name for name, page in PAGES.items() if not same(FOLDER / name, text(page()))]
    if "--check" in arguments:
        for name in stale:
            print(f"docs/reference/{name} is not current: run `make docs`.", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(text(PAGES[name]()), encoding="utf-8")
    return 0


def same(file: Path, content: str) -> bool:
    """Whether the file is there with exactly this content."""
    return file.exists() and file.read_text(encoding="utf-8") == content


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
