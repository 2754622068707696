"""
Without root's rights: how the database runs when everything else is started by root, as in a container.

PostgreSQL refuses to run as root. Of two ways the first that works here is taken; neither makes an account, and neither
touches a permission outside the database's own folder.

1. A user namespace in which the server is nobody. Its files stay root's, and it holds none of root's capabilities.
2. Where user namespaces are off (many containers): the server runs as nobody, and its folder belongs to nobody. Where
   a private folder lies on the way, it may also read what it does not own, and nothing more.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from hearthside.base.refusal import Refusal


class NoWayWithoutRoot(Refusal):
    """Root wants to start a database, and this system offers no way to run it as anybody else."""


@dataclass(frozen=True)
class RunsAs:
    """Who the server is, and what stands before its commands to make it so."""

    words: str
    before: tuple[str, ...]
    owner: tuple[int, int]
    """User and group that its files belong to, as we see them."""

    def give(self, folder: Path) -> None:
        """Let the database's folder, and all in it, belong to whom the server runs as."""
        if (folder.stat().st_uid, folder.stat().st_gid) == self.owner or os.geteuid() != 0:
            return
        for path in sorted(folder.rglob("*"), reverse=True):
            os.chown(path, *self.owner, follow_symlinks=False)
        os.chown(folder, *self.owner)  # last: a change that was cut short is taken up again


def runs_as(folder: Path, programs: Path) -> RunsAs:
    """
    Whom the database of this folder runs as here.

    Raises:
        NoWayWithoutRoot: we are root, and cannot be anybody else.
    """
    if os.geteuid() != 0:
        return RunsAs("you", (), (os.geteuid(), os.getegid()))
    nobody = pwd.getpwnam("nobody")
    namespace = (
        "unshare", "--user", f"--map-user={nobody.pw_uid}", f"--map-group={nobody.pw_gid}", "--",
    )  # fmt: skip
    if _works(namespace, "true"):
        return RunsAs("nobody, in a user namespace", namespace, (0, os.getegid()))

    owner = (nobody.pw_uid, nobody.pw_gid)
    ids = ("setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups")
    plain = (*ids, "--inh-caps=-all", "--no-new-privs", "--")
    reading = (
        *ids, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--securebits=+no_setuid_fixup", "--",
    )  # fmt: skip
    reach = ("test", "-x", str(folder.parent), "-a", "-x", str(programs / "postgres"))
    if _works(plain, *reach):
        return RunsAs("nobody, by setpriv", plain, owner)
    if _works(reading, *reach):
        return RunsAs("nobody, by setpriv, allowed to pass private folders", reading, owner)
    raise NoWayWithoutRoot(
        "PostgreSQL does not run as root. Nobody may make a user namespace here, and the user nobody cannot reach "
        f"{folder.parent} and {programs}. Put the checkout where everybody may enter, start as an ordinary user, or "
        "set DATABASE_URL and DATABASE_OWNER_URL to a database of yours."
    )


def _works(before: tuple[str, ...], *command: str) -> bool:
    if shutil.which(before[0]) is None:
        return False
    return subprocess.run([*before, *command], capture_output=True, check=False, cwd="/").returncode == 0
