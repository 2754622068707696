"""Which token passes to the media server, and that a relayed message arrives as it was sent."""

import asyncio

import jwt
import pytest

from hearthside.live.gate.asked import shown
from hearthside.live.gate.upstream import BINARY, TEXT, Message, NotConnected, Upstream, connect
from hearthside.live.media.keys import KeyPair
from hearthside.live.media.permissions import PATIENT, permission
from hearthside.live.media.tokens import join_token, request_token
from tests.loops import run

APP, HOOK = KeyPair("app", "a" * 40), KeyPair("hook", "h" * 40)
NOW = 1_799_186_411.0
ROOM, SEAT = "r-0123456789ab", "s-0123456789ab"


def token(**changed) -> str:
    given = {"pair": APP, "room": ROOM, "identity": SEAT, "given": permission(PATIENT), "attributes": {}, "now": NOW}
    return join_token(**{**given, **changed})


def signed(video, pair=APP, **claims) -> str:
    """A token with rights that we never give, by somebody who has the key."""
    told = {"iss": pair.name, "sub": SEAT, "nbf": int(NOW), "exp": int(NOW) + 120, "video": video, **claims}
    return jwt.encode(told, pair.secret, algorithm="HS256")


def test_our_own_token_passes_from_an_address_and_from_a_header():
    assert shown(f"access_token={token()}&auto_subscribe=1", None, (APP, HOOK), NOW) is not None
    told = shown("sdk=python", f"Bearer {token()}", (APP, HOOK), NOW)

    assert (told.identity, told.room) == (SEAT, ROOM)


def test_a_token_that_the_server_renewed_passes_whichever_of_our_keys_it_took():
    renewed = signed({"roomJoin": True, "room": ROOM}, pair=HOOK)

    assert shown(f"access_token={renewed}", None, (APP, HOOK), NOW) is not None


REFUSED = {
    "none": "",
    "an empty one": "access_token=",
    "another key": f"access_token={token(pair=KeyPair('app', 'x' * 40))}",
    "an unknown key": f"access_token={token(pair=KeyPair('other', 'a' * 40))}",
    "an old one": f"access_token={token(now=NOW - 400)}",
    "two of them": f"access_token={token()}&access_token={token()}",
    "a second connection that only sends": f"access_token={token()}&publish=screen",
    "an identity of a second connection": "access_token="
    + signed({"roomJoin": True, "room": ROOM}, sub=f"{SEAT}#screen"),
    "no room": "access_token=" + signed({"roomJoin": True}),
    "an empty room": "access_token=" + signed({"roomJoin": True, "room": ""}),
    "no right to join": "access_token=" + signed({"room": ROOM}),
    "the server's own rights": "access_token=" + signed({"roomJoin": True, "roomAdmin": True, "room": ROOM}),
    "a request of ours": f"access_token={request_token(APP, {'roomAdmin': True, 'room': ROOM}, NOW)}",
    "no algorithm": "access_token=" + jwt.encode({"iss": "app", "sub": SEAT, "exp": NOW + 9}, None, algorithm="none"),
    "far too long": "access_token=" + "a" * 10_000,
}


@pytest.mark.parametrize("how", REFUSED)
def test_whatever_else_is_shown_does_not_pass(how):
    assert shown(REFUSED[how], None, (APP, HOOK), NOW) is None


def test_a_token_in_the_address_and_another_in_the_header_do_not_pass():
    assert shown(f"access_token={token()}", f"Bearer {token()}", (APP, HOOK), NOW) is None


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 300_000])
def test_a_message_of_any_size_goes_there_and_back_as_it_was(size):
    content = bytes(n % 251 for n in range(size))

    assert run(_echoed(BINARY, content)) == Message(BINARY, content)


def test_words_stay_words():
    assert run(_echoed(TEXT, "grüße".encode())) == Message(TEXT, "grüße".encode())


async def _echoed(kind: int, content: bytes) -> Message | None:
    """Through a server that sends back, in two pieces with a ping between them, what it has read."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, second = await reader.readexactly(2)
        size = second & 0x7F
        if size >= 126:
            size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8), "big")
        mask = await reader.readexactly(4)
        plain = bytes(b ^ mask[n % 4] for n, b in enumerate(await reader.readexactly(size)))
        half = len(plain) // 2
        for head, part in ((first & 0x0F, plain[:half]), (0x89, b"ping"), (0x80, plain[half:])):
            writer.write(bytes([head, 127]) + len(part).to_bytes(8, "big") + part)
        await writer.drain()
        await reader.read(-1)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        far = Upstream(*await asyncio.open_connection(*server.sockets[0].getsockname()))
        await far.send(kind, content)
        came = await asyncio.wait_for(far.receive(), 10)
        await far.close()
    return came


def test_a_message_longer_than_any_that_is_meant_ends_the_connection():
    async def flooded() -> Message | None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(bytes([0x82, 127]) + (2**40).to_bytes(8, "big"))
            await writer.drain()
            await reader.read(-1)
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            far = Upstream(*await asyncio.open_connection(*server.sockets[0].getsockname()))
            came = await asyncio.wait_for(far.receive(), 10)
            await far.close()
        return came

    assert run(flooded()) is None


def test_a_media_server_that_is_away_is_said_to_be():
    with pytest.raises(NotConnected):
        run(connect("http://127.0.0.1:1", "/rtc", {}))
