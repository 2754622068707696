"""Which lane the tests run in: `fast`, `full` (what the build server runs) or `long`."""

import os

LANE = os.environ.get("HYPOTHESIS_PROFILE", "full")
