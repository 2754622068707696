"""One request to the media server: JSON in, JSON out, in a bounded time."""

import http.client
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from hearthside.live.media.engine import MediaRefused, MediaUnreachable, NotInRoom

WITHIN_SECONDS = 4.0
LARGEST_ANSWER_BYTES = 4_000_000
OK = 200
SERVICE = "/twirp/livekit.RoomService"


def ask(url: str, method: str, token: str, question: Mapping[str, Any]) -> dict[str, Any]:
    """
    The server's answer.

    Raises:
        NotInRoom: whom or what the question is about is not there.
        MediaRefused: another refusal.
        MediaUnreachable: no answer in time, or one that is none.
    """
    status, body = _exchange(url, "POST", f"{SERVICE}/{method}", token, json.dumps(question).encode())
    try:
        answer = json.loads(body)
    except ValueError:
        raise MediaUnreachable("Where the media server should be, something else answers.") from None
    if not isinstance(answer, dict):
        raise MediaUnreachable("Where the media server should be, something else answers.")
    if status == OK:
        return answer
    code, words = str(answer.get("code", status)), str(answer.get("msg", ""))
    raise (NotInRoom if code == "not_found" else MediaRefused)(code, words)


def is_there(url: str) -> bool:
    """Whether the server says that it is well."""
    try:
        status, body = _exchange(url, "GET", "/", None, None)
    except MediaUnreachable:
        return False
    return status == OK and body.strip() == b"OK"


def _exchange(url: str, verb: str, path: str, token: str | None, body: bytes | None) -> tuple[int, bytes]:
    parts = urlsplit(url)
    make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = make(parts.hostname or "", parts.port, timeout=WITHIN_SECONDS)
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    try:
        connection.request(verb, parts.path.rstrip("/") + path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(LARGEST_ANSWER_BYTES)
    except (OSError, http.client.HTTPException):
        raise MediaUnreachable("The media server does not answer.") from None
    finally:
        connection.close()
