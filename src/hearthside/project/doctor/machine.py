"""What can be said of an installation without asking its database."""

import shutil
import stat
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from hearthside.base.refusal import Refusal
from hearthside.project.doctor.finding import Finding
from hearthside.project.environment import PRODUCTION
from hearthside.project.up import lock, processes, web
from hearthside.project.up.embedded import DatabaseDoesNotStart
from hearthside.project.up.folder import user_name
from hearthside.project.up.installation import Installation
from hearthside.project.up.ports import HERE

LEAST_FREE_BYTES = 500_000_000
SHORTEST_KEY = 50
FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def look(installation: Installation) -> Iterator[Finding]:
    """Packages, settings, the data folder, processes."""
    yield _packages()
    yield _settings(installation)
    if installation.variables["HEARTHSIDE_MODE"] == PRODUCTION:
        yield from _production(installation)
    if installation.folder.path.exists():
        yield _rights(installation)
        yield _space(installation.folder.path)
    yield from _processes(installation)
    if installation.embedded is not None:
        yield _without_root(installation)


def _packages() -> Finding:
    missing = []
    for wanted in metadata.requires("hearthside") or []:
        name = wanted.split(";")[0].strip()
        for end in "[<>=!~ (":
            name = name.split(end)[0]
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding("packages", f"Not installed: {', '.join(missing)}.", "Say `make install`.")
    return Finding("packages", "Every package that the program needs is installed.")


def _settings(installation: Installation) -> Finding:
    try:
        _ = installation.environment
    except Refusal as refusal:
        return Finding("settings", str(refusal), "Set it in the environment, and start again.")
    mode = installation.variables["HEARTHSIDE_MODE"]
    which = "the embedded database" if installation.embedded else "the database of DATABASE_URL"
    return Finding("settings", f"Complete: {mode} mode on {which}, data in {installation.folder.path}.")


def _production(installation: Installation) -> Iterator[Finding]:
    variables = installation.variables
    if len(variables.get("HEARTHSIDE_SECRET_KEY", "")) < SHORTEST_KEY:
        yield Finding(
            "secret key",
            f"HEARTHSIDE_SECRET_KEY is shorter than {SHORTEST_KEY} characters and could be guessed.",
            'Make one with python3 -c "import secrets; print(secrets.token_urlsafe(48))".',
        )
    if not variables.get("HEARTHSIDE_HOSTS"):
        yield Finding(
            "hosts", "HEARTHSIDE_HOSTS is not set, so only localhost is answered.", "Set it to the names people type."
        )
    if not variables.get("HEARTHSIDE_ADDRESS"):
        yield Finding(
            "address",
            "HEARTHSIDE_ADDRESS is not set, so links in mail lead to localhost.",
            "Set it, for example to https://clinic.example.org.",
        )
    if not variables.get("HEARTHSIDE_MAIL_URL"):
        yield Finding(
            "mail",
            "HEARTHSIDE_MAIL_URL is not set, so invitations and notices reach nobody.",
            "Set it, for example to smtp://user:password@mail.example.org:587.",
        )
    if not variables.get("HEARTHSIDE_PROXIES"):
        yield Finding(
            "proxy",
            "HEARTHSIDE_PROXIES is not set, so every visitor seems to come from the proxy, and without TLS.",
            "Set it to how many proxies of yours stand in front: 1 for most.",
        )
    if variables.get("HEARTHSIDE_HTTPS", "yes") != "yes":
        yield Finding(
            "https", "HEARTHSIDE_HTTPS is off, so sessions travel in the open.", "Put TLS in front and leave it on."
        )


def _rights(installation: Installation) -> Finding:
    folder = installation.folder
    private = [folder.secret_key, folder.sign_ins, folder.run, folder.logs, folder.database]
    open_to_others = [path for path in private if path.exists() and path.stat().st_mode & FOR_OTHERS]
    if open_to_others:
        names = " ".join(str(path) for path in open_to_others)
        return Finding("data folder", f"Others on this machine may look into: {names}.", f"Say `chmod go= {names}`.")
    owner = user_name(folder.path.stat().st_uid)
    return Finding("data folder", f"What is private in {folder.path} belongs to {owner} alone.")


def _space(path: Path) -> Finding:
    free = shutil.disk_usage(path).free
    sentence = f"{free / 1e9:.1f} GB are free where {path} lies."
    return Finding(
        "disk", sentence, "" if free >= LEAST_FREE_BYTES else "Make room: the database stops when it is full."
    )


def _processes(installation: Installation) -> Iterator[Finding]:
    found = processes.left_behind(installation.folder.path)
    if not lock.is_up(installation.folder):
        if found:
            names = ", ".join(sorted({processes.part_of(process) for process in found}))
            yield Finding(
                "processes", f"Nobody looks after these any more: {names}.", "Say `make up`; it stops them and starts."
            )
        else:
            yield Finding("processes", "It does not run now. `make up` starts it.")
        return
    running = sorted({processes.part_of(process) for process in found})
    absent = [part for part in ("web", "worker", "push", "live") if part not in running]
    if absent:
        yield Finding(
            "processes",
            f"Not running: {', '.join(absent)}.",
            f"It is being started again; see {installation.folder.logs}.",
        )
    else:
        yield Finding("processes", f"Running: {', '.join(running)}.")
    state = lock.state(installation.folder)
    if "port" in state:
        status = web.status_of(HERE, state["port"], name=f"localhost:{state['port']}")
        yield Finding(
            "pages",
            f"{state['address']} answers with {status}." if status else f"{state['address']} does not answer.",
            "" if status and status < 500 else f"Read {installation.folder.logs / 'web.log'}.",
        )


def _without_root(installation: Installation) -> Finding:
    assert installation.embedded is not None
    try:
        runs_as = installation.embedded.runs_as()
    except DatabaseDoesNotStart as refusal:
        return Finding("database", str(refusal), "Say `make install`.")
    except Refusal as refusal:
        return Finding("database", str(refusal), "Do one of these.")
    return Finding("database", f"The embedded database runs as {runs_as.words}.")
