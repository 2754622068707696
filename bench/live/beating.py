"""The page of one facilitator, as a process that can be killed: beats every two seconds until then."""

import http.client
import sys
import time
from urllib.parse import urlsplit

EVERY_SECONDS = 2.0


def main(address: str, note: str, sid: str) -> None:
    parts = urlsplit(address)
    due = time.monotonic()
    print("beats", flush=True)
    while True:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
        connection.request("POST", "/live/beat", f"{note} {sid}", {"Content-Type": "text/plain"})
        connection.getresponse().read()
        connection.close()
        due += EVERY_SECONDS
        time.sleep(max(0.0, due - time.monotonic()))


if __name__ == "__main__":
    main(*sys.argv[1:])
