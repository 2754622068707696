"""Beginning to fill a group: asked for by a page or a command, done by the worker, which knows where everything is."""

import os
import subprocess
import sys
import time
from contextlib import suppress

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from hearthside.project.demo.group.note import Notes
from hearthside.project.up.processes import marks

PART = "demo group"
COMMAND = (sys.executable, "-m", "hearthside.project.demo.group")
SPEAKS_WITHIN_SECONDS, LOOKS_EVERY_SECONDS = 60.0, 0.2


def notes() -> Notes:
    """Where this installation's group says how it stands."""
    return Notes(settings.DEMONSTRATION_NOTE.parent / "run")


def ask_for_group() -> None:
    """Let the worker begin, unless it is asked to already."""
    from hearthside.project.jobs import demo_group

    # What the queue refuses would spoil the transaction of whoever asks.
    with suppress(AlreadyEnqueued), transaction.atomic():
        demo_group.defer()


def is_asked_for() -> bool:
    """Whether the worker is to begin, or is about to."""
    from hearthside.project.jobs import GROUP_JOB

    return ProcrastinateJob.objects.filter(task_name=GROUP_JOB, status__in=("todo", "doing")).exists()


def start() -> None:
    """
    Begin, and wait until the process says how it stands: a second one would find the first.

    Marked as a part, so that one that was left behind is found by the next start.
    """
    there = notes()
    if there.read() is not None:
        return
    data = settings.DEMONSTRATION_NOTE.parent
    handle = os.open(data / "log" / "demo-group.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        process = subprocess.Popen(
            COMMAND, env={**os.environ, **marks(PART, data)}, stdin=subprocess.DEVNULL, stdout=handle,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    finally:
        os.close(handle)
    deadline = time.monotonic() + SPEAKS_WITHIN_SECONDS
    while time.monotonic() < deadline and process.poll() is None and there.read() is None:
        time.sleep(LOOKS_EVERY_SECONDS)
