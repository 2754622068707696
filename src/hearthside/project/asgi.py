"""
The door for ASGI servers: `hearthside.project.asgi:application`. It serves the raw doors of the live room, and no page.

It stays shut for a role of the database that is too strong, as the one for pages does.
"""

import os
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hearthside.project.settings")
django.setup()

from django.conf import settings  # noqa: E402 # Django is ready only here

from hearthside.live.gate.doors import Gate, GateDoor, RelayDoor, ValidateDoor  # noqa: E402
from hearthside.live.gate.standing import Standing  # noqa: E402
from hearthside.live.push import rights  # noqa: E402
from hearthside.live.push.answers import Door, Origins, Receive, Scope, Send, answer  # noqa: E402
from hearthside.live.push.beat_door import BeatDoor  # noqa: E402
from hearthside.live.push.beats import Beats  # noqa: E402
from hearthside.live.push.bell_door import BellDoor  # noqa: E402
from hearthside.live.push.bells import Bells  # noqa: E402
from hearthside.live.push.bells import admit as rung  # noqa: E402
from hearthside.live.push.hook_door import HookDoor  # noqa: E402
from hearthside.live.push.hub import Hub  # noqa: E402
from hearthside.live.push.inbox import Inbox  # noqa: E402
from hearthside.live.push.running import Running  # noqa: E402
from hearthside.live.push.spool import Spool  # noqa: E402
from hearthside.live.push.stream_door import StreamDoor  # noqa: E402
from hearthside.project.application_role import require_an_ordinary_role  # noqa: E402
from hearthside.project.raw_doors import RAW_DOORS  # noqa: E402

NOT_FOUND, WRONG_METHOD = 404, 405


class Application:
    """Raw doors and what runs beside them."""

    def __init__(self) -> None:
        self.beats = Beats(f"{os.uname().nodename}-{os.getpid()}", time.monotonic)
        self.hub = Hub()
        self.bells = Bells()
        self.origins = Origins(settings.PAGE_ORIGINS)
        self.running = Running(settings.ENVIRONMENT.database_url, self.beats, self.hub, self.bells)
        media = settings.MEDIA
        self.hook = HookDoor(
            media.hook if media else None, Inbox(settings.ENVIRONMENT.database_url), Spool(settings.SPOOL), time.time
        )
        self.gate = Gate(media, Standing(settings.ENVIRONMENT.database_url), time.time)
        relay, validate = RelayDoor(self.gate, self.origins), ValidateDoor(self.gate, self.origins)
        self.doors: dict[str, Door] = {
            "live:gate": GateDoor(self.gate),
            "live:signals": relay,
            "live:signals_v1": relay,
            "live:validate": validate,
            "live:validate_v1": validate,
            "live:hook": self.hook,
            "live:beat": BeatDoor(settings.TICKETS, self.beats, self.origins),
            "live:stream": StreamDoor(self.hub, self._admit, self.origins),
            "live:bell": BellDoor(self.bells, self._rung, self.origins),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._open(scope, receive, send)

    async def _open(self, scope: Scope, receive: Receive, send: Send) -> None:
        here = [door for door in RAW_DOORS if door.is_at(scope["path"])]
        # A socket is asked for by GET, and has a method no more once it is one.
        door = next((door for door in here if door.method == scope.get("method", "GET")), None)
        if door is not None:
            await self.doors[door.name](scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close"})
        elif here:
            await answer(send, WRONG_METHOD, [(b"allow", ", ".join(d.method for d in here).encode())])
        else:
            await answer(send, NOT_FOUND, [])

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.running.start()
                self.hook.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.hook.stop()
                await self.gate.stop()
                await self.running.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _admit(self, cookies: str, session: Any) -> Any:
        return await rights.aside(rights.admit, cookies, session)

    async def _rung(self, bell: Any) -> Any:
        return await rights.aside(rung, bell)


require_an_ordinary_role()
application = Application()
