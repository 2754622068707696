"""The official release of the media server, taken only if it is byte for byte the one that we know."""

import hashlib
import io
import platform
import tarfile
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path

from hearthside.project.media.binary import COMMAND, VERSION
from hearthside.project.media.unavailable import NotThisWay

AT = "https://github.com/livekit/livekit/releases/download"
# What the release's own list of checksums says of its archives.
ARCHIVES = {
    ("Linux", "x86_64"): ("linux_amd64", "c020fac437b7cc9b776eef1ad5ea8af77be9acfa07602eca20a3a44930dfbc70"),
    ("Linux", "aarch64"): ("linux_arm64", "332015305518765fe05bad74fc3a9d9583e635e7dd130de3c4fc563d69c550f3"),
}
ANSWERS_WITHIN_SECONDS = 20.0
LARGEST_BYTES = 100_000_000
PIECE_BYTES = 1_000_000


def download(target: Path, say: Callable[[str], None]) -> None:
    """
    Put the program at `target`.

    Raises:
        NotThisWay: there is none for this machine, it cannot be reached, or it is not the one we know.
    """
    known = ARCHIVES.get((platform.system(), platform.machine()))
    if known is None:
        raise NotThisWay(f"there is none that we know for {platform.system()} on {platform.machine()}")
    name, checksum = known
    archive = _fetched(f"{AT}/v{VERSION}/livekit_{VERSION}_{name}.tar.gz", say)
    unpack(archive, checksum, target)


def unpack(archive: bytes, checksum: str, target: Path) -> None:
    """
    Take the program out of the archive, once its checksum is right.

    Raises:
        NotThisWay: it is another archive, or the program is not in it.
    """
    if hashlib.sha256(archive).hexdigest() != checksum:
        raise NotThisWay("what came is not the release whose checksum we know; it was thrown away")
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            program = files.extractfile(COMMAND)
            content = program.read() if program else b""
    except (tarfile.TarError, KeyError):
        content = b""
    if not content:
        raise NotThisWay("the program is not in its archive")
    half = target.with_name(f"{target.name}.new")
    half.write_bytes(content)
    half.chmod(0o755)
    half.replace(target)


def _fetched(address: str, say: Callable[[str], None]) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=ANSWERS_WITHIN_SECONDS) as answer:
            size = int(answer.headers.get("Content-Length") or 0)
            pieces, got = [], 0
            while piece := answer.read(PIECE_BYTES):
                pieces.append(piece)
                got += len(piece)
                if got > LARGEST_BYTES:
                    raise NotThisWay("what came is far larger than the release")
                say(f"downloading the release, {got / 1e6:.0f} of {size / 1e6:.0f} MB")
    except (OSError, HTTPException, ValueError):
        raise NotThisWay("it cannot be reached from here") from None
    return b"".join(pieces)
