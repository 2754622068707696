"""`make install` on machines where something is missing says what to type, and leaves what is not its own alone."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("bash", "cat", "cksum", "dirname", "id", "rm")


class Machine:
    """A checkout with nothing installed, and a PATH on which only what a test puts there can be found."""

    def __init__(self, folder: Path):
        self.bin = folder / "bin"
        self.checkout = folder / "a checkout"
        (self.checkout / "tools").mkdir(parents=True)
        self.bin.mkdir()
        for file in ("pyproject.toml", "requirements.txt", "tools/install.sh"):
            shutil.copy(ROOT / file, self.checkout / file)
        for command in NEEDED:
            (self.bin / command).symlink_to(shutil.which(command) or command)

    def has(self, command: str, script: str) -> None:
        """Put a command on the PATH: a shell script."""
        file = self.bin / command
        file.unlink(missing_ok=True)
        file.write_text(f"#!{self.bin / 'bash'}\n{script}\n")
        file.chmod(0o755)

    def has_python(self, *, version: str, with_venv: bool) -> None:
        """A Python that answers what the installer asks of it: its version, and whether it can make environments."""
        fits = tuple(map(int, version.split("."))) in {(3, minor) for minor in range(11, 15)}
        self.has(
            "python3",
            f"""case "$2" in
                *ensurepip*) exit {0 if with_venv else 1} ;;
                *print*) echo {version} ;;
                *) exit {0 if fits else 1} ;;
            esac""",
        )

    def install(self, **named: str) -> subprocess.CompletedProcess[str]:
        """Runs the installer with nothing of the real machine in sight."""
        return subprocess.run(
            [self.bin / "bash", self.checkout / "tools" / "install.sh"],
            env={"PATH": str(self.bin), **named},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path):
    made = Machine(tmp_path)
    made.has("apt-get", "exit 99")
    made.has("id", "echo 1000")
    return made


def test_without_venv_the_exact_package_is_named_as_a_user_installs_it(machine):
    machine.has_python(version="3.12", with_venv=False)

    result = machine.install()

    assert result.returncode == 1
    assert "sudo apt-get install -y python3.12-venv\n" in result.stderr


def test_root_is_told_the_same_without_sudo(machine):
    machine.has_python(version="3.12", with_venv=False)
    machine.has("id", "echo 0")

    result = machine.install()

    assert "Say: apt-get install -y python3.12-venv\n" in result.stderr


def test_an_environment_that_fails_half_way_is_not_kept_and_its_cause_is_said(machine):
    (machine.bin / "mkdir").symlink_to(shutil.which("mkdir") or "mkdir")
    machine.has("python3", 'if [ "$2" = venv ]; then mkdir .venv; echo "No space left on device"; exit 1; fi')

    result = machine.install()

    assert result.returncode == 1
    assert "No space left on device" in result.stderr
    assert "nothing of it was kept" in result.stderr
    assert not (machine.checkout / ".venv").exists()


def test_a_python_too_old_is_refused_with_the_versions_that_work(machine):
    machine.has_python(version="3.9", with_venv=True)

    result = machine.install()

    assert result.returncode == 1
    assert "Hearthside needs Python 3.11 to 3.14." in result.stderr


def test_a_machine_without_python_is_told_the_same(machine):
    result = machine.install()

    assert result.returncode == 1
    assert "Hearthside needs Python 3.11 to 3.14." in result.stderr


def test_a_named_python_that_does_not_fit_is_refused_by_its_name(machine):
    machine.has_python(version="3.12", with_venv=True)

    result = machine.install(PYTHON="python2")

    assert result.returncode == 1
    assert "PYTHON=python2 is not a Python from 3.11 to 3.14." in result.stderr


def test_a_folder_called_venv_that_is_none_is_left_alone(machine):
    machine.has_python(version="3.12", with_venv=True)
    (machine.checkout / ".venv").mkdir()
    (machine.checkout / ".venv" / "diary.txt").write_text("mine")

    result = machine.install()

    assert result.returncode == 1
    assert "Move it away" in result.stderr
    assert (machine.checkout / ".venv" / "diary.txt").read_text() == "mine"


def test_the_locks_name_no_index():
    for lock in ROOT.glob("requirements*.txt"):
        assert "://" not in lock.read_text()
        assert "--index" not in lock.read_text()


def test_every_package_of_a_lock_has_its_hashes():
    for lock in ROOT.glob("requirements*.txt"):
        text = lock.read_text()
        blocks = [block for block in text.split("\n") if "==" in block and not block.startswith(("#", " "))]

        assert blocks
        assert all(block.endswith("\\") for block in blocks)


def test_the_makefile_lists_its_commands():
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    for command in ("install", "demo", "test", "test-fast", "check", "bench-placement"):
        assert f"make {command} " in listed
