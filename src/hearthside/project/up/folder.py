"""
The installation's data folder: what lies where, and who may read it.

Everything a running installation keeps outside a database of its own lies here and nowhere else, readable by its owner
alone. Deleting the folder deletes the installation.
"""

import os
import pwd
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hearthside.base.refusal import Refusal


class FolderUnfit(Refusal):
    """The data folder cannot hold an installation, for the reason given."""


@dataclass(frozen=True)
class DataFolder:
    """Where each thing of an installation lies."""

    path: Path

    @property
    def database(self) -> Path:
        """The embedded database and its socket."""
        return self.path / "database"

    @property
    def logs(self) -> Path:
        return self.path / "log"

    @property
    def run(self) -> Path:
        """What is only true while the program runs, or until something changes."""
        return self.path / "run"

    @property
    def secret_key(self) -> Path:
        return self.path / "secret-key"

    @property
    def sign_ins(self) -> Path:
        """The made-up people of the demonstration, with their passwords."""
        return self.path / "demo-sign-ins.json"

    def make(self) -> None:
        """
        Make the folder and those within it.

        Raises:
            FolderUnfit: it belongs to somebody else.
        """
        if self.path.exists() and self.path.stat().st_uid != os.geteuid():
            raise FolderUnfit(
                f"The data folder {self.path} belongs to {user_name(self.path.stat().st_uid)}, and you are "
                f"{user_name(os.geteuid())}. Start as {user_name(self.path.stat().st_uid)}, or name a folder of your "
                "own in HEARTHSIDE_DATA."
            )
        for folder in (self.path, self.logs, self.run):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def secret(self) -> str:
        """The key that signs sessions and links: made once for this installation, readable by its owner alone."""
        if not self.secret_key.exists():
            write_privately(self.secret_key, secrets.token_urlsafe(48))
        return self.secret_key.read_text(encoding="utf-8").strip()


def write_privately(path: Path, text: str) -> None:
    """Write the whole file or nothing, for its owner's eyes alone."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # 0600 from the first moment
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
