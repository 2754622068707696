"""The page that explains attendance cannot lie: its evidence, run through the command, gives the answers it shows."""

import json
import re
from pathlib import Path

import pytest

from hearthside.project.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "how-attendance-is-computed.md"
WORKED = re.compile(
    r"^## ([^\n]+)\n(?:(?!^## ).)*?^```jsonl\n(.*?)^```\n\n```json\n(.*?)^```", re.MULTILINE | re.DOTALL
)
CASES = {title: (given, shown) for title, given, shown in WORKED.findall(PAGE.read_text(encoding="utf-8"))}


def test_four_sessions_are_worked_out():
    assert len(CASES) == PAGE.read_text(encoding="utf-8").count("```jsonl") == 4


@pytest.mark.parametrize("title", CASES)
def test_the_command_answers_what_the_page_shows(title, tmp_path, capsys):
    given, shown = CASES[title]
    file = tmp_path / "session.jsonl"
    file.write_text(given, encoding="utf-8")

    code = main(["attendance", str(file), "--json"])

    assert code == 0
    assert json.loads(capsys.readouterr().out) == json.loads(shown)
