"""Somebody who signs in and reads: opens every page that a page links to, and thinks in between."""

import http.client
import random
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urljoin, urlsplit

THINK_SECONDS = (1.0, 3.0)
LINK = re.compile(r'<a\b[^>]*?\shref="([^"#]+)')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
AN_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SECRET = re.compile(r"(?<=/calendar/)[^/]+(?=\.ics)")
# Signing out would end the reading; a feed or a download is no page.
NOT_READ = re.compile(r"/(?:accounts/logout|static)/|\.(?:csv|ics|pdf)$")


def kind_of(path: str) -> str:
    """The page without its ids and what is asked of it."""
    return SECRET.sub("<secret>", AN_ID.sub("<id>", urlsplit(path).path))


@dataclass(frozen=True)
class Timing:
    """One page opened: which kind, how long, with what answer."""

    page: str
    role: str
    milliseconds: float
    status: int


@dataclass
class Reader:
    """One signed-in session."""

    address: str
    sign_in_as: dict[str, str]
    dice: random.Random
    cookies: dict[str, str] = field(default_factory=dict)
    # Of the links only those that this matches; None follows all.
    reads: re.Pattern[str] | None = None
    # Each kind of page as often as any other, however many links lead to pages of one kind.
    kinds_in_turn: bool = False
    to_read: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    timings: list[Timing] = field(default_factory=list)

    def sign_in(self) -> None:
        page = self._open("GET", "/accounts/login/")[1]
        form = {
            "csrfmiddlewaretoken": unescape(TOKEN.search(page).group(1)),  # type: ignore[union-attr]
            "login": self.sign_in_as["email"],
            "password": self.sign_in_as["password"],
        }
        status, page, location = self._open("POST", "/accounts/login/", urlencode(form))
        if status != 302 or "login" in location:
            raise SystemExit(f"The {self.sign_in_as['role']} of the demonstration could not sign in ({status}).")
        self.meet(location)

    def read_until(self, end: float) -> None:
        """Read pages, thinking in between, until this instant of the monotonic clock."""
        # People do not all press at one instant, not even in the first second.
        time.sleep(self.dice.uniform(0, THINK_SECONDS[1]))
        while time.monotonic() < end:
            self.open_once(self._next())
            time.sleep(self.dice.uniform(*THINK_SECONDS))

    def open_once(self, path: str) -> None:
        """Open a page, note how long it took, and meet the pages it links to."""
        begun = time.perf_counter()
        status, page, location = self._open("GET", path)
        took = (time.perf_counter() - begun) * 1000
        self.timings.append(Timing(kind_of(path), self.sign_in_as["role"], took, status))
        for link in [location] if location else LINK.findall(page):
            self.meet(urljoin(path, unescape(link)))

    def _next(self) -> str:
        if not self.to_read:
            self.to_read = sorted(self.known)
        if self.kinds_in_turn:
            kind = self.dice.choice(sorted({kind_of(path) for path in self.to_read}))
            return self.dice.choice([path for path in self.to_read if kind_of(path) == kind])
        return self.to_read.pop(self.dice.randrange(len(self.to_read)))

    def meet(self, link: str) -> None:
        """Remember a page that is linked to, to be read later."""
        parts = urlsplit(link)
        if (parts.netloc and parts.netloc != urlsplit(self.address).netloc) or parts.scheme not in ("", "http"):
            return
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        followed = self.reads.fullmatch(parts.path) if self.reads else not NOT_READ.search(parts.path)
        if path and followed and path not in self.known and len(self.known) < 300:
            self.known.add(path)
            self.to_read.append(path)

    def _open(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        """Status, text and the address redirected to."""
        server = urlsplit(self.address)
        connection = http.client.HTTPConnection(server.hostname or "", server.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.address + path}
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer.status, text, answer.headers.get("Location", "")


def read_all(readers: Sequence[Reader], seconds: float) -> None:
    """Let all of them read at once, for so many seconds."""
    end = time.monotonic() + seconds
    threads = [threading.Thread(target=reader.read_until, args=(end,)) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
