"""
A folder of files written whole or not at all.

Everything is written to a new folder beside the old one and only then takes its name. So a full disk, a lost
connection or a power cut leaves either the week that was there or the new one, never half of each.
"""

import json
import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

from hearthside.base.refusal import Refusal
from hearthside.placement.folder.schema import MOST_PLACED_FOLDER, SUMMARY_FILE, WEEK_FILES

ENGINE = "hearthside"
OURS = "Name a folder that is new or empty, or a week that hearthside wrote."


class NotOurs(Refusal):
    """The folder to write to holds something that hearthside did not write; it is left alone."""

    def __init__(self, folder: Path, what: str, remedy: str = OURS):
        self.folder, self.what, self.remedy = folder, what, remedy
        super().__init__(f"{folder} is left as it is: {what}. {remedy}")


def refuse_unless_ours(folder: Path) -> None:
    """
    Raises:
        NotOurs: `folder` is a file, or holds anything but a week of ours.
    """
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise NotOurs(folder, "it is a file, not a folder")
    try:
        here = sorted(folder.iterdir())
    except PermissionError:
        raise NotOurs(folder, "it may not be read") from None
    if not here:
        return
    strange = [p.name for p in here if not _is_week_file(p) and not _is_second_answer(p)]
    if strange:
        raise NotOurs(folder, f"it holds {strange[0]!a}, which is not part of a week")
    if not _engine(folder / SUMMARY_FILE).startswith(ENGINE):
        raise NotOurs(folder, f"it has no {SUMMARY_FILE} of hearthside's")


def refuse_unless_writable(folder: Path) -> None:
    """
    Say before the work what would otherwise be found out after it.

    Raises:
        NotOurs: nothing can be made where `folder` is to stand.
    """
    above = next(p for p in folder.resolve().parents if os.path.lexists(p))
    if not above.is_dir():
        raise NotOurs(folder, f"{above} is a file, not a folder", "Name another folder.")
    if not os.access(above, os.W_OK | os.X_OK):
        raise NotOurs(folder, f"{above} may not be written to", "Name another folder, or allow writing there.")


def _is_week_file(path: Path) -> bool:
    return path.name in WEEK_FILES and path.is_file()


def _is_second_answer(path: Path) -> bool:
    return path.name == MOST_PLACED_FOLDER and path.is_dir() and all(_is_week_file(p) for p in path.iterdir())


def _engine(summary: Path) -> str:
    try:
        figures = json.loads(summary.read_bytes())
    except (OSError, ValueError, RecursionError):
        return ""
    return str(figures.get("engine", "")) if isinstance(figures, dict) else ""


def refuse_unless_empty(folder: Path) -> None:
    """
    Raises:
        NotOurs: `folder` is a file, or holds anything at all.
    """
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise NotOurs(folder, "it is a file, not a folder")
    if any(folder.iterdir()):
        raise NotOurs(folder, "it is not empty", "Name a folder that is new or empty.")


def replace_week(folder: Path, files: Mapping[str, bytes]) -> None:
    """
    Put a folder with exactly these files (path below it, content) in place of `folder`.

    Raises:
        NotOurs: what stands there is not ours.
        OSError: it cannot be written; what stood there still stands.
    """
    refuse_unless_ours(folder)
    refuse_unless_writable(folder)
    _replace(folder, files)


def fill_new_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """
    Make `folder` with exactly these files.

    Raises:
        NotOurs: it is there and not empty.
        OSError: it cannot be written.
    """
    refuse_unless_empty(folder)
    refuse_unless_writable(folder)
    _replace(folder, files)


def _replace(folder: Path, files: Mapping[str, bytes]) -> None:
    folder = folder.resolve()  # a link keeps pointing where it points
    folder.parent.mkdir(parents=True, exist_ok=True)
    mark = uuid.uuid4().hex[:12]
    new, old = (folder.parent / f".{folder.name}.{mark}.{what}" for what in ("new", "old"))
    try:
        _fill(new, files)
        try:
            if folder.exists():
                shutil.copymode(folder, new)
                folder.rename(old)
            new.rename(folder)
        except BaseException:
            if old.exists() and not folder.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(new, ignore_errors=True)
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
