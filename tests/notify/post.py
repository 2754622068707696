"""A program with people to write to, and mail servers that do what servers do."""

import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from hearthside.base.ids import new_id
from hearthside.ledger.actors import Actor, system_actor
from hearthside.notify.actions.notices import notify
from hearthside.notify.models import Mail, Notice


def by(program) -> Actor:
    return system_actor("outbox", program=program.id, request_id=str(new_id()))


def told(program, account, kind: str = "account_locked", **facts: object) -> Notice:
    """Somebody was told something just now."""
    facts = facts or {"minutes": 15}
    notice = notify(account=account, kind=kind, about=new_id(), facts=facts, by=by(program))
    assert notice is not None
    return notice


def due(**changes: object) -> Mail:
    """The only mail there is, as it stands now."""
    if changes:
        Mail.objects.update(**changes)
    return Mail.objects.get()


@dataclass
class Server:
    """A mail server on this machine: what it was given, and how it answers."""

    port: int
    answer: str = "ok"  # ok, busy, refuses, hangs up, loses the answer, never answers
    letters: list[str] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[Server]:
    """A server that speaks enough SMTP to take, refuse or lose a mail."""
    state = Server(0)

    class Talk(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            if state.answer == "hangs up":
                return
            self.say("220 here")
            while line := self.rfile.readline().decode().strip():
                word = line.upper().split(" ")[0]
                if word == "DATA":
                    self.say("354 go on")
                    self.take()
                elif word == "RCPT" and state.answer == "refuses":
                    self.say("550 no such mailbox: " + line)
                elif word == "MAIL" and state.answer == "busy":
                    self.say("451 try later")
                elif word == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 fine")

        def take(self) -> None:
            lines = []
            while (line := self.rfile.readline().decode()) != ".\r\n":
                if not line:
                    return  # whoever sent it is gone
                lines.append(line.rstrip("\r\n"))
            state.letters.append("\n".join(lines))
            if state.answer == "loses the answer":
                # Closed alone, it would stay open for whoever reads and writes it here.
                self.request.shutdown(socket.SHUT_RDWR)
                return
            while state.answer == "never answers":
                time.sleep(0.02)
            self.say("250 taken")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield state
        # Whoever never was answered is now: the server waits for each of them.
        state.answer = "ok"
        server.shutdown()
        thread.join()
