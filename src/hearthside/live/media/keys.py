"""How the media server is reached and what signs for us there; plain values that a deployment gives."""

from dataclasses import dataclass, field

from hearthside.base.refusal import Refusal

SHORTEST_SECRET = 32


class UnfitKeys(Refusal):
    """The keys of the media server would not keep anybody out."""


@dataclass(frozen=True)
class KeyPair:
    """A key's name and its secret. The name may be known to all; the secret stands in no log and no address."""

    name: str
    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        if not self.name:
            raise UnfitKeys("A key of the media server needs a name.")
        # The server itself only complains in its log.
        if len(self.secret) < SHORTEST_SECRET:
            raise UnfitKeys(
                f"The secret of the media server's key {self.name} has {len(self.secret)} characters; it needs "
                f"{SHORTEST_SECRET} or more."
            )


@dataclass(frozen=True)
class MediaServer:
    """One media server, or several behind one address."""

    url: str
    """Where our own processes ask it, with http or https."""
    public_url: str
    """Where browsers open their connection, with ws or wss."""
    app: KeyPair
    """Signs tokens and our own requests."""
    hook: KeyPair
    """The server signs with it what it tells us: another pair, so that no token of a person can pass for a message."""

    def __post_init__(self) -> None:
        if self.app.name == self.hook.name or self.app.secret == self.hook.secret:
            raise UnfitKeys("The media server needs two different keys: one for tokens, one for what it tells us.")


def http_address(url: str) -> str:
    """The address for requests, whichever of the two ways it was given in."""
    return "http" + url.removeprefix("ws") if url.startswith("ws") else url


def socket_address(url: str) -> str:
    """The address for browsers' connections, whichever of the two ways it was given in."""
    return "ws" + url.removeprefix("http") if url.startswith("http") else url
