"""
What a deployment decides, read in one place from the environment: hosts, keys, folders, mode.

A missing variable stops the start with what it is for. What the program decides (caps, ratios, deadlines) is policy
and never stands here.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from hearthside.base.refusal import Refusal
from hearthside.live.media.keys import KeyPair, MediaServer, UnfitKeys, http_address, socket_address

DEMO, PRODUCTION = "demo", "production"
CHECKOUT = Path(__file__).resolve().parents[3]


class NotConfigured(Refusal):
    """Something that the installation must decide is missing or wrong."""


@dataclass(frozen=True)
class Environment:
    """The deployment's decisions."""

    mode: str
    data: Path
    database_url: str
    owner_url: str
    secret_key: str
    hosts: tuple[str, ...]
    https: bool
    mail_url: str
    mail_from: str
    # Where people reach the program: links in mail begin with it.
    address: str
    # Connections each process keeps open; 0 opens one for each request.
    pool: int
    # What seals second-factor secrets: the first seals, all open. Empty: a key made from the secret key.
    seal_keys: tuple[str, ...]
    # What signs the ledger's anchors: the first signs, all are known. Empty: a key made from the secret key.
    anchor_keys: tuple[str, ...]
    # Whether staff need a second factor.
    second_factor: bool
    # Proxies of ours in front, each of which adds the address it was asked from.
    proxies: int
    # Where the media server is; None where this installation has no video.
    media: MediaServer | None


def read(variables: dict[str, str] | None = None) -> Environment:
    """
    The environment of this process.

    Raises:
        NotConfigured: a variable is missing or not one of its words.
    """
    given = dict(os.environ) if variables is None else variables
    # Whoever says nothing gets the strict one; `hearthside up` says demo on the embedded database.
    mode = given.get("HEARTHSIDE_MODE") or PRODUCTION
    if mode not in (DEMO, PRODUCTION):
        raise NotConfigured(f"HEARTHSIDE_MODE is {mode!r}. Say demo or production.")
    return Environment(
        mode=mode,
        data=Path(given.get("HEARTHSIDE_DATA") or CHECKOUT / "var").absolute(),
        database_url=_needed(given, "DATABASE_URL", "where the database is, as the ordinary role of the application"),
        owner_url=given.get("DATABASE_OWNER_URL", ""),
        secret_key=_needed(given, "HEARTHSIDE_SECRET_KEY", "a long random text that signs sessions and links"),
        hosts=tuple(h for h in given.get("HEARTHSIDE_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h),
        https=given.get("HEARTHSIDE_HTTPS", "yes" if mode == PRODUCTION else "no") == "yes",
        mail_url=given.get("HEARTHSIDE_MAIL_URL", ""),
        mail_from=given.get("HEARTHSIDE_MAIL_FROM", "no-reply@localhost"),
        address=given.get("HEARTHSIDE_ADDRESS", "http://localhost:8000").rstrip("/"),
        pool=_count(given, "HEARTHSIDE_DATABASE_POOL", 8),
        seal_keys=tuple(k for k in given.get("HEARTHSIDE_SEAL_KEY", "").split(",") if k),
        anchor_keys=tuple(k for k in given.get("HEARTHSIDE_ANCHOR_KEY", "").split(",") if k),
        # Only the demonstration may go without: anywhere else the word is not listened to.
        second_factor=not (mode == DEMO and given.get("HEARTHSIDE_SECOND_FACTOR", "on") == "off"),
        proxies=_count(given, "HEARTHSIDE_PROXIES", 0),
        media=_media(given),
    )


def _media(given: dict[str, str]) -> MediaServer | None:
    url = given.get("LIVEKIT_URL", "").rstrip("/")
    if not url:
        return None
    if not url.startswith(("http://", "https://", "ws://", "wss://")):
        raise NotConfigured("LIVEKIT_URL is no address. Write for example https://video.example.org.")
    why = "what the media server that LIVEKIT_URL names knows us by"
    app, hook = (
        (_needed(given, f"{name}_KEY", why, set_by_up=False), _needed(given, f"{name}_SECRET", why, set_by_up=False))
        for name in ("LIVEKIT_API", "LIVEKIT_WEBHOOK")
    )
    try:
        # Browsers may have to reach it elsewhere than we do.
        public = given.get("LIVEKIT_PUBLIC_URL", "").rstrip("/") or url
        return MediaServer(http_address(url), socket_address(public), KeyPair(*app), KeyPair(*hook))
    except UnfitKeys as why_not:
        raise NotConfigured(str(why_not)) from None


def _needed(given: dict[str, str], name: str, what_for: str, *, set_by_up: bool = True) -> str:
    if not given.get(name):
        by_up = " `make up` sets it for the embedded database." if set_by_up else ""
        raise NotConfigured(f"{name} is not set. It says {what_for}.{by_up}")
    return given[name]


def _count(given: dict[str, str], name: str, usual: int) -> int:
    text = given.get(name, "")
    if text and not (text.isascii() and text.isdigit()):
        raise NotConfigured(f"{name} is {text!r}. Give a whole number from 0.")
    return int(text or usual)
