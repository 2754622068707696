"""
Heavy work in a process of its own: on one core, with a low claim on it, and without a thread of the pages or jobs.

The two speak in messages over pipes. The process ends itself as soon as nobody listens any more: whatever kills the
worker leaves nothing behind that goes on planning for nobody.
"""

import gc
import importlib
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from types import TracebackType
from typing import Any, BinaryIO

import psutil

NICE = 10
STOP = b"stop\n"
# Between two words about how far the work is.
SAYS_EVERY_SECONDS = 0.5
ENDS_WITHIN_SECONDS = 5.0
# What a process that only reckons has no business with.
SECRETS = ("DATABASE_URL", "DATABASE_OWNER_URL", "HEARTHSIDE_SECRET_KEY", "HEARTHSIDE_MAIL_URL")


@dataclass(frozen=True)
class Begins:
    """Something else begins: "compiling", "searching"."""

    stage: str


@dataclass(frozen=True)
class Reached:
    """How far it is: seconds since it began, and what it says of itself (best and bound, or tried and best)."""

    seconds: float
    said: tuple[float | None, ...]


@dataclass(frozen=True)
class Done:
    result: Any


class WorkBroke(Exception):
    """The process ended without an answer; the sentence is for the log."""


# Called with the argument, a callback for progress and a question whether to stop.
Work = Callable[[Any, Callable[..., None], Callable[[], bool]], Any]


class Aside:
    """
    One piece of work in a process of its own, named as "module:function" of this program.

    Used as a context; leaving it ends the process, whatever it is doing.
    """

    def __init__(self, work: str, argument: Any) -> None:
        self.work, self.argument = work, argument
        self.news: queue.Queue[Begins | Reached | Done | None] = queue.Queue()

    def __enter__(self) -> "Aside":
        environment = {name: value for name, value in os.environ.items() if name not in SECRETS}
        self.process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        assert self.process.stdin
        assert self.process.stdout
        self.listener = threading.Thread(target=self._listen, args=(self.process.stdout,), daemon=True)
        self.listener.start()
        # Where it has ended already, `within` says so.
        with suppress(BrokenPipeError):
            pickle.dump((self.work, self.argument), self.process.stdin)
            self.process.stdin.flush()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.process.stdin
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(ENDS_WITHIN_SECONDS)
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        # What it said last is read, so that the pipe may be closed.
        self.listener.join()

    def stop(self) -> None:
        """Ask for the best so far."""
        assert self.process.stdin
        with suppress(BrokenPipeError):
            self.process.stdin.write(STOP)
            self.process.stdin.flush()

    def within(self, seconds: float) -> Iterator[Begins | Reached | Done]:
        """
        Whatever it says within these seconds; ends at once with `Done`.

        Raises:
            WorkBroke: it has ended without an answer.
        """
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            try:
                said = self.news.get(timeout=left)
            except queue.Empty:
                return
            if said is None:
                raise WorkBroke(f"{self.work} ended with code {self.process.wait(ENDS_WITHIN_SECONDS)}.")
            yield said
            if isinstance(said, Done):
                return

    def _listen(self, out: BinaryIO) -> None:
        try:
            with out:
                while True:
                    self.news.put(pickle.load(out))
        except (EOFError, pickle.UnpicklingError):
            self.news.put(None)


def _main() -> None:
    """The other side: read what to do, do it, say how far it is."""
    os.nice(NICE)
    _keep_to_one_core()
    # What libraries print goes where mistakes go; the pipe is for our messages alone.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    work, argument = pickle.load(sys.stdin.buffer)
    stop, began, due = threading.Event(), time.monotonic(), 0.0

    def say(message: Any) -> None:
        pickle.dump(message, out)
        out.flush()

    def progress(seconds: float, *said: Fraction | float | None) -> None:
        nonlocal due
        if time.monotonic() >= due:
            due = time.monotonic() + SAYS_EVERY_SECONDS
            passed = time.monotonic() - began
            say(Reached(passed, tuple(None if each is None else float(each) for each in said)))

    def listen() -> None:
        for line in sys.stdin.buffer:
            if line == STOP:
                stop.set()
        # Nobody is there any more.
        os._exit(1)

    threading.Thread(target=listen, daemon=True).start()
    # Nothing a plan makes refers to itself in a ring; looking for such rings took a quarter of the time.
    gc.disable()
    _get_kernel_ready(say)
    module, function = work.split(":")
    say(Begins("searching"))
    began = time.monotonic()
    say(Done(getattr(importlib.import_module(module), function)(argument, progress, stop.is_set)))


def _keep_to_one_core() -> None:
    """What a search starts beside itself shares its core: the others are left to whoever opens a page."""
    me = psutil.Process()
    # Where a system knows no such thing, or lets nobody choose, low priority has to do.
    with suppress(AttributeError, OSError):
        cores = me.cpu_affinity()
        me.cpu_affinity([cores[me.pid % len(cores)]])


def _get_kernel_ready(say: Callable[[Any], None]) -> None:
    from hearthside.placement.solver import kernel_cache

    if not kernel_cache.is_ready():
        say(Begins("compiling"))
        kernel_cache.prepare()


if __name__ == "__main__":
    # By its own name, so that messages are pickled under it.
    importlib.import_module("hearthside.placement.aside")._main()
