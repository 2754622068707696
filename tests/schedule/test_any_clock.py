"""What concerns time gives the same answers on a machine in New York, in India and on UTC."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ABOUT_TIME = (
    "tests/base/test_localtime.py", "tests/schedule/test_windows.py", "tests/schedule/test_ics.py",
    "tests/schedule/test_hours.py", "tests/schedule/test_around_changes.py", "tests/schedule/test_zone_data.py",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata", "UTC"])
def test_the_machines_own_zone_changes_nothing(zone):
    """Each in a process of its own: a zone is read once, when a process starts."""
    environment = {**os.environ, "TZ": zone, "HYPOTHESIS_PROFILE": "fast"}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *ABOUT_TIME],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-2000:]
