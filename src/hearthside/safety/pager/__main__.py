"""The process of the pager's engine: `python -m hearthside.safety.pager`."""

import logging
import os
import signal
import threading

import django

# How long it goes on when whoever started it is gone: until long after another engine stands.
OUTLIVES_SECONDS = 60.0
LOOKS_EVERY_SECONDS = 1.0


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    django.setup()
    from hearthside.safety.pager.engine import run

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=_watch_parent, args=(stop,), name="parent", daemon=True).start()
    run(stop)


def _watch_parent(stop: threading.Event) -> None:
    parent = os.getppid()
    while os.getppid() == parent:
        if stop.wait(LOOKS_EVERY_SECONDS):
            return
    stop.wait(OUTLIVES_SECONDS)
    stop.set()


if __name__ == "__main__":
    main()
