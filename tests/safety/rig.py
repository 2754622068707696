"""
A pager to break: a PostgreSQL of its own, engines in processes of their own, a mail server, people on duty.

Whatever is killed, cut or filled up is really killed, cut or filled up. Times run 60 times as fast as in the program.
"""

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import psycopg
from django.db import Error, connection, transaction

from hearthside.base.ids import new_id
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.project.up.embedded import APP_ROLE, SUPERUSER, EmbeddedPostgres, programs
from hearthside.safety.actions.pages import accept_page
from hearthside.safety.models.pages import Page
from hearthside.safety.pager.channels import reference
from hearthside.safety.pager.whoami import PAGER
from hearthside.safety.words import SUPERVISOR
from tests.builders import clinicians
from tests.builders.clinicians import House
from tests.builders.safety import Line, called_for, on_duty
from tests.database import SERVER, copy
from tests.notify.post import Server, mail_server
from tests.safety import engine_process
from tests.safety.engine_process import Fault

FASTER = 60
DATABASE = "pager"
# The program's own times, as fast.
NEXT_SECONDS, SUPERVISOR_SECONDS = 15 / FASTER, 30 / FASTER
# What the promise gives after a fault, as fast; and what a busy machine needs to start a process again, as it is.
AFTER_A_FAULT_SECONDS, LATE_SECONDS, START_SECONDS = 60 / FASTER, 15 / FASTER, 8.0


@dataclass
class Rig:
    """Everything that a fault may meet."""

    postgres: EmbeddedPostgres
    post: Server
    house: House
    floaters: list[Actor]
    supervisor: Actor
    dice: random.Random
    engines: list[Any] = field(default_factory=list)

    def engine(self, fault: Fault = Fault(), *, host: str = "", port: int = 0) -> Any:  # noqa: B008
        """Start an engine; through another door to the database, if one is named."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.rival_process"])
        where = {"HOST": host or str(self.postgres.folder), "PORT": str(port or ""), "NAME": DATABASE}
        process = context.Process(target=engine_process.run, args=(where, self.post.port, fault), daemon=True)
        process.start()
        self.engines.append(process)
        return process

    def kill_engines(self) -> None:
        """SIGKILL: nothing is tidied up."""
        for engine in self.engines:
            with suppress(ProcessLookupError):
                os.kill(engine.pid, signal.SIGKILL)
            engine.join()
        self.engines.clear()

    def kill_database(self) -> None:
        """SIGKILL to the server and everything it started."""
        server = self.postgres.process()
        assert server is not None
        family = [server, *server.children(recursive=True)]
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(family, timeout=10)

    def raised(self) -> Page:
        """Somebody is needed. Where the database is away it is tried until it is back, as what watches rooms does."""
        subject, until = new_id(), time.monotonic() + 60
        while True:
            try:
                with transaction.atomic():
                    return self._faster(called_for(self.house, subject=subject))
            except Error:
                connection.close()
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def pages(self) -> list[Page]:
        """Every page there is."""
        with scope(PAGER):
            return list(Page.objects.all())

    def _faster(self, page: Page) -> Page:
        """The same page with a ladder 60 times as fast, before anybody sees it."""
        with scope(PAGER):
            Page.objects.filter(pk=page.pk, step=0).update(
                next_seconds=NEXT_SECONDS, supervisor_seconds=SUPERVISOR_SECONDS
            )
        return page

    def accept(self, page: Page, by: Actor) -> None:
        """This person comes."""
        with scope(by):
            accept_page(page=page, by=by)

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows themselves, with none of the program's code and past all of its walls."""
        with psycopg.connect(self.postgres.url(SUPERUSER, DATABASE), autocommit=True) as superuser:
            cursor = superuser.execute(question.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def until(self, holds: Callable[[], bool], seconds: float = 40.0) -> None:
        """Wait until this holds."""
        late = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < late, "It did not come to hold in time."
            time.sleep(0.02)

    def undelivered(self) -> list[UUID]:
        """Pages of which no call was handed over, though nobody answered and nobody took them back."""
        rows = self.ask(
            "SELECT p.id FROM safety_page p WHERE p.withdrawn_at IS NULL AND NOT EXISTS "
            "(SELECT 1 FROM safety_page_attempt a WHERE a.page_id = p.id AND a.handed_over_at IS NOT NULL)"
        )
        return [row[0] for row in rows]

    def unwritten(self, pages: Iterable[Page]) -> list[UUID]:
        """Of these pages those that no letter at the mail server is about."""
        arrived = "\n".join(self.post.letters)
        return [page.pk for page in pages if reference(page) not in arrived]

    def now(self) -> datetime:
        """By the database's clock."""
        ((at,),) = self.ask("SELECT clock_timestamp()")
        return at  # type: ignore[no-any-return]

    def set_database_clock(self, seconds: float) -> None:
        """Its clock is set by so much: every instant that it ever wrote down is as much further away."""
        instants = self.ask(
            "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
            " WHERE data_type = 'timestamp with time zone'"
            " AND table_name IN ('safety_page', 'safety_page_step', 'safety_page_attempt') GROUP BY 1 ORDER BY 1"
        )
        changes = ""
        for table, columns in instants:
            changed = ", ".join(f"{each} = {each} - make_interval(secs => {seconds})" for each in columns)
            changes += f"UPDATE {table} SET {changed};"
        locked = ", ".join(table for table, _ in instants)
        self.ask(f"BEGIN; SET LOCAL session_replication_role = replica; LOCK {locked}; {changes} COMMIT")

    def clear(self) -> None:
        """No engine runs and nobody is needed."""
        self.kill_engines()
        if not self.postgres.answers():
            self.postgres.start()
        connection.close()
        self.post.answer = "ok"
        # What was killed may not be known to be gone, and would be waited for.
        self.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", APP_ROLE)
        self.ask("SET session_replication_role = replica; TRUNCATE safety_page CASCADE")
        self.ask("UPDATE safety_duty SET ended_at = NULL")
        self.post.letters.clear()


@contextmanager
def rigged(seed: int) -> Iterator[Rig]:
    """A rig for the tests of a module, on a copy of the program's database in a server of its own."""
    folder = Path(tempfile.mkdtemp(prefix="pager-"))
    postgres = EmbeddedPostgres(folder)
    before = dict(connection.settings_dict)
    try:
        postgres.start()
        _filled(postgres)
        connection.close()
        connection.settings_dict.update(HOST=str(folder), NAME=DATABASE)
        # Raised and accepted here, climbed in the engines' own processes.
        Line().register()
        with mail_server() as post:
            house = clinicians.house()
            floaters = [on_duty(house, name=name) for name in ("Kim Osei", "Ines Varga", "Lee Moreau")]
            rig = Rig(
                postgres, post, house, floaters, on_duty(house, SUPERVISOR, name="Dana Reyes"), random.Random(seed)
            )
            try:
                yield rig
            finally:
                rig.kill_engines()
    finally:
        connection.close()
        connection.settings_dict.update(before)
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _filled(postgres: EmbeddedPostgres) -> None:
    """The program's schema, from the server that all tests share."""
    name = f"pager_{os.getpid()}"
    copy(name)
    try:
        postgres.create_database(DATABASE)
        out = [programs() / "pg_dump", "-d", SERVER.url(SUPERUSER, name)]
        into = ["-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-d", postgres.url(SUPERUSER, DATABASE)]
        quiet = {**os.environ, "PGOPTIONS": "-c client_min_messages=warning"}
        with subprocess.Popen(out, stdout=subprocess.PIPE) as dump:
            subprocess.run([programs() / "psql", *into], stdin=dump.stdout, check=True, env=quiet)
        assert dump.returncode == 0
    finally:
        SERVER.drop_database(name)
