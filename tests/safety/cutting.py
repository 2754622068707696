"""A door to a database that closes between a COMMIT and its answer: it was done, and nobody heard that it was."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

COMMIT = b"COMMIT\x00"


@dataclass
class Cutter:
    """Where it listens, and how many more answers to a COMMIT it swallows before it lets everything through."""

    port: int
    cuts_left: int = 0
    has_cut: int = 0
    # Of so many COMMITs that pass only the last is cut.
    lets_pass: int = 0


@contextmanager
def cutter(folder: Path) -> Iterator[Cutter]:
    """A door on this machine to the server whose socket lies in this folder."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        state = Cutter(door.getsockname()[1])
        threading.Thread(target=_open, args=(door, folder, state), daemon=True).start()
        yield state


def _open(door: socket.socket, folder: Path, state: Cutter) -> None:
    with suppress(OSError):
        while True:
            client, _ = door.accept()
            threading.Thread(target=_serve, args=(client, folder, state), daemon=True).start()


def _serve(client: socket.socket, folder: Path, state: Cutter) -> None:
    server = socket.socket(socket.AF_UNIX)
    with client, server, suppress(OSError):
        server.connect(str(folder / ".s.PGSQL.5432"))
        cut = threading.Event()
        back = threading.Thread(target=_back, args=(server, client, cut, state), daemon=True)
        back.start()
        while said := client.recv(65536):
            if COMMIT in said and state.cuts_left > 0:
                if state.lets_pass > 0:
                    state.lets_pass -= 1
                else:
                    state.cuts_left -= 1
                    cut.set()
            server.sendall(said)
        server.shutdown(socket.SHUT_WR)


def _back(server: socket.socket, client: socket.socket, cut: threading.Event, state: Cutter) -> None:
    with suppress(OSError):
        while said := server.recv(65536):
            if cut.is_set():
                # The server has done it and says so; nobody hears.
                state.has_cut += 1
                for end in (client, server):
                    end.shutdown(socket.SHUT_RDWR)
                return
            client.sendall(said)
        client.shutdown(socket.SHUT_WR)
