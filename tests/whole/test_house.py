"""Promises about the whole repository: files and functions that can be seen whole, nothing undone, no one machine."""

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (".py", ".md", ".html", ".css", ".toml", ".yml", ".sh", ".java", "Makefile", "/run")
# The words that must not stand elsewhere stand here.
WORDS_ARE_FREE_IN = (Path(__file__),)

# Lines of a function, docstring included. A test's made-up week may be a table as long as it must be.
LONGEST, LONGEST_TEST = 70, 90

# In capitals: the job queue calls a job that waits "todo".
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|(?i:lorem ipsum|coming soon|not implemented))\b")
ONE_MACHINE = re.compile(r"(?:^|[\s\"'(=])/(?:work|root|home|tmp)/[a-z]")
GIVEN_UP = re.compile(r"mark\.(?:skip|xfail)|pytest\.skip\(|pragma: no cover")


def ours(*endings: str) -> list[Path]:
    """The repository's own files with these endings; published lists of hostile strings are not ours."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [name for name in listed.splitlines() if name.endswith(endings) and "/security/" not in name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_no_file_is_long():
    # A migration is written by a tool, once, and read by nobody.
    files = [file for file in ours(".py") if "migrations" not in file.parts]
    lengths = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    # Written by Django, one step of the schema after the other; read in the models.
    lengths = {file: length for file, length in lengths.items() if "/migrations/" not in file}

    assert {file: length for file, length in lengths.items() if length > 400} == {}


def test_every_function_can_be_seen_whole():
    long = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
        for file in ours(".py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno > (LONGEST_TEST if "tests" in file.parts else LONGEST)
    ]

    assert long == []


def test_nothing_is_left_undone_given_up_or_tied_to_one_machine():
    found = [
        f"{file.relative_to(ROOT)}:{number} {line.strip()}"
        for file in ours(*TEXT)
        if file not in WORDS_ARE_FREE_IN
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if UNFINISHED.search(line) or ONE_MACHINE.search(line) or GIVEN_UP.search(line)
    ]

    assert found == []
