"""Running what waits for the network to its end, also where a browser is open."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def no_loop_running() -> Iterator[None]:
    """As if no loop ran in this thread: with a browser open its driver's does, and asyncio allows only one."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(running)


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What it gives."""
    with no_loop_running():
        return asyncio.run(coroutine)
