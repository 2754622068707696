"""When the planner says that it has to be compiled first: whenever that is so, and only then."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import hearthside

pytestmark = pytest.mark.slow

PROGRAM = Path(hearthside.__file__).parent
READY = "from hearthside.placement.solver import kernel_cache as k; k.{}; print(k.is_ready())"


def asked(where: Path, cache: Path, word: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(where), "HEARTHSIDE_CACHE": str(cache)}
    command = [sys.executable, "-c", READY.format(word)]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.strip()


def test_an_equal_copy_elsewhere_or_one_checked_out_again_has_to_compile_and_says_so(tmp_path):
    here, there, cache = tmp_path / "here", tmp_path / "there", tmp_path / "cache"
    for copy in (here, there):
        shutil.copytree(PROGRAM, copy / "hearthside")
    before = asked(here, cache, "is_ready()")
    asked(here, cache, "mark_ready()")

    after, elsewhere = asked(here, cache, "is_ready()"), asked(there, cache, "is_ready()")
    os.utime(here / "hearthside" / "placement" / "solver" / "kernel.py")
    again = asked(here, cache, "is_ready()")

    assert (before, after, elsewhere, again) == ("False", "True", "False", "False")
