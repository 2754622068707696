"""
What must be done before the parts start: the schema brought up to date, files for browsers gathered, the demonstration.

Each step does nothing where nothing is to do, but finding that out takes seconds. So a note remembers for which program
and which database all was done, and a start that finds both unchanged skips the steps.
"""

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

import hearthside
from hearthside.base.refusal import Refusal
from hearthside.project.up.asked import Asked
from hearthside.project.up.folder import write_privately
from hearthside.project.up.installation import OWNER_URL, Installation
from hearthside.project.up.part import Part

NOTE = "prepared"
IDENTIFIER_BYTES = 8
"""PostgreSQL's control file begins with a number that no other cluster has."""


class StepFailed(Refusal):
    """Something that must be done before the program starts went wrong."""

    def __init__(self, part: Part, how: str):
        super().__init__(
            f"Hearthside does not start: {part.name} {how}.\n{part.last_words()}\nAll of it is in {part.log}. "
            "`hearthside doctor` says what may be wrong."
        )


def prepare(installation: Installation, asked: Asked, say: Callable[[str], None]) -> None:
    """
    Do what has to be done, unless it is done already or we are asked to stop.

    Raises:
        StepFailed: the last lines of its log are in the sentence.
    """
    note, now = installation.folder.run / NOTE, fingerprint(installation)
    if installation.embedded is not None and note.exists() and note.read_text(encoding="utf-8") == now:
        return
    say("Preparing: the schema, files for browsers" + (", made-up people." if installation.embedded else "."))
    for part in _steps(installation):
        part.start()
        while (how := part.ended()) is None:
            asked.wait(1.0)
            if asked():
                part.kill()
                return
        if how != "ended with code 0":
            raise StepFailed(part, how)
    write_privately(note, now)


def fingerprint(installation: Installation) -> str:
    """Changes whenever the program, a package it uses, or the database is another one."""
    digest = hashlib.sha256()
    if installation.embedded is not None:
        with (installation.embedded.data / "global" / "pg_control").open("rb") as file:
            digest.update(file.read(IDENTIFIER_BYTES))
    for path in sorted(Path(hearthside.__file__).parent.rglob("*")):
        if "__pycache__" not in path.parts and path.is_file():
            looked_at = path.stat()
            digest.update(f"{path} {looked_at.st_size} {looked_at.st_mtime_ns}\n".encode())
    for place in map(Path, sys.path):
        digest.update("".join(sorted(found.name for found in place.glob("*.dist-info"))).encode())
    return digest.hexdigest()


def _steps(installation: Installation) -> list[Part]:
    data, logs = installation.folder.path, installation.folder.logs
    command = [sys.executable, "-m", "hearthside"]
    migrating = {**installation.variables, OWNER_URL: installation.owner_url}
    steps = [Part("the schema", [*command, "migrate"], migrating, data, logs / "migrate.log")]
    if installation.embedded is not None:
        build = [*command, "demo", "build"]
        steps.append(Part("the demonstration", build, dict(installation.variables), data, logs / "demo.log"))
    return steps
