"""Until when the demonstration lasts, as the start knows it without asking the database."""

from datetime import date

from hearthside.project.up.folder import DataFolder, write_privately

NOTE = "demonstration-lasts-until"


def keep(folder: DataFolder, until_on: date | None) -> None:
    """Write down its last day; None where the database holds none of ours, as one of an older release."""
    if until_on is None:
        (folder.path / NOTE).unlink(missing_ok=True)
    else:
        write_privately(folder.path / NOTE, f"{until_on.isoformat()}\n")


def until(folder: DataFolder) -> date | None:
    """Its last day, where one was written down."""
    try:
        return date.fromisoformat((folder.path / NOTE).read_text(encoding="utf-8").strip())
    except (FileNotFoundError, ValueError):
        return None


def how_it_stands(folder: DataFolder, today: date) -> str:
    """What a start says of it: nothing while it lasts."""
    last = until(folder)
    if last is None or today <= last:
        return ""
    return (
        f"This demonstration ended on {last:%B} {last.day}, {last.year}: all its sessions are over. Stop it and say "
        "`make demo-fresh` for a new one; nothing of the old one is kept.\n"
    )
