"""The embedded database: started, killed, started again, by an ordinary user and by root."""

import os
import shutil
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from hearthside.project.up import unprivileged
from hearthside.project.up.embedded import SUPERUSER, EmbeddedPostgres, programs
from tests.project.installation import installed, kill, until

WAIT_SECONDS = 60


@pytest.fixture
def folder() -> Iterator[Path]:
    with installed() as at:
        yield at.database.folder


@pytest.fixture(scope="module")
def made() -> Iterator[EmbeddedPostgres]:
    """One cluster for most tests of this file, with one row in a table."""
    with installed() as at:
        at.database.start()
        with psycopg.connect(at.database.url(SUPERUSER, "postgres")) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('before')")
        yield at.database


@pytest.fixture
def server(made: EmbeddedPostgres) -> EmbeddedPostgres:
    """The same, running."""
    made.start()
    return made


def words(server: EmbeddedPostgres) -> list[str]:
    with psycopg.connect(server.url(SUPERUSER, "postgres")) as connection:
        return [row[0] for row in connection.execute("SELECT word FROM kept ORDER BY word")]


def killed(server: EmbeddedPostgres) -> None:
    process = server.process()
    assert process
    kill(process)
    until(lambda: server.process() is None, WAIT_SECONDS)


@pytest.mark.slow
def test_what_was_committed_survives_a_kill(server: EmbeddedPostgres):
    killed(server)

    server.start()

    assert words(server) == ["before"]


def test_a_server_that_runs_already_is_used(server: EmbeddedPostgres):
    before = server.process()

    server.start()

    assert before
    assert server.process() == before


def test_a_new_server_waits_for_what_is_left_of_a_killed_one(server: EmbeddedPostgres):
    at_work = psycopg.connect(server.url(SUPERUSER, "postgres"))
    left = at_work.info.backend_pid
    busy = (
        "DO $$ DECLARE ends timestamptz := clock_timestamp() + interval '2 s'; "
        "BEGIN WHILE clock_timestamp() < ends LOOP END LOOP; PERFORM pg_sleep(60); END $$"
    )

    def work() -> None:
        with pytest.raises(psycopg.OperationalError):
            at_work.execute(busy)

    thread = threading.Thread(target=work)
    thread.start()
    killed(server)
    server.start()

    # The old session had to be gone: two servers on one folder would destroy it.
    assert not Path(f"/proc/{left}/cwd").exists()
    assert words(server) == ["before"]
    thread.join(WAIT_SECONDS)
    at_work.close()


def test_a_cluster_that_was_half_made_is_made_anew(folder: Path):
    half = folder / "pg.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    server = EmbeddedPostgres(folder)

    server.start()

    assert server.answers()
    assert not half.exists()


def test_two_who_start_it_at_once_get_one_server(folder: Path):
    servers = [EmbeddedPostgres(folder) for _ in range(2)]

    with ThreadPoolExecutor() as pool:
        list(pool.map(EmbeddedPostgres.start, servers))

    assert servers[0].process() == servers[1].process() is not None
    assert servers[0].answers()


def test_nobody_else_on_the_machine_can_look_in(server: EmbeddedPostgres):
    assert stat.S_IMODE(server.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
    with psycopg.connect(server.url(SUPERUSER, "postgres")) as connection:
        listens = connection.execute("SHOW listen_addresses").fetchone()
    assert listens == ("",)


@pytest.mark.parametrize(("tools", "way"), [(("unshare", "setpriv"), "namespace"), (("setpriv",), "setpriv")])
def test_root_runs_it_as_nobody_and_changes_nothing_outside_its_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tools: tuple[str, ...], way: str
):
    for tool in (*tools, "true", "test"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or tool)
    folder.parent.chmod(0o700)
    outside = [*folder.parents, programs(), Path("/etc/passwd"), Path("/etc/group")]
    before = [(path, path.stat().st_mode, path.stat().st_uid) for path in outside]
    accounts = Path("/etc/passwd").read_bytes()
    monkeypatch.setenv("PATH", str(tmp_path))
    server = EmbeddedPostgres(folder)

    server.start()

    process = server.process()
    assert process
    assert server.answers()
    runs_as = server.runs_as()
    if os.geteuid() == 0:
        assert way in runs_as.words
        held = int(Path(f"/proc/{process.pid}/status").read_text().split("CapEff:")[1].split()[0], 16)
        may_read_everything = 1 << 2
        assert held in (0, may_read_everything)
        assert runs_as.owner == (server.data.stat().st_uid, server.data.stat().st_gid)
    else:
        assert runs_as.before == ()
        assert process.uids().effective == os.geteuid()
    assert [(path, path.stat().st_mode, path.stat().st_uid) for path in outside] == before
    assert Path("/etc/passwd").read_bytes() == accounts


def test_a_folder_begun_one_way_goes_on_in_the_other(
    server: EmbeddedPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    server.stop()
    for tool in ("setpriv", "true", "test"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or tool)

    with monkeypatch.context() as without_namespaces:
        without_namespaces.setenv("PATH", str(tmp_path))
        server.start()
        kept_by_the_second = words(server)
        server.stop()
    server.start()

    assert kept_by_the_second == words(server) == ["before"]


def test_root_without_any_way_is_told_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(unprivileged.os, "geteuid", lambda: 0)

    with pytest.raises(unprivileged.NoWayWithoutRoot) as refused:
        unprivileged.runs_as(folder, programs())

    assert "start as an ordinary user, or set DATABASE_URL and DATABASE_OWNER_URL" in str(refused.value)
