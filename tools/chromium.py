"""
Makes sure that the page tests have a browser, and prints where it is.

Tried in turn: a Chromium that is here already; the system's package manager, as root or with password-less sudo;
Playwright's own download. If none works, one sentence says what to do, and the exit code is 1: page tests are never
skipped in silence. "Works" means that it opened a page, because on some systems the command only advertises a shop.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE_MANAGERS = {
    "apt-get": ("apt-get", "install", "-y", "--no-install-recommends", "chromium"),
    "dnf": ("dnf", "install", "-y", "chromium"),
    "apk": ("apk", "add", "chromium"),
    "zypper": ("zypper", "--non-interactive", "install", "chromium"),
    "pacman": ("pacman", "-S", "--noconfirm", "chromium"),
}


def candidates() -> Iterator[str]:
    """Browsers that might be here: the one named in the environment, the system's, Playwright's own."""
    named = os.environ.get("HEARTHSIDE_CHROMIUM")
    if named:
        yield named
    yield from filter(None, map(shutil.which, COMMANDS))
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).exists():
        yield own


def opens_a_page(path: str) -> bool:
    """Whether this browser starts and shows a page."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"], timeout=60_000)
            browser.new_page().goto("about:blank")
            browser.close()
        except Error:
            return False
    return True


@cache
def working() -> str | None:
    """The first browser that opens a page."""
    return next((path for path in candidates() if opens_a_page(path)), None)


def administrator() -> list[str] | None:
    """What to put before a command so that it runs as root: nothing as root, sudo if it asks no password, else None."""
    if os.geteuid() == 0:
        return []
    asks_nothing = ["sudo", "-n", "true"]
    if shutil.which("sudo") and subprocess.run(asks_nothing, capture_output=True, check=False).returncode == 0:
        return ["sudo", "-n"]
    return None


def run(command: list[str]) -> None:
    """Runs an installer; its words go to the error stream, because our output is the browser's path alone."""
    print("Installing a browser for the page tests:", " ".join(command), file=sys.stderr)
    subprocess.run(command, stdout=sys.stderr, check=False)


def from_nowhere() -> None:
    """Installs nothing: perhaps a browser is here already."""


def from_the_system() -> None:
    """Asks the system's package manager for Chromium, where we may."""
    before = administrator()
    manager = next((name for name in PACKAGE_MANAGERS if shutil.which(name)), None)
    if before is None or manager is None:
        return
    if manager == "apt-get":
        run([*before, "apt-get", "update", "-q"])
    run([*before, *PACKAGE_MANAGERS[manager]])


def from_playwright() -> None:
    """Asks Playwright to download its own Chromium into this user's cache folder."""
    system_libraries = ["--with-deps"] if administrator() is not None and shutil.which("apt-get") else []
    run([sys.executable, "-m", "playwright", "install", *system_libraries, "chromium"])


def remedy() -> str:
    """The sentence for a machine where no way led to a browser."""
    manager = next((name for name in PACKAGE_MANAGERS if shutil.which(name)), None)
    command = " ".join(PACKAGE_MANAGERS[manager]) if manager else "your system's way to install Chromium"
    sudo = "" if os.geteuid() == 0 or not manager else "sudo "
    return f"The page tests need Chromium, which could not be installed. Say: {sudo}{command}   then `make test` again."


def main() -> int:
    """Prints the path of a working browser."""
    for install in (from_nowhere, from_the_system, from_playwright):
        install()
        # What was not there a moment ago may be there now.
        working.cache_clear()
        if found := working():
            print(found)
            return 0
    print(remedy(), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
