"""The process that watches live rooms: `python -m hearthside.project.up.live`, and `hearthside live`."""

import logging
import signal
import threading

import django


def main() -> None:
    """Watch until asked to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # It does no jobs, and need not say which there are.
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    django.setup()
    from django.conf import settings

    from hearthside.live.watching.process import run
    from hearthside.project.application_role import require_an_ordinary_role

    require_an_ordinary_role()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    run(stop, settings.ENVIRONMENT.database_url)


if __name__ == "__main__":
    main()
