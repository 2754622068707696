"""
Files as a browser sends them: a roster as one zip or as its CSV files, or a FHIR bundle.

Nothing of an archive is trusted: what is not a file of a roster is never unpacked, every name is checked before a byte
is read, and reading stops at the limit whatever the archive says of itself.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hearthside.base.refusal import Refusal
from hearthside.interop.limits import ARCHIVE_FILES, LONGEST_FILE_NAME, MEGABYTE, UNPACKED_BYTES, UPLOAD_BYTES
from hearthside.placement.folder.schema import CURRENT_FOLDER

ROSTER, BUNDLE = "roster", "bundle"
_ONE_STEP = re.compile(r"[^/\\\x00-\x1f:]+")
# What systems put into archives by themselves.
_PASSED_OVER = re.compile(r"(__MACOSX/|\.DS_Store$|Thumbs\.db$)")
LINK = 0o120000
_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


class CannotBeRead(Refusal):
    """What was sent is no roster and no bundle."""


@dataclass(frozen=True)
class Sent:
    """What was sent: a roster's files by their path below its folder, or one bundle."""

    kind: str
    files: dict[str, bytes]

    def write(self, folder: Path) -> None:
        """Put the roster's files into a folder."""
        for path, content in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)

    def packed(self) -> bytes:
        """All of it as one archive of our own."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in sorted(self.files.items()):
                archive.writestr(path, content)
        return packed.getvalue()


def sent(files: Sequence[tuple[str, bytes]]) -> Sent:
    """
    What these files (name and content) are.

    Raises:
        CannotBeRead: nothing, too much, of another kind, or an archive that does not play by the rules.
    """
    if sum(len(content) for _, content in files) > UPLOAD_BYTES:
        raise CannotBeRead(f"These files are larger than {_megabytes(UPLOAD_BYTES)} together. Send a smaller roster.")
    names = [name.lower() for name, _ in files]
    if len(files) == 1 and names[0].endswith(".json"):
        return Sent(BUNDLE, {"bundle.json": files[0][1]})
    if len(files) == 1 and names[0].endswith(".zip"):
        return Sent(ROSTER, _unpacked(files[0][1]))
    if files and all(name.endswith(".csv") for name in names):
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise CannotBeRead(f"{twice[:60]} was chosen twice. Choose each file once.")
        if content := next((name for name, content in files if _is_archive(content)), None):
            raise CannotBeRead(f"{content[:60]} is an archive with the name of a CSV file. Send it as a .zip.")
        return Sent(ROSTER, {name: content for name, content in files if _path(name)})
    raise CannotBeRead("Choose one .zip of a roster's folder, the roster's .csv files, or one FHIR bundle as .json.")


def unpacked_again(kind: str, packed: bytes) -> Sent:
    """What `Sent.packed` gave, back."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return Sent(kind, {name: archive.read(name) for name in archive.namelist()})


def _unpacked(content: bytes) -> dict[str, bytes]:
    if not _is_archive(content):
        raise CannotBeRead("This file is called .zip and is none. Pack the roster's folder again.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive, _members(archive))
    except _DAMAGED as error:
        raise CannotBeRead("This archive is damaged, or packed in a way not read here. Pack it again.") from error


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The roster's files by their path. Raises CannotBeRead for whatever an honest archive does not hold."""
    entries = [e for e in archive.infolist() if not e.is_dir() and not _PASSED_OVER.search(e.filename)]
    if len(archive.infolist()) > ARCHIVE_FILES:
        raise CannotBeRead(
            f"This archive holds {len(archive.infolist()):,} files; a roster has at most {ARCHIVE_FILES}. "
            "Pack only its folder."
        )
    for entry in entries:
        _refuse_entry(entry)
    above = _folder_above([e.filename for e in entries])
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        path = _path(entry.filename.removeprefix(above))
        if not path:
            continue
        if path in found:
            raise CannotBeRead(f"{path} is in the archive twice. Pack it again.")
        found[path] = entry
    if not found:
        raise CannotBeRead("There is no CSV file of a roster in this archive. Pack the roster's folder.")
    return found


def _refuse_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    steps = name.split("/")
    if len(name) > LONGEST_FILE_NAME or not all(_ONE_STEP.fullmatch(step) and step.strip(". ") for step in steps):
        raise CannotBeRead(
            f"A file in this archive lies outside of its folder, or has a name that no roster has: {name[:60]!a}."
        )
    if entry.external_attr >> 16 & 0o170000 == LINK:
        raise CannotBeRead(f"{name[:60]} in this archive is a link to another file. Pack the files themselves.")
    if entry.flag_bits & 0x1:
        raise CannotBeRead("This archive is locked with a password. Pack it without one; the way here is encrypted.")


def _folder_above(names: Sequence[str]) -> str:
    """The one folder that everything lies in, as most people pack it; empty where there is none."""
    first = {name.partition("/")[0] for name in names}
    if len(first) == 1 and all("/" in name for name in names) and first != {CURRENT_FOLDER}:
        return f"{first.pop()}/"
    return ""


def _path(name: str) -> str:
    """Where a file of a roster belongs: at the top or in current/; empty for any other file, which is passed over."""
    steps = name.split("/")
    if not steps[-1].lower().endswith(".csv"):
        return ""
    return name if len(steps) == 1 or (len(steps) == 2 and steps[0] == CURRENT_FOLDER) else ""


def _read(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> dict[str, bytes]:
    left = UNPACKED_BYTES
    found = {}
    for path, entry in members.items():
        with archive.open(entry) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise CannotBeRead(
                f"Unpacked, this archive is larger than {_megabytes(UNPACKED_BYTES)}; no roster is. Pack only its "
                "files."
            )
        found[path] = content
    return found


def _is_archive(content: bytes) -> bool:
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _megabytes(size: int) -> str:
    return f"{size // MEGABYTE} MB"
