"""`hearthside up` as it is lived with: stopped, killed, started again, started twice."""

import os
import shutil
import signal
import stat
from collections.abc import Iterator

import pytest

from hearthside.access.roles import ROLES
from hearthside.project.demo.build import LATER
from hearthside.project.up.folder import write_privately
from hearthside.project.up.lasting import NOTE
from tests.project.installation import Installed, Running, answers, installed, kill, sign_ins, until

pytestmark = pytest.mark.slow

RESTART_SECONDS = 120
# A job whose worker died is taken up within two minutes.
TAKEN_UP_SECONDS = 120


@pytest.fixture(scope="module")
def built() -> Iterator[Installed]:
    """An installation that was started once, and stopped: its demonstration is there."""
    with installed() as made:
        running = made.up()
        running.process.terminate()
        assert running.ends() == 0, running.said
        yield made


class Lasting:
    """What runs from one test to the next: a start is worth as much as all that is then looked at."""

    now: Running | None = None

    @property
    def is_up(self) -> bool:
        return self.now is not None and self.now.process.poll() is None

    def stop(self) -> None:
        if self.now is not None and self.is_up:
            self.now.process.terminate()
            self.now.ends()


@pytest.fixture(scope="module")
def lasting(built: Installed) -> Iterator[Lasting]:
    made = Lasting()
    yield made
    made.stop()


@pytest.fixture
def running(built: Installed, lasting: Lasting) -> Running:
    """The same, running: as the test before left it, or started again where that one ended it."""
    if not lasting.is_up:
        lasting.now = built.up()
    assert lasting.now
    return lasting.now


@pytest.fixture
def stopped(built: Installed, lasting: Lasting) -> Installed:
    """The same, at rest."""
    lasting.stop()
    return built


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stops_everything_when_asked_to_and_ends_with_zero(built: Installed, running: Running, how: signal.Signals):
    assert answers(running.address) == 200

    running.process.send_signal(how)

    assert running.ends() == 0, running.said
    assert "Stopped. Everything is kept." in running.said
    assert built.parts() == []
    assert built.database.process() is None
    assert answers(running.address) is None


def test_a_second_start_finds_everything_done(running: Running):
    assert "Preparing" not in running.said


def test_two_starts_at_once_are_refused_in_a_sentence(built: Installed, running: Running):
    second = built.start()

    assert second.ends() == 2
    assert second.said.strip() == (
        f"Hearthside already runs from this folder at {running.address}. Press Ctrl-C in its terminal, or say "
        f"`kill {running.process.pid}`, to stop it."
    )
    assert answers(running.address) == 200


def test_the_doctor_finds_nothing_wrong_with_what_runs(built: Installed, running: Running):
    looked = built.says("doctor")

    assert looked.returncode == 0, looked.stdout
    assert "Running: live, push, web, worker." in looked.stdout
    assert "an ordinary role" in looked.stdout
    assert "Every migration has been applied." in looked.stdout


def test_after_a_kill_of_the_supervisor_the_next_start_just_works(built: Installed, running: Running):
    made = built.says("program", "create", "--name", "Kept", "--zone", "UTC", "--director-email", "a.b@example.org")
    assert made.returncode == 0, made.stderr
    running.process.kill()
    running.ends()
    orphans = built.parts()
    assert {"web", "worker", "push", "live"} <= {process.environ()["HEARTHSIDE_PART"] for process in orphans}
    doctor = built.says("doctor")

    again = built.up()

    assert "An earlier run did not end properly" in again.said
    assert not any(process.is_running() and process.status() != "zombie" for process in orphans)
    assert answers(again.address) == 200
    assert "Kept" in built.programs()
    assert doctor.returncode == 1
    assert "Nobody looks after these any more: live, push, web, worker." in doctor.stdout
    again.process.terminate()
    assert again.ends() == 0


def test_after_a_kill_of_everything_the_next_start_just_works(built: Installed, running: Running):
    before = built.programs()
    database = built.database.process()
    assert database
    running.process.kill()
    kill(database)
    for process in built.parts():
        kill(process)
    running.ends()

    again = built.up()

    assert answers(again.address) == 200
    assert built.programs() == before
    again.process.terminate()
    assert again.ends() == 0


def test_a_database_that_is_killed_is_started_again(built: Installed, running: Running):
    killed = built.database.process()
    assert killed

    kill(killed)

    running.until_said("The database has ended. It is started again", RESTART_SECONDS)
    until(lambda: built.database.answers(), RESTART_SECONDS)
    until(lambda: answers(running.address) == 200, RESTART_SECONDS, lambda: running.said)
    assert "Harbor House IOP" in built.programs()
    # Whatever else had to begin again with it, what is killed next has run in peace before.
    running.process.terminate()
    assert running.ends() == 0


@pytest.mark.parametrize("part", ["web", "worker", "push", "live"])
def test_a_part_that_is_killed_is_started_again_and_said(built: Installed, running: Running, part: str):
    killed = built.main(part)
    beside = [process for process in built.parts(part) if process.pid != killed.pid]

    kill(killed)

    running.until_said(f"{part} was ended by SIGKILL. It is started again in 0.5 s", RESTART_SECONDS)
    until(lambda: built.parts(part) != [], RESTART_SECONDS)
    until(lambda: answers(running.address) == 200, RESTART_SECONDS, lambda: running.said)
    assert built.main(part).pid != killed.pid
    assert not any(process.is_running() and process.status() != "zombie" for process in beside)


def test_everybody_of_the_demonstration_can_be_listed_and_nobody_else_may_read_it(built: Installed):
    listed = sign_ins(built)

    assert [one["role"] for one in listed] == list(ROLES)
    assert all(one["email"].endswith("@example.org") and len(one["password"]) >= 16 for one in listed)
    assert len({one["password"] for one in listed}) == len(listed)
    for name in ("demo-sign-ins.json", "secret-key"):
        looked_at = (built.data / name).stat()
        assert stat.S_IMODE(looked_at.st_mode) == 0o600
        assert looked_at.st_uid == os.geteuid()


def test_a_port_that_is_taken_is_passed_over(stopped: Installed):
    with installed() as other:
        # Another installation, whose demonstration need not be made as well.
        shutil.copytree(stopped.data, other.data, dirs_exist_ok=True)
        running = stopped.up()
        beside = other.up()

        assert beside.address != running.address
        assert answers(beside.address) == answers(running.address) == 200
        for each in (beside, running):
            each.process.terminate()
            assert each.ends() == 0


def test_a_demonstration_that_is_over_says_so_and_another_is_begun_whatever_happens_to_its_worker(stopped: Installed):
    """The last of this file: nothing of the old one is kept."""
    built = stopped
    write_privately(built.data / NOTE, "2026-01-04\n")
    over = built.up()
    over.process.terminate()
    assert over.ends() == 0
    before = sign_ins(built)

    fresh = built.says("demo", "fresh")

    assert "This demonstration ended on January 4, 2026: all its sessions are over." in over.said
    assert "`make demo-fresh`" in over.said
    assert fresh.returncode == 0, fresh.stderr
    assert "A new demonstration is ready; it lasts until" in fresh.stdout
    assert {one["password"] for one in before}.isdisjoint(one["password"] for one in sign_ins(built))

    running = built.up()
    assert "ended on" not in running.said
    assert "Kept" not in built.programs()
    until(lambda: built.parts_of_clinic() > 0, RESTART_SECONDS)
    kill(built.main("worker"))
    killed_at, shown = built.parts_of_clinic(), built.page("coordinator", running.address, "/home/")

    assert f"of {len(LATER)} parts are there. Groups and sessions appear while it goes on" in shown
    until(lambda: built.parts_of_clinic() > killed_at, RESTART_SECONDS + TAKEN_UP_SECONDS)
    running.process.terminate()
    assert running.ends() == 0
