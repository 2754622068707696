"""A process that serves pages loads them before its first request, and never searches that for forgotten memory."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.django_db
ASKED = "import gc, hearthside.project.wsgi; print(gc.get_freeze_count())"


def test_what_is_loaded_at_the_start_is_kept():
    said = subprocess.run([sys.executable, "-c", ASKED], env=os.environ, capture_output=True, text=True, check=True)

    assert int(said.stdout) > 100_000
