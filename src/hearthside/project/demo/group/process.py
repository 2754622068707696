"""A process with people of the group in it, seen from whoever fills the group."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

COMMAND = (sys.executable, "-m", "hearthside.project.demo.group.bots")
LEAVES_WITHIN_SECONDS = 5.0
GIVES_WAY = 10
"""How much the process gives way to everybody else's work, as `nice` counts."""


class Process:
    """Bots of one process: all of them end together when it is killed."""

    def __init__(self, client: Path | None = None) -> None:
        """`client`: the folder of the package that connects them, where this environment has none (client.py)."""
        variables = {**os.environ, "PYTHONPATH": str(client)} if client else None
        self._process = subprocess.Popen(
            COMMAND, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        os.setpriority(os.PRIO_PROCESS, self._process.pid, GIVES_WAY)
        self._said: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def ask(self, what: Mapping[str, Any]) -> None:
        """One line to it. One that has died hears nothing."""
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(what) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            return

    def said(self) -> list[dict[str, Any]]:
        """What it said since the last time."""
        found = []
        while True:
            try:
                found.append(self._said.get_nowait())
            except Empty:
                return found

    def kill(self) -> None:
        """Their computer dies: nothing is said, and nobody says goodbye."""
        self._process.kill()
        self._process.wait()
        self._let_go()

    def end(self) -> None:
        """They leave."""
        assert self._process.stdin
        try:
            self._process.stdin.close()
            self._process.wait(LEAVES_WITHIN_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            self.kill()
        self._let_go()

    def _let_go(self) -> None:
        """Nothing of it is left open."""
        assert self._process.stdin
        with suppress(OSError):
            self._process.stdin.close()
        self._reader.join()

    def _read(self) -> None:
        assert self._process.stdout
        with self._process.stdout:
            for line in self._process.stdout:
                self._said.put(json.loads(line))
