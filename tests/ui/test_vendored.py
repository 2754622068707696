"""What others made and we keep: exactly as published, with its license, and nothing more than that."""

import hashlib
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "src" / "hearthside" / "ui"
VENDOR = UI / "static" / "ui" / "vendor"
LIVE = UI.parent / "live" / "static" / "live" / "vendor"
FOLDERS = (LIVE / "livekit-client", VENDOR / "htmx", VENDOR / "atkinson-hyperlegible-next", UI / "icons")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_every_file_is_the_one_that_was_published_and_has_a_license(folder):
    sums = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    there = {file.name for file in folder.iterdir()} - {"SHA256SUMS", "README.md", ".gitattributes"}

    assert set(sums) == there
    assert "LICENSE" in sums
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in there} == sums


def test_no_file_asks_for_a_source_map_that_is_not_there():
    scripts = [*VENDOR.rglob("*.js"), *LIVE.rglob("*.js")]

    assert [f.name for f in scripts if b"sourceMappingURL" in f.read_bytes()] == []


def test_style_sheets_ask_for_nothing_outside():
    outside = [
        f.name for f in (UI / "static").rglob("*.css") if any(w in f.read_text("utf-8") for w in ("http", "@import"))
    ]

    assert outside == []
