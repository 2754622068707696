"""Whoever brings something in reads beforehand how much is taken at once."""

from pathlib import Path

import pytest

from hearthside.interop import limits

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "import-your-roster.md"
TOLD = {
    "an upload": f"{limits.UPLOAD_BYTES // limits.MEGABYTE} MB;",
    "what an archive holds": f"unpacked {limits.UNPACKED_BYTES // limits.MEGABYTE} MB;",
    "files": f"{limits.ARCHIVE_FILES} files in an archive",
    "names": f"names of at most {limits.LONGEST_FILE_NAME} characters",
    "a bundle": f"{limits.BUNDLE_BYTES // limits.MEGABYTE} MB from the command line",
    "its entries": f"{limits.BUNDLE_ENTRIES:,} entries",
}


@pytest.mark.parametrize("what", TOLD)
def test_the_guide_tells_every_limit(what):
    section = GUIDE.read_text(encoding="utf-8").partition("## Limits")[2]

    assert TOLD[what] in section
