"""Twelve hundred room pages as the raw doors know them: each holds a stream open and beats every two seconds."""

import asyncio
import json
import sys
import time
from typing import Any
from urllib.parse import urlsplit

import psutil

from bench.live.webhooks import _pin

BEAT_SECONDS, CONNECTIONS, OPENING, SETTLES = 2.0, 48, 20, 8.0
Told = dict[str, Any]


async def listen(host: str, port: int, person: Told, opened: list[int], turn: asyncio.Semaphore) -> None:
    """Open this person's stream, and keep it open."""
    async with turn:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(
            f"GET /live/stream/{person['session']} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
            f"Cookie: {person['cookie']}\r\n\r\n".encode()
        )
        status = await reader.readline()
        opened.append(int(status.split()[1]))
    while await reader.read(4096):
        pass


async def beat(host: str, port: int, own: list[tuple[int, Told]], first: float, said: Told) -> None:
    """Beat for these people, each in their own time, over one connection that stays open; said is what is measured."""
    reader, writer = await asyncio.open_connection(host, port)
    rounds = 0
    while True:
        for number, person in own:
            due = first + rounds * BEAT_SECONDS + number * BEAT_SECONDS / said["wanted"]
            if due > said["until"]:
                writer.close()
                return
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            start = time.monotonic()
            body = f"{person['note']} {person['sid']}".encode()
            head = f"POST /live/beat HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            status = await reader.readline()
            while (await reader.readline()) not in (b"\r\n", b""):
                pass
            said["refused"] += b" 204 " not in status
            if due >= said["began"]:
                said["took"].append(time.monotonic() - start)
                said["late"].append(max(0.0, start - due))
        rounds += 1


async def run(asked: Told) -> Told:
    """Beat from the first second on, as pages do, open every stream meanwhile, and measure once all are open."""
    place, people = urlsplit(asked["address"]), asked["people"]
    host, port = place.hostname or "", place.port or 0
    never = float("inf")
    said: Told = {"took": [], "late": [], "refused": 0, "wanted": len(people), "began": never, "until": never}
    first, numbered = time.monotonic(), list(enumerate(people))
    shares = [numbered[n::CONNECTIONS] for n in range(CONNECTIONS)]
    beats = [asyncio.ensure_future(beat(host, port, own, first, said)) for own in shares if own]
    opened: list[int] = []
    turn = asyncio.Semaphore(OPENING)
    streams = [asyncio.ensure_future(listen(host, port, person, opened, turn)) for person in people]
    while len(opened) < len(people) and not any(stream.done() for stream in streams):
        await asyncio.sleep(0.1)
    # The watch makes up for looks that were late while everybody came.
    said["began"] = time.monotonic() + SETTLES
    said["until"] = said["began"] + asked["seconds"]
    await asyncio.gather(*beats)
    said["streams"] = sum(status == 200 for status in opened) - sum(stream.done() for stream in streams)
    for stream in streams:
        stream.cancel()
    await asyncio.gather(*streams, return_exceptions=True)
    return said | {"cpu": time.process_time()}


if __name__ == "__main__":
    _pin(psutil.Process(), 0)
    print(json.dumps(asyncio.run(run(json.load(sys.stdin)))))
