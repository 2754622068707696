"""`hearthside up`: everything that this installation needs, running until Ctrl-C."""

import argparse
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime

from hearthside.base.refusal import Refusal
from hearthside.project.endings import BAD_INPUT, DONE, NOT_STARTED
from hearthside.project.environment import DEMO
from hearthside.project.push_address import VARIABLE as PUSH_PORT
from hearthside.project.push_address import push_port
from hearthside.project.up import lasting, lock, ports, processes
from hearthside.project.up.asked import Asked
from hearthside.project.up.installation import ADDRESS, DATABASE, Installation, find, with_secret
from hearthside.project.up.part import Part
from hearthside.project.up.prepare import StepFailed, prepare
from hearthside.project.up.sign_ins import how_to_sign_in
from hearthside.project.up.supervisor import Supervisor
from hearthside.project.up.video import video
from hearthside.project.up.web import live, push, status_of, web, worker

ANSWERS_WITHIN_SECONDS = 90.0
ASKS_AGAIN_SECONDS = 0.1
SERVER_FAULT = 500


class DoesNotAnswer(Refusal):
    """The pages are not served."""

    def __init__(self, part: Part, how: str):
        super().__init__(f"Hearthside does not start: {part.name} {how}.\n{part.last_words()}\nThe log is {part.log}.")


def run(arguments: argparse.Namespace) -> int:
    """Start, say where, keep running, and stop everything when asked to."""
    installation = find()
    if arguments.host != ports.HERE and installation.variables["HEARTHSIDE_MODE"] == DEMO:
        print(
            "The demonstration is for this machine alone: its people sign in with a password only. For others to "
            "reach it, set HEARTHSIDE_MODE=production and a database of your own.",
            file=sys.stderr,
        )
        return BAD_INPUT
    installation.folder.make()
    with Asked() as asked, lock.only_one(installation.folder):
        installation = with_secret(installation)
        _ = installation.environment  # complete, or it is said now and not in a log
        try:
            with ExitStack() as stopping:
                _run(arguments, installation, asked, stopping)
        except (StepFailed, DoesNotAnswer) as refusal:
            print(refusal, file=sys.stderr)
            return NOT_STARTED
    _say("Stopped. Everything is kept.")
    return DONE


def _run(arguments: argparse.Namespace, installation: Installation, asked: Asked, stopping: ExitStack) -> None:
    folder = installation.folder
    _end_what_was_left_behind(installation)
    if installation.embedded is not None:
        stopping.callback(installation.embedded.stop)
        installation.embedded.start()
        installation.embedded.create_database(DATABASE)
    prepare(installation, asked, _say)
    if asked():
        return

    port = _port(arguments)
    address = f"http://localhost:{port}" if arguments.host == ports.HERE else f"http://{arguments.host}:{port}"
    # Links in mail lead here, unless the installation says that people reach it elsewhere.
    beside = _push_port(arguments, installation, port)
    media = video(installation, hook_port=beside)
    variables = {ADDRESS: address, **_beside_pages(installation, beside), **media.variables, **installation.variables}
    pages = web(variables, data=folder.path, log=folder.logs / "web.log", host=arguments.host, port=port)
    jobs = worker(variables, data=folder.path, log=folder.logs / "worker.log")
    raw = push(variables, data=folder.path, log=folder.logs / "push.log", host=arguments.host, port=beside)
    watch = live(variables, data=folder.path, log=folder.logs / "live.log")
    parts = [pages, jobs, raw, watch, *media.parts]
    supervisor = Supervisor(parts, installation.embedded, asked, _say, media.news, media.chosen_anew)
    stopping.callback(supervisor.stop)
    pages.start()
    raw.start()
    status = _wait_until_answered(pages, arguments.host, port, installation, asked)
    # Until it listens, another installation could take its port for free.
    _wait_until_answered(raw, arguments.host, beside, installation, asked)
    if asked():
        return
    # Only now: whoever waits for the first page should not wait for this too.
    jobs.start()
    watch.start()
    lock.tell(folder, address=address, port=port)
    _say(f"\nHearthside is at {address}\n")
    if status >= SERVER_FAULT:
        _say(f"It answers with an error ({status}); {pages.log} says which.")
    _say(how_to_sign_in(installation, address))
    if installation.variables["HEARTHSIDE_MODE"] != DEMO:
        _say(
            f"The live room's own doors are on port {beside}: docs/how-to/your-own-postgresql.md says which those are."
        )
    if installation.embedded is not None and (over := lasting.how_it_stands(folder, datetime.now(UTC).date())):
        _say(over)
    _say(f"Everything it keeps is in {folder.path}. Ctrl-C stops it.\n")
    supervisor.run()
    _say("\nStopping.")


def _end_what_was_left_behind(installation: Installation) -> None:
    found = processes.left_behind(installation.folder.path)
    if found:
        names = ", ".join(sorted({processes.part_of(process) for process in found}))
        _say(f"An earlier run did not end properly: stopping what it left behind ({names}).")
        processes.end(found)
    if installation.embedded is not None and installation.embedded.process() is not None:
        _say("Its database still runs: it is used as it is.")


def _port(arguments: argparse.Namespace) -> int:
    if arguments.port is None:
        port = ports.next_free()
        if port != ports.FIRST:
            _say(f"Port {ports.FIRST} is in use by another program.")
        return port
    if not ports.is_free(arguments.port, arguments.host):
        raise ports.NoPort(f"Port {arguments.port} is in use or not allowed. Name another with --port.")
    return int(arguments.port)


def _beside_pages(installation: Installation, port: int) -> dict[str, str]:
    """On one's own machine pages name the raw doors' own port; behind a proxy all have one address."""
    return {PUSH_PORT: str(port)} if installation.variables["HEARTHSIDE_MODE"] == DEMO else {}


def _push_port(arguments: argparse.Namespace, installation: Installation, port: int) -> int:
    """Where the raw doors listen: as asked, or as the environment says, else on the next free port after the pages'."""
    asked: int | None = arguments.live_port or push_port(installation.variables)
    if asked is not None and not ports.is_free(asked, arguments.host):
        raise ports.NoPort(f"Port {asked} is in use or not allowed. Name another with --live-port.")
    return asked or ports.next_free(port + 1)


def _wait_until_answered(part: Part, host: str, port: int, installation: Installation, asked: Asked) -> int:
    """
    The first status.

    Raises:
        DoesNotAnswer: it ended instead, or took too long.
    """
    deadline = time.monotonic() + ANSWERS_WITHIN_SECONDS
    name = f"{installation.environment.hosts[0].lstrip('.')}:{port}"
    while not asked() and time.monotonic() < deadline:
        how = part.ended()
        if how is not None:
            raise DoesNotAnswer(part, how)
        status = status_of(host, port, name=name)
        if status is not None:
            return status
        asked.wait(ASKS_AGAIN_SECONDS)
    if asked():
        return 0
    raise DoesNotAnswer(part, f"does not answer on port {port} after {ANSWERS_WITHIN_SECONDS:g} s")


def _say(words: str) -> None:
    print(words, flush=True)
