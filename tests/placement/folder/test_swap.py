"""A folder is written whole or not at all, and only over what is ours."""

import errno
import os
from pathlib import Path

import pytest

from hearthside.placement.folder.swap import NotOurs, fill_new_folder, refuse_unless_writable, replace_week
from tests.placement.folder.small_roster import write

OURS = {"summary.json": b'{"engine": "hearthside 1"}', "cohorts.csv": b"old"}
NEW = {"summary.json": b'{"engine": "hearthside 2"}', "members.csv": b"new", "most_placed/members.csv": b"newer"}


def content(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_new_folder_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    replace_week(tmp_path / "a" / "b" / "week", NEW)

    assert content(tmp_path) == {f"a/b/week/{name}": text for name, text in NEW.items()}


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "week").mkdir()

    replace_week(tmp_path / "week", NEW)

    assert content(tmp_path / "week") == NEW


def test_a_week_of_ours_is_replaced_whole(tmp_path: Path) -> None:
    write(tmp_path / "week", {**OURS, "most_placed/cohorts.csv": b"old"})

    replace_week(tmp_path / "week", NEW)

    assert content(tmp_path) == {f"week/{name}": text for name, text in NEW.items()}


@pytest.mark.parametrize(
    "there",
    [
        {"letter.txt": b"Dear all"},
        {**OURS, "letter.txt": b"Dear all"},
        {**OURS, "people.csv": b"a roster"},
        {**OURS, "most_placed/letter.txt": b"Dear all"},
        {**OURS, "current/cohorts.csv": b""},
        {"cohorts.csv": b"no summary"},
        {**OURS, "summary.json": b'{"engine": "another"}'},
        {**OURS, "summary.json": b"[]"},
        {**OURS, "summary.json": b"cut o"},
        {"summary.json/engine": b"hearthside"},
    ],
)
def test_whatever_else_stands_there_is_left_alone(there: dict[str, bytes], tmp_path: Path) -> None:
    write(tmp_path / "week", there)

    with pytest.raises(NotOurs):
        replace_week(tmp_path / "week", NEW)

    assert content(tmp_path / "week") == there


def test_a_file_is_not_taken_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "week").write_bytes(b"a file")

    with pytest.raises(NotOurs):
        replace_week(tmp_path / "week", NEW)

    assert (tmp_path / "week").read_bytes() == b"a file"


def test_a_link_keeps_pointing_to_the_week_it_points_to(tmp_path: Path) -> None:
    write(tmp_path / "disk" / "week", OURS)
    (tmp_path / "week").symlink_to(tmp_path / "disk" / "week")

    replace_week(tmp_path / "week", NEW)

    assert (tmp_path / "week").is_symlink()
    assert content(tmp_path / "disk" / "week") == NEW


def test_when_the_disk_is_full_the_old_week_stays_and_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "week", OURS)
    written = []

    def full_after_two(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) > 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_after_two)

    with pytest.raises(OSError, match="No space left"):
        replace_week(tmp_path / "week", NEW)

    assert content(tmp_path) == {f"week/{name}": text for name, text in OURS.items()}
    assert [p.name for p in tmp_path.iterdir()] == ["week"]


def test_when_the_new_folder_cannot_take_its_place_the_old_one_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "week", OURS)
    rename = Path.rename

    def refuse_the_new_one(path: Path, target: Path) -> Path:
        if path.name.endswith(".new"):
            raise OSError(errno.EBUSY, "Device or resource busy")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_the_new_one)

    with pytest.raises(OSError, match="busy"):
        replace_week(tmp_path / "week", NEW)

    assert content(tmp_path) == {f"week/{name}": text for name, text in OURS.items()}
    assert [p.name for p in tmp_path.iterdir()] == ["week"]


def test_a_new_roster_goes_only_into_a_new_or_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "week", OURS)

    fill_new_folder(tmp_path / "empty", {"people.csv": b""})
    with pytest.raises(NotOurs):
        fill_new_folder(tmp_path / "week", {"people.csv": b""})

    assert content(tmp_path / "empty") == {"people.csv": b""}
    assert content(tmp_path / "week") == OURS


def test_a_place_that_cannot_be_written_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"letter.txt": b"Dear all"})

    refuse_unless_writable(tmp_path / "new" / "week")
    with pytest.raises(NotOurs, match=r"letter\.txt is a file, not a folder"):
        refuse_unless_writable(tmp_path / "letter.txt" / "week")
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path)
    with pytest.raises(NotOurs, match="may not be written to"):
        refuse_unless_writable(tmp_path / "new" / "week")
