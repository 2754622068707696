"""
Somebody in a room of the real media server, without a browser: `python -m tests.contracts.bot URL TOKEN`.

Says on its output, a JSON object a line, what happens to it; leaves when a line comes in. Killed, it is a phone whose
battery has ended.
"""

import asyncio
import json
import sys
import time
from typing import Any

from livekit import rtc


def tell(what: str, **facts: Any) -> None:
    print(json.dumps({"what": what, **facts}), flush=True)


async def main(url: str, token: str) -> None:
    room = rtc.Room()
    gone = asyncio.Event()

    def on_gone(reason: Any) -> None:
        tell("gone", reason=rtc.DisconnectReason.Name(reason) if isinstance(reason, int) else str(reason))
        gone.set()

    room.on("disconnected", on_gone)
    room.on("data_received", lambda packet: tell("data", topic=packet.topic, text=packet.data.decode()))
    room.on("track_muted", lambda who, publication: tell("muted", identity=who.identity))
    began = time.monotonic()
    try:
        await room.connect(url, token, rtc.RoomOptions(auto_subscribe=False))
    except rtc.ConnectError as refused:
        tell("refused", words=str(refused))
        return
    tell("in", sid=room.local_participant.sid, others=sorted(room.remote_participants))
    await _speak(room, began)
    asked = asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    await asyncio.wait([asyncio.ensure_future(asked), asyncio.ensure_future(gone.wait())],
                       return_when=asyncio.FIRST_COMPLETED)  # fmt: skip
    if not gone.is_set():
        await room.disconnect()
        tell("left")
    sys.stdout.flush()


async def _speak(room: rtc.Room, began: float) -> None:
    """Send a microphone's silence, where that is allowed."""
    source = rtc.AudioSource(48_000, 1)
    track = rtc.LocalAudioTrack.create_audio_track("microphone", source)
    try:
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        publication = await asyncio.wait_for(room.local_participant.publish_track(track, options), 3)
        tell("sends", track=publication.sid, took=time.monotonic() - began)
    except (rtc.participant.PublishTrackError, TimeoutError) as refused:
        tell("silent", words=str(refused))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
