"""A process that serves pages never searches what it loaded at the start, and its threads take short turns."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.django_db
ASKED = "import gc, sys, hearthside.project.wsgi; print(gc.get_freeze_count(), sys.getswitchinterval())"


def test_what_is_loaded_at_the_start_is_kept_and_threads_take_short_turns():
    said = subprocess.run([sys.executable, "-c", ASKED], env=os.environ, capture_output=True, text=True, check=True)

    kept, turn = said.stdout.split()
    assert int(kept) > 100_000
    assert float(turn) < 0.001
