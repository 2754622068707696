"""The made-up people of the demonstration and their passwords, as they are kept for whoever runs it."""

import json
from collections.abc import Iterable

from hearthside.project.up.folder import DataFolder, write_privately
from hearthside.project.up.installation import Installation

SignIn = dict[str, str]
"""`role`, `email`, `password`."""


def keep(folder: DataFolder, sign_ins: Iterable[SignIn]) -> None:
    """Write them down, for the owner of the installation alone."""
    write_privately(folder.sign_ins, json.dumps(list(sign_ins), indent=2) + "\n")


def kept(folder: DataFolder) -> list[SignIn]:
    """What was written down; empty where no demonstration was built."""
    try:
        found: list[SignIn] = json.loads(folder.sign_ins.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return found


def table(sign_ins: Iterable[SignIn]) -> str:
    """One line each."""
    return "\n".join(f"  {one['role']:<12} {one['email']:<30} {one['password']}" for one in sign_ins)


def how_to_sign_in(installation: Installation, address: str) -> str:
    """What the start says of it."""
    sign_ins = kept(installation.folder) if installation.embedded is not None else []
    if sign_ins:
        return (
            f"Sign in at {address}/accounts/login/ as one of these made-up people\n"
            f"(`hearthside demo sign-ins` shows them again):\n\n{table(sign_ins)}\n"
        )
    return (
        f"Sign in at {address}/accounts/login/. A new installation has no program yet:\n"
        "`hearthside program create --help` says how to begin one.\n"
    )
