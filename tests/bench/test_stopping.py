"""A measurement that is told to stop ends, prints what it has, writes nothing, and leaves nothing running."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.pages import twins
from bench.stopping import STOPPED, ended_by_signals

HOW_BEGUN = [signal.default_int_handler, signal.SIG_IGN]
# Far more than are opened before it is told to stop.
TIMES = "100000"


@pytest.fixture(params=HOW_BEGUN, ids=["in front", "in the background"])
def begun(request) -> Iterator[None]:
    """What a process finds that a shell begins in front, or in the background."""
    before = signal.signal(signal.SIGINT, request.param)
    yield
    signal.signal(signal.SIGINT, before)


class Page(BaseHTTPRequestHandler):
    """A page of a world; the second one tells this very process to stop, again and again."""

    protocol_version = "HTTP/1.1"
    number = signal.SIGINT

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        if self.path == "/second/":
            os.kill(os.getpid(), self.number)

    def log_message(self, *about: object) -> None:
        """Nothing is said of each page."""


@pytest.fixture
def worlds(monkeypatch, tmp_path) -> list[str]:
    """Two worlds that are served; which of their servers were put away."""
    put_away: list[str] = []

    @contextmanager
    def served(name: str) -> Iterator[twins.World]:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        pages = {"Alex": ["/first/", "/second/", "/third/"], "Theo": [], "biller": []}
        try:
            yield twins.World(f"http://127.0.0.1:{server.server_port}", dict.fromkeys(twins.ASKERS, ""), pages)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            put_away.append(name)

    @contextmanager
    def two_worlds(others: int | None) -> Iterator[tuple[twins.World, twins.World]]:
        with served("quiet") as one, served("in danger") as two:
            yield one, two

    monkeypatch.setattr(twins, "two_worlds", two_worlds)
    monkeypatch.setattr(twins, "RESULTS", tmp_path / "twins.md")
    monkeypatch.setattr(twins, "OF_PLACES", tmp_path / "twins-places.md")
    return put_away


# A connection that is cut in the middle of an answer is closed by Python itself, which says so.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("options", [[], ["--places"]])
def test_it_ends_prints_the_pages_that_were_through_and_puts_both_servers_away(
    begun, worlds, told, options, capsys, tmp_path, monkeypatch
):
    monkeypatch.setattr(Page, "number", told)
    monkeypatch.setattr(twins, "timed", few_of_the_first(twins.timed))
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]

    answered = twins.main(["--times", TIMES, *options])

    printed = capsys.readouterr().out
    assert answered == STOPPED
    assert "| Alex | `/first/` |" in printed
    assert "/second/" not in printed
    assert "Stopped: 1 pages were through by then. Nothing was written." in printed
    assert worlds == ["in danger", "quiet"]
    assert list(tmp_path.iterdir()) == []
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == handlers


def few_of_the_first(timed):
    """The first page is opened a few times, the others as often as was asked."""

    def times(worlds, asker, number, times):
        return timed(worlds, asker, number, times if number else 5)

    return times


def test_before_any_page_is_through_it_says_so(begun, worlds, capsys, monkeypatch):
    def at_once(worlds, asker, number, times):
        os.kill(os.getpid(), signal.SIGINT)
        raise AssertionError("It was told to stop.")

    monkeypatch.setattr(twins, "timed", at_once)

    assert twins.main(["--places"]) == STOPPED
    assert "Stopped: no pages were through by then." in capsys.readouterr().out


def test_a_second_signal_does_not_keep_anything_from_being_put_away(begun):
    put_away = []

    def measures() -> None:
        with ended_by_signals():
            try:
                os.kill(os.getpid(), signal.SIGINT)
            finally:
                os.kill(os.getpid(), signal.SIGINT)
                os.kill(os.getpid(), signal.SIGTERM)
                put_away.append("all")

    with pytest.raises(KeyboardInterrupt):
        measures()
    assert put_away == ["all"]
