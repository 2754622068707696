"""Help and refusals come at once: before anything heavy is loaded, and for every command."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hearthside.project.arguments import parser
from hearthside.project.cli import main

COMMANDS = [
    [],
    ["plan"],
    ["check"],
    ["place"],
    ["roster"],
    ["roster", "template"],
    ["roster", "make"],
    ["kernel"],
]


def command_lines(text: str) -> Iterator[list[str]]:
    """The commands of a help text's examples, as typed after `hearthside`."""
    for line in text.splitlines():
        if line.startswith("  hearthside "):
            yield line.split()[1:]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_examples_that_can_be_typed(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([*command, "--help"])

    text = capsys.readouterr().out
    examples = list(command_lines(text))
    assert code == 0
    assert examples
    assert all(isinstance(parser().parse_args(example), argparse.Namespace) for example in examples)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["--help"], 0),
        (["plan", "--help"], 0),
        (["plan", "--in", "nowhere", "--out", "week", "--week", "2027-01-04"], 2),
        (["check", "--in", "nowhere", "--plan", "nowhere"], 2),
        (["place", "--in", "nowhere", "--plan", "nowhere", "--person", "p1"], 2),
    ],
)
def test_help_and_complaints_load_no_compiler(typed: list[str], code: int, tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from hearthside.project.cli import main\n"
        f"code = main({typed!r})\n"
        "heavy = [name for name in ('numba', 'llvmlite', 'highspy', 'jinja2') if name in sys.modules]\n"
        "print(f'{code} {heavy}')\n"
    )

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=True)

    assert run.stdout.splitlines()[-1] == f"{code} []"


def test_the_package_runs_as_a_module() -> None:
    run = subprocess.run([sys.executable, "-m", "hearthside", "--help"], capture_output=True, text=True, check=True)

    assert run.stdout.startswith("usage: hearthside")
