"""All that one person can reach: each address, each link of each page, each form sent empty, and what was answered."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qs
from zlib import crc32

from django.db import connection
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from hearthside.access.rule import rule_of
from tests.lanes import LANE

NEVER_WAS = "01890000-0000-7000-8000-000000000000"
# What differs between any two answers of the same page.
NONCES = (
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'), b"csrf"),
    # Sessions know the time of day from elsewhere than our clock.
    (re.compile(rb"[A-Z][a-z]{2} [0-9]{1,2}(, [0-9]{4})?, [0-9]{1,2}:[0-9]{2} [AP]M"), b"a moment"),
)
# The length of a page is compared with the page; when it expires is the moment it was asked for.
CLOCKS = ("Content-Length", "Expires")
MOST_PAGES = 1000
# Where everything of one's own begins.
ONES_OWN = ("/home/", "/my-place/", "/my-offer/")
# Whose addresses get an id of their own kind, and how many pages that differ only in what stands there are opened.
ABOUT = ("patient", "couple")
ALIKE = {"long": MOST_PAGES}.get(LANE, 12)
# The sign-in library's pages of one's own account make new secrets each time, and know nothing of records.
OWN_SECRETS = ("/accounts/", "/static/")
# What a question is about, and not how it is asked: texts, numbers, names of savepoints.
LITERALS = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b|\"s\d+_x\d+\"")
PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")


def _filled(route: str, value: str) -> str:
    words = {"slug": "harbor", "str": "harbor", "int": "1"}
    return PLACE.sub(lambda place: words.get(place[1], value), route)


def addresses(known: Iterable[str]) -> list[str]:
    """
    Every address of the program, with these ids in its places and with one that never was.

    The known ids are of a person and of a couple. Outside the long lane, what is about either gets the id of its own
    kind, and what else there is in turn; what is about neither is nothing to any of them, and gets one in turn.
    """
    found: list[tuple[str, str]] = []

    def walk(patterns: list[URLPattern | URLResolver], above: str) -> None:
        for pattern in patterns:
            route = above + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, route)
            elif "^" not in route:
                stated = rule_of(pattern.callback, pattern.name or "")
                found.append(("/" + route, (stated.subject if stated else None) or ""))

    walk(get_resolver().url_patterns, "")
    values = (*known, NEVER_WAS)
    own = dict(zip(ABOUT, values, strict=False))
    filled = [
        _filled(route, value)
        for number, (route, about) in enumerate(found)
        for in_turn in [values[number % len(values)]]
        for value in (values if LANE == "long" else {own.get(about, in_turn), in_turn})
    ]
    return sorted({route for route in filled if not route.startswith(OWN_SECRETS) and "<" not in route})


@dataclass
class Reached:
    """What one person can reach: the answer of each page, and in which words the database was asked for it."""

    seen: dict[tuple[str, str], object] = field(default_factory=dict)
    asked: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def keep(self, client: Client, method: str, path: str):
        """Open this page, and keep the answer and the questions."""
        asked = self.asked[method, path] = []

        def note(execute, sql, params, many, context):
            asked.append(LITERALS.sub("?", str(sql)))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            answer = client.get(path) if method == "GET" else client.post(path, {})
        self.seen[method, path] = _kept(answer)
        return answer


def answers(client: Client, known: Iterable[str], half: int | None = None) -> Reached:
    """
    Everything this person can reach: each address, each link of each page, each form sent empty.

    Whoever looks twice may begin with one `half` of the addresses and then with the other; in the long lane, with all.
    """
    reached = Reached()
    seen, waiting, alike = reached.seen, addresses(known), Counter[str]()
    if half is not None and LANE != "long":
        waiting = [*ONES_OWN, *(path for path in waiting if crc32(_kind(path).encode()) % 2 == half % 2)]
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if ("GET", path) in seen or alike[kind := _kind(path)] >= ALIKE:
            continue
        alike[kind] += 1
        answer = reached.keep(client, "GET", path)
        if answer.status_code in (302, 303) and answer["Location"].startswith("/"):
            waiting.append(answer["Location"])
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            linked = re.findall(rb'(?:href|action)="(/[^"#]*)', answer.content)
            waiting += [link for link in map(bytes.decode, linked) if not link.startswith(OWN_SECRETS)]
            if b'method="post"' in answer.content and path.startswith(("/people", "/couples", "/intake")):
                reached.keep(client, "POST", path)
    assert not waiting, "More pages than are looked at: raise the number."
    return reached


def _kind(path: str) -> str:
    """The page that answers, whatever stands in its places, and what was asked of it."""
    plain, _, asked = path.partition("?")
    try:
        return f"{resolve(plain).route} {sorted(parse_qs(asked))}"
    except Resolver404:
        return plain


def _kept(answer) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for nonce, word in NONCES:
        body = nonce.sub(word, body)
    headers = tuple(sorted((key, value) for key, value in answer.headers.items() if key not in CLOCKS))
    return answer.status_code, headers, body
