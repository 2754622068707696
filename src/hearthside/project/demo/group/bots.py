"""
People in a room of the media server, without a browser: `python -m hearthside.project.demo.group.bots`.

A line in says who joins, with what; a line out says what became of them. While somebody is connected their heartbeat is
sent every two seconds to the same door as a page's. They take turns to make a soft sound. Killed, the process is a
computer that has died: nobody says goodbye.
"""

import asyncio
import http.client
import json
import math
import sys
from array import array
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

BEAT_SECONDS, ASKS_WITHIN_SECONDS = 2.0, 3.0
# On a machine that plans a clinic meanwhile.
PUBLISHES_WITHIN_SECONDS = 30.0
RATE, FRAME = 48_000, 960
TURN_SECONDS, PAUSE_SECONDS, LOUDNESS, LOWEST = 4.0, 2.0, 1_500, 180
TURN = 2 * math.pi
IN, REFUSED, GONE = "in", "refused", "gone"


def tell(what: str, who: str, **facts: Any) -> None:
    print(json.dumps({"what": what, "who": who, **facts}), flush=True)


class Bot:
    """One of them, while connected."""

    def __init__(self, asked: dict[str, Any]) -> None:
        from livekit import rtc

        self.who, self._asked, self._rtc = asked["who"], asked, rtc
        self._room = rtc.Room()
        self._gone = asyncio.Event()
        self._room.on("disconnected", lambda _: self._gone.set())
        # The client mends a connection by itself, where it can; then they are in once more.
        self._room.on("reconnected", lambda: tell(IN, self.who, sid=self._room.local_participant.sid))
        self.source = rtc.AudioSource(RATE, 1)

    async def live(self) -> None:
        """Join, beat, and stay until the connection is over."""
        options = self._rtc.RoomOptions(auto_subscribe=False)
        try:
            await self._room.connect(self._asked["url"], self._asked["token"], options)
        except self._rtc.ConnectError as refused:
            tell(REFUSED, self.who, words=str(refused))
            return
        tell(IN, self.who, sid=self._room.local_participant.sid)
        # They are there from now on, whether their sound is ready or not.
        publishing = asyncio.ensure_future(self._publish())
        connected = self._rtc.ConnectionState.CONN_CONNECTED
        while not self._gone.is_set():
            # A heartbeat says that somebody is connected, and nobody is while their connection is mended.
            if self._room.connection_state == connected:
                sid = self._room.local_participant.sid
                await asyncio.to_thread(_beat, self._asked["doors"], self._asked["beat"], sid)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._gone.wait(), BEAT_SECONDS)
        publishing.cancel()
        tell(GONE, self.who)

    async def leave(self) -> None:
        await self._room.disconnect()
        self._gone.set()

    async def speak(self, pitch: float) -> None:
        """A soft tone for a few seconds, as of somebody who speaks far away."""
        frames = int(TURN_SECONDS * RATE / FRAME)
        for number in range(frames):
            loud = LOUDNESS * math.sin(math.pi * number / frames) * (0.6 + 0.4 * math.sin(number / 7))
            since = number * FRAME
            wave = array("h", (round(loud * math.sin(TURN * pitch * n / RATE)) for n in range(since, since + FRAME)))
            await self.source.capture_frame(self._rtc.AudioFrame(wave.tobytes(), RATE, 1, FRAME))

    async def _publish(self) -> None:
        track = self._rtc.LocalAudioTrack.create_audio_track("microphone", self.source)
        options = self._rtc.TrackPublishOptions(source=self._rtc.TrackSource.SOURCE_MICROPHONE)
        # Somebody who is held may not send; they are there all the same.
        with suppress(self._rtc.participant.PublishTrackError, TimeoutError):
            await asyncio.wait_for(self._room.local_participant.publish_track(track, options), PUBLISHES_WITHIN_SECONDS)


def _beat(doors: str, note: str, sid: str) -> None:
    """One heartbeat. One that does not arrive is one that does not arrive."""
    parts = urlsplit(doors)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=ASKS_WITHIN_SECONDS)
    with suppress(OSError, http.client.HTTPException):
        connection.request("POST", "/live/beat", f"{note} {sid}", {"Content-Type": "text/plain"})
        connection.getresponse().read()
    connection.close()


async def main() -> None:
    """Until nothing more is to be read."""
    bots: dict[str, Bot] = {}
    living: set[asyncio.Task[None]] = set()
    speaking = asyncio.ensure_future(_in_turn(bots))
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        asked = json.loads(line)
        if asked["do"] == "join":
            bots[asked["who"]] = Bot(asked)
            task = asyncio.ensure_future(bots[asked["who"]].live())
            living.add(task)
            task.add_done_callback(living.discard)
        elif asked["who"] in bots:
            await bots.pop(asked["who"]).leave()
    speaking.cancel()
    for bot in bots.values():
        await bot.leave()
    await asyncio.gather(*living, return_exceptions=True)


async def _in_turn(bots: dict[str, Bot]) -> None:
    number = 0
    while True:
        await asyncio.sleep(PAUSE_SECONDS)
        if bots:
            number += 1
            name = sorted(bots)[number % len(bots)]
            await bots[name].speak(LOWEST + 25 * (number % 7))


if __name__ == "__main__":
    asyncio.run(main())
