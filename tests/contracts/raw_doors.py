"""The process that serves raw doors, as `up` runs it, over a database and a media server of a test's own."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from hearthside.project.up.ports import is_free
from hearthside.project.up.web import push
from tests.contracts.ports import free_port
from tests.database import APP_ROLE, SERVER

STARTS_WITHIN_SECONDS = 60


@contextmanager
def raw_doors(database: str, data: Path, media: Mapping[str, str], port: int | None = None) -> Iterator[str]:
    """Where it answers."""
    port = port or free_port()
    environment = {**os.environ, **media, "DATABASE_URL": SERVER.url(APP_ROLE, database), "HEARTHSIDE_DATA": str(data)}
    # The very command of `up`: how many streams it keeps open is part of it.
    command = push({}, data=data, log=data / "push.log", host="127.0.0.1", port=port).command
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while is_free(port):
            assert server.poll() is None, "it ended instead"
            assert time.monotonic() < deadline, "it took too long"
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
