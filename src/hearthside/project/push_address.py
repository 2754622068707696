"""
Where browsers reach the raw doors of the live room, and from which pages they may ask there.

Behind a proxy of the installation's own, pages and raw doors have one address, and the proxy passes `/live/beat` and
`/live/stream/` on. Without a proxy, as on one's own machine, the raw doors listen on a port of their own beside the
pages, and the pages' policy of content names it. See docs/adr/0009-events-come-from-a-port-of-their-own.md.
"""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from hearthside.project.environment import Environment, NotConfigured

VARIABLE = "HEARTHSIDE_PUSH_PORT"
HIGHEST = 65_535


def push_port(given: Mapping[str, str] = os.environ) -> int | None:
    """
    The raw doors' own port; None where they share the pages' address.

    Raises:
        NotConfigured: what is named is no port.
    """
    text = given.get(VARIABLE, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= HIGHEST):
        raise NotConfigured(f"{VARIABLE} is {text!r}. Give a port from 1 to {HIGHEST}, or nothing behind a proxy.")
    return int(text)


def page_origins(environment: Environment) -> tuple[str, ...]:
    """Every origin that a page of this installation may have: its address, under each of its names."""
    address = urlsplit(environment.address)
    port = f":{address.port}" if address.port else ""
    named = [f"{address.scheme}://{host}{port}" for host in environment.hosts if not host.startswith(".")]
    return tuple(dict.fromkeys([f"{address.scheme}://{address.netloc}", *named]))


def push_sources(environment: Environment, port: int | None) -> tuple[str, ...]:
    """What pages must be allowed to connect to beside their own origin: news and beats, and the media's signals."""
    if port is None:
        return ()
    scheme = urlsplit(environment.address).scheme
    # A policy of content has no form for an address of the sixth version of the protocol in brackets.
    names = [host.lstrip(".") for host in environment.hosts if not host.startswith("[")]
    schemes = (scheme, "wss" if scheme == "https" else "ws")
    return tuple(f"{each}://{name}:{port}" for each in schemes for name in dict.fromkeys(names))
