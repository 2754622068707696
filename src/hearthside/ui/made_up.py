"""Whether everybody here is made up: every page says so then, and so does whatever is taken out as a file."""

from django.conf import settings


def is_made_up() -> bool:
    """Whether this is the demonstration: asked on every page, so of its folder and not of the database."""
    return settings.MODE == "demo" and settings.DEMONSTRATION_NOTE.exists()


def mark() -> dict[str, bool]:
    """What a JSON value of the demonstration has at its top; nothing anywhere else."""
    return {"made_up": True} if is_made_up() else {}
