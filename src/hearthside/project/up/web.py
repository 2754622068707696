"""The process that serves pages, and how to know that it does."""

import http.client
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from hearthside.project.up.part import Part

APPLICATION = "hearthside.project.wsgi:application"
RAW_DOORS = "hearthside.project.asgi:application"
WAITING_CONNECTIONS = 8_192
"""When all room pages come back at once, fewer would turn many away."""

MOST_WORKERS = 2
"""Enough for a program on one machine; a larger one runs granian on machines of its own."""
THREADS = 4
ENDS_WITHIN_SECONDS = 2
"""Less than the supervisor's patience."""


def web(variables: Mapping[str, str], *, data: Path, log: Path, host: str, port: int) -> Part:
    """The part that serves pages at this address."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(min(MOST_WORKERS, os.cpu_count() or 1)), "--blocking-threads", str(THREADS),
        "--workers-kill-timeout", str(ENDS_WITHIN_SECONDS), "--no-ws", APPLICATION,
    ]  # fmt: skip
    return Part("web", command, dict(variables), data, log)


def push(variables: Mapping[str, str], *, data: Path, log: Path, host: str, port: int) -> Part:
    """The part that serves the raw doors: heartbeats, streams, and what the media server tells."""
    command = [
        sys.executable, "-m", "granian", "--interface", "asgi", "--host", host, "--port", str(port),
        "--workers", "1", "--backlog", str(WAITING_CONNECTIONS), "--backpressure", str(WAITING_CONNECTIONS),
        "--workers-kill-timeout", str(ENDS_WITHIN_SECONDS), RAW_DOORS,
    ]  # fmt: skip
    return Part("push", command, dict(variables), data, log)


def live(variables: Mapping[str, str], *, data: Path, log: Path) -> Part:
    """The part that watches live rooms, with the pager as its child."""
    return Part("live", [sys.executable, "-m", "hearthside.project.up.live"], dict(variables), data, log)


def worker(variables: Mapping[str, str], *, data: Path, log: Path) -> Part:
    """The part that does jobs."""
    return Part("worker", [sys.executable, "-m", "hearthside.project.up.worker"], dict(variables), data, log)


def status_of(host: str, port: int, *, name: str) -> int | None:
    """What the sign-in page answers, asked under this host name; None while nobody answers."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/accounts/login/", headers={"Host": name})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
