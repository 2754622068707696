"""The process that fills a group: `python -m hearthside.project.demo.group`, begun by the worker and by nobody else."""

import signal
import threading

import django


def main() -> None:
    """Until the group is over, somebody says so, or the installation stops."""
    django.setup()
    from django.conf import settings
    from django.db import Error

    from hearthside.base.refusal import Refusal
    from hearthside.ledger.actors import system_actor
    from hearthside.ledger.scope import scope
    from hearthside.project.application_role import require_an_ordinary_role
    from hearthside.project.demo.days import the_demonstration
    from hearthside.project.demo.group.filling import Filling
    from hearthside.project.demo.group.note import Notes

    require_an_ordinary_role()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    notes = Notes(settings.DEMONSTRATION_NOTE.parent / "run")
    with scope(system_actor("demonstration")):
        demo = the_demonstration()
    if demo is None or settings.MODE != "demo":
        return
    notes.asked()
    try:
        Filling(demo.program, f"http://127.0.0.1:{settings.PUSH_PORT}", notes).run(stop.is_set)
    except Refusal as no:
        notes.fail(str(no))
    except Error:
        # The installation stops, and its database before us.
        return


if __name__ == "__main__":
    main()
