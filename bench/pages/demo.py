"""Starts the demonstration on data of its own, and stops it afterwards."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATA = Path(__file__).parent / "out" / "var"
ADDRESS = re.compile(r"http://localhost:\d+")
COMMAND = [sys.executable, "-m", "hearthside"]


@contextmanager
def running_demo() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The address of a running demonstration and its sign-ins: role, email and password of each."""
    DATA.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "HEARTHSIDE_DATA": str(DATA), "HEARTHSIDE_SECOND_FACTOR": "off"}
    for given in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        environment.pop(given, None)
    up = subprocess.Popen([*COMMAND, "up"], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        yield _address(up), _sign_ins(environment)
    finally:
        up.terminate()
        up.wait(timeout=60)


def _address(up: "subprocess.Popen[str]") -> str:
    assert up.stdout is not None
    for line in up.stdout:
        print(line, end="")
        if found := ADDRESS.search(line):
            # Whoever prints must be read, or it would wait for ever.
            threading.Thread(target=up.stdout.read, daemon=True).start()
            return found.group()
    raise SystemExit("The demonstration did not start.")


def _sign_ins(environment: dict[str, str]) -> list[dict[str, str]]:
    said = subprocess.run(
        [*COMMAND, "demo", "sign-ins", "--json"], env=environment, stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    listed: list[dict[str, str]] = json.loads(said)
    return listed
