"""Somebody who signs in and reads: opens every page that a page links to, and thinks in between."""

import http.client
import random
import re
import time
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urljoin, urlsplit

THINK_SECONDS = (1.0, 3.0)
LINK = re.compile(r'<a\b[^>]*?\shref="([^"#]+)')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
AN_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# Signing out would end the reading; a feed or a download is no page.
NOT_READ = re.compile(r"/(?:accounts/logout|static)/|\.(?:csv|ics|pdf)$")


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
        self._meet(location)

    def read_until(self, end: float) -> None:
        """Read pages, thinking in between, until this instant of the monotonic clock."""
        # People do not all press at one instant, not even in the first second.
        time.sleep(self.dice.uniform(0, THINK_SECONDS[1]))
        while time.monotonic() < end:
            path = self._next()
            begun = time.perf_counter()
            status, page, location = self._open("GET", path)
            took = (time.perf_counter() - begun) * 1000
            kind = AN_ID.sub("<id>", urlsplit(path).path)
            self.timings.append(Timing(kind, self.sign_in_as["role"], took, status))
            for link in [location] if location else LINK.findall(page):
                self._meet(urljoin(path, unescape(link)))
            time.sleep(self.dice.uniform(*THINK_SECONDS))

    def _next(self) -> str:
        if not self.to_read:
            self.to_read = sorted(self.known)
        return self.to_read.pop(self.dice.randrange(len(self.to_read)))

    def _meet(self, link: str) -> None:
        parts = urlsplit(link)
        if (parts.netloc and parts.netloc != urlsplit(self.address).netloc) or parts.scheme not in ("", "http"):
            return
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if path and path not in self.known and not NOT_READ.search(parts.path) and len(self.known) < 300:
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
