"""The watch for a benchmark: looks each second until nothing more is to be read on its input, then says how it went."""

import json
import os
import sys
import threading
import time

from tests.database import APP_ROLE, SERVER


def main(database: str) -> None:
    os.environ["DATABASE_URL"] = SERVER.url(APP_ROLE, database)
    import django

    django.setup()
    from hearthside.live.watching.process import _now, settle
    from hearthside.live.watching.tick import Tick

    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    settle()
    tick, lag, sessions = Tick(), [], 0
    due = time.monotonic()
    while not over.is_set():
        looked = tick.look(_now())
        lag.append((due, time.monotonic() - due))
        sessions = max(sessions, looked.sessions)
        due += 1.0
        over.wait(max(0.0, due - time.monotonic()))
    # The first look reads everything that ever happened, once.
    print(json.dumps({"lag": lag[1:], "sessions": sessions, "cpu": time.process_time()}))


if __name__ == "__main__":
    main(sys.argv[1])
