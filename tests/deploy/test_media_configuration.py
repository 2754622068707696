"""The production configuration of the media server in deploy/ is one that the real server takes, line for line."""

import re
import secrets
import subprocess
from pathlib import Path

import pytest

from hearthside.live.media.keys import KeyPair, MediaServer
from hearthside.live.media.livekit import LiveKit
from hearthside.project.media import binary
from hearthside.project.media.configuration import APP_KEY, HOOK_KEY, TOLD
from tests.contracts.hearing import until
from tests.contracts.ports import free_port, free_udp_port

pytestmark = [pytest.mark.media, pytest.mark.slow]

DEPLOY = Path(__file__).parents[2] / "deploy" / "livekit"
# Asks the world for this machine's address; whoever has a fixed one says it, as the file itself tells.
ASKS, SAYS = "use_external_ip: true", "node_ip: 127.0.0.1"


@pytest.fixture(scope="module")
def program() -> Path:
    found = binary.found()
    assert found, "This test needs the media server: `make test` gets it, and so does `hearthside media install`."
    return found


@pytest.fixture
def keys() -> dict[str, str]:
    return {name: secrets.token_urlsafe(40) for name in (APP_KEY, HOOK_KEY)}


def written(folder: Path, keys: dict[str, str], *changes: tuple[str, str]) -> Path:
    """The file as somebody who follows it would have it: their own keys, and these lines changed."""
    kept = folder / "keys.yaml"
    text = (DEPLOY / "keys.example.yaml").read_text(encoding="utf-8")
    for name, secret in keys.items():
        text = re.sub(rf'^{name}: ".*"$', f'{name}: "{secret}"', text, flags=re.MULTILINE)
    kept.write_text(text, encoding="utf-8")
    kept.chmod(0o600)
    said = (DEPLOY / "livekit.yaml").read_text(encoding="utf-8")
    for old, new in (("/etc/livekit/keys.yaml", str(kept)), (ASKS, SAYS), *changes):
        assert old in said
        said = said.replace(old, new)
    file = folder / "livekit.yaml"
    file.write_text(said, encoding="utf-8")
    return file


def ports(program: Path, file: Path) -> str:
    """What the server says it would listen to, after it has read and judged the whole file."""
    told = subprocess.run([program, "--config", file, "ports"], capture_output=True, text=True, timeout=60, check=False)
    return told.stdout + told.stderr


def test_every_line_is_known_to_the_server(program, keys, tmp_path):
    told = ports(program, written(tmp_path, keys))

    assert "could not" not in told
    assert all(port in told for port in ("7880", "7881", "7882", "3478", "5349"))


def test_a_misspelled_line_would_be_found(program, keys, tmp_path):
    assert "could not parse config" in ports(program, written(tmp_path, keys, ("auto_create:", "auto_creat:")))


def test_it_starts_and_makes_rooms_for_our_key_alone(program, keys, tmp_path):
    port, other, udp_port = free_port(), free_port(), free_udp_port()
    file = written(
        tmp_path, keys,
        ("port: 7880", f"port: {port}"), ("udp_port: 7882", f"udp_port: {udp_port}"), ("port: 6789", f"port: {other}"),
        # Here nothing may be open beyond this machine, nor the ports of a relay.
        ("tcp_port: 7881", 'ips: {includes: ["127.0.0.1/32"]}\n  interfaces: {includes: ["lo"]}'),
        ("  enabled: true", "  enabled: false"),
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    hook = KeyPair(HOOK_KEY, keys[HOOK_KEY])
    with subprocess.Popen([program, "--config", file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            engine = LiveKit(MediaServer(url, url, KeyPair(APP_KEY, keys[APP_KEY]), hook))
            until(engine.answers, 20)
            assert engine.create_room("room-number-1", empty_seconds=60, most=20).sid.startswith("RM_")
        finally:
            server.kill()


def test_it_tells_the_same_events_as_the_one_of_this_machine():
    said = (DEPLOY / "livekit.yaml").read_text(encoding="utf-8")

    assert ", ".join(TOLD) in said
