"""A port that nobody else answers on."""

import socket

from hearthside.base.refusal import Refusal

FIRST, TRIED = 8000, 100
HERE = "127.0.0.1"


class NoPort(Refusal):
    """Where the pages should be served, something else answers."""


def is_free(port: int, host: str = HERE) -> bool:
    """
    Nobody listens there, and we may.

    A browser that is told `localhost` asks at ::1 first, so whoever listens only there would be shown instead of us.
    """
    try:
        with socket.create_connection(("::1", port), timeout=0.2):
            return False
    except OSError:
        pass
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
            one.listen(1)
        except OSError:
            return False
    return True


def next_free(first: int = FIRST) -> int:
    """
    The first free port from `first` on.

    Raises:
        NoPort: none of the next hundred is free.
    """
    for port in range(first, first + TRIED):
        if is_free(port):
            return port
    raise NoPort(f"No port from {first} to {first + TRIED - 1} is free on this machine. Name one with --port.")


def udp_is_free(port: int, host: str = HERE) -> bool:
    """Nobody receives there, and we may."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        try:
            one.bind((host, port))
        except OSError:
            return False
    return True
