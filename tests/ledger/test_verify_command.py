"""`hearthside ledger verify` as somebody types it: its sentences, its exit codes, and a copy of the anchors."""

import json
import os
import subprocess
import sys

import pytest

from hearthside.ledger import anchors
from hearthside.project.endings import BAD_INPUT, DONE, NOT_KEPT
from hearthside.project.up.embedded import APP_ROLE, OWNER_ROLE
from tests.database import SERVER
from tests.ledger.tampering import superuser
from tests.ledger.test_tampering import hang


@pytest.fixture
def typed(apart, tmp_path):
    """Types the command on a ledger of twelve lines, whose anchors lie in a folder."""
    hang(9)
    hang(3, chain=5)
    anchors.add_anchor(tmp_path)
    environment = {
        **os.environ,
        "DATABASE_URL": SERVER.url(APP_ROLE, apart),
        "DATABASE_OWNER_URL": SERVER.url(OWNER_ROLE, apart),
    }

    def run(*more: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "hearthside", "ledger", "verify", *more]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.mark.slow
def test_an_honest_ledger_is_said_to_be_one(typed, tmp_path):
    answer = typed("--anchors", str(tmp_path))

    assert (answer.returncode, answer.stderr) == (DONE, "")
    assert answer.stdout == (
        "12 lines and 1 anchors were read.\nEvery line is as it was written. 0 are newer than the last anchor.\n"
    )


@pytest.mark.slow
def test_a_change_is_named_with_chain_and_position_in_words_and_for_programs(typed, apart, tmp_path):
    with superuser(apart) as db:
        db.execute("UPDATE ledger_entry SET actor = 'somebody else' WHERE chain = 3 AND position = 4")
        db.execute("DELETE FROM ledger_entry WHERE chain = 5 AND position = 3")

    words, facts = typed("--anchors", str(tmp_path)), typed("--json", "--anchors", str(tmp_path))

    assert words.returncode == facts.returncode == NOT_KEPT
    assert "entry 3, position 4: its actor was changed" in words.stdout
    assert "entry 5, position 3: " in words.stdout
    assert "Keep this database and its anchors as they are." in words.stdout
    found = json.loads(facts.stdout)
    assert (found["lines"], found["anchors"]) == (11, 1)
    assert {("entry 3", 4), ("entry 5", 3)} == {(f["chain"], f["position"]) for f in found["findings"]}


@pytest.mark.slow
def test_without_its_database_it_says_so_in_a_sentence(database_server):
    command = [sys.executable, "-m", "hearthside", "ledger", "verify"]
    nowhere = SERVER.url(APP_ROLE, "no_such_database")

    answer = subprocess.run(
        command, env={**os.environ, "DATABASE_URL": nowhere}, capture_output=True, text=True, check=False
    )

    assert answer.returncode == BAD_INPUT
    assert "Traceback" not in answer.stderr
    assert answer.stderr.strip().endswith(".")
