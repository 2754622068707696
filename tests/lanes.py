"""Which lane the tests run in: `fast`, `full` (what the build server runs) or `long`."""

import os

LANE = os.environ.get("HYPOTHESIS_PROFILE", "full")


def cases(full: int) -> int:
    """How many made-up cases of something dear: so many on the build server, a thousand in the long lane."""
    return {"fast": min(full, 25), "long": 1000}.get(LANE, full)
