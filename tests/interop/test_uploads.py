"""What a browser sends: unpacked by our rules, whatever an archive says of itself."""

import io
import time
import zipfile

import pytest

from hearthside.interop import limits
from hearthside.interop.upload.unpacking import CannotBeRead, sent, unpacked_again
from tests.interop.rosters import EXAMPLES


def packed(*files: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """An archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    """An entry that is a link."""
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


SAMPLE = tuple((path.name, path.read_bytes()) for path in sorted((EXAMPLES / "sample-24").glob("*.csv")))


def test_a_zipped_folder_is_the_same_as_its_files():
    folder = packed(*((f"my roster/{name}", content) for name, content in SAMPLE), ("my roster/README.txt", b"hi"),
                    ("__MACOSX/my roster/._people.csv", b"x"))  # fmt: skip

    by_zip, by_files = sent([("roster.zip", folder)]), sent(list(SAMPLE))

    assert by_zip.files == by_files.files == dict(SAMPLE)


def test_a_published_week_stands_in_its_own_folder():
    both = packed(("people.csv", b"a"), ("current/members.csv", b"b"), ("current/deeper/x.csv", b"c"))

    assert sent([("r.zip", both)]).files == {"people.csv": b"a", "current/members.csv": b"b"}


def test_what_was_packed_comes_back():
    one = sent(list(SAMPLE))

    assert unpacked_again(one.kind, one.packed()) == one


def bomb() -> bytes:
    """A file that unpacks to more than anybody has room for."""
    return packed(("people.csv", b"\0" * (limits.UNPACKED_BYTES + 1)))


BAD = {
    "nothing": [],
    "a picture": [("cat.png", b"\x89PNG")],
    "an empty archive": [("r.zip", packed())],
    "no archive": [("r.zip", b"people")],
    "a truncated archive": [("r.zip", packed(*SAMPLE)[:-200])],
    "a path upward": [("r.zip", packed(("../people.csv", b"x")))],
    "a path upward within": [("r.zip", packed(("a/../../people.csv", b"x")))],
    "an absolute path": [("r.zip", packed(("/etc/people.csv", b"x")))],
    "a drive": [("r.zip", packed(("C:/people.csv", b"x")))],
    "a backslash": [("r.zip", packed(("..\\people.csv", b"x")))],
    "a dot": [("r.zip", packed(("./people.csv", b"x")))],
    "a newline in a name": [("r.zip", packed(("peo\nple.csv", b"x")))],
    "a link": [("r.zip", packed((link("people.csv"), b"/etc/passwd")))],
    "a bomb": [("r.zip", bomb())],
    "more files than a roster has": [("r.zip", packed(*((f"{n}.csv", b"") for n in range(101))))],
    "an archive in an archive": [("r.zip", packed(("inner.zip", packed(("people.csv", b"x")))))],
    "an archive called CSV": [("people.csv", packed(("people.csv", b"x")))],
    "one file twice": [("people.csv", b"x"), ("people.csv", b"y")],
    "two archives": [("a.zip", packed(*SAMPLE)), ("b.zip", packed(*SAMPLE))],
    "too much": [("people.csv", b"x" * (limits.UPLOAD_BYTES + 1))],
}


@pytest.mark.parametrize("files", BAD.values(), ids=BAD.keys())
def test_what_does_not_play_by_the_rules_is_refused_in_words(files):
    began = time.process_time()

    with pytest.raises(CannotBeRead) as refused:
        sent(files)

    assert str(refused.value).endswith(".")
    assert time.process_time() - began < 2


def test_one_name_twice_in_an_archive_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = packed(("people.csv", b"a"), ("people.csv", b"b"))

    with pytest.raises(CannotBeRead, match="twice"):
        sent([("r.zip", twice)])


def test_a_locked_archive_is_refused():
    locked = bytearray(packed(("people.csv", b"a")))
    # The bit that says so, in the entry's own header and in the list at the end.
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(CannotBeRead, match="password"):
        sent([("r.zip", bytes(locked))])
