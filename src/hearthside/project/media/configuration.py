"""
The configuration of a media server for this machine alone, and its keys.

By itself LiveKit binds every network interface and points browsers at public STUN servers: every line below that looks
like too much keeps something on this machine. The server takes no line that it does not know.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path

from hearthside.live.media.keys import KeyPair, MediaServer
from hearthside.project.up.folder import write_privately
from hearthside.project.up.ports import next_free, udp_is_free

HERE = "127.0.0.1"
FIRST_PORT, FIRST_UDP_PORT = 7880, 7882
TRIED = 100
STUN_PORT = 3478
"""Nobody answers there, and on one machine nobody has to; without an address of ours the server names public ones."""

APP_KEY, HOOK_KEY = "hearthside", "hearthside-hook"
TOLD = (
    "room_started", "room_finished", "participant_joined", "participant_left", "participant_connection_aborted",
)  # fmt: skip

LOOPBACK = """\
port: {port}
bind_addresses: ["{here}"]
rtc:
  udp_port: {udp_port}
  tcp_port: 0
  allow_tcp_fallback: false
  node_ip: {here}
  use_external_ip: false
  enable_loopback_candidate: true
  interfaces: {{includes: ["lo"]}}
  ips: {{includes: ["{here}/32"]}}
  stun_servers: ["{here}:{stun_port}"]
  congestion_control: {{enabled: true, allow_pause: true}}
key_file: "{keys}"
webhook:
  api_key: {hook_key}
  urls: ["{hook_url}"]
  filter_params: {{include_events: [{events}]}}
  resource_url_notifier: {{max_age: 5m, max_depth: 1000}}
room: {{auto_create: false, empty_timeout: 14400, departure_timeout: 14400, max_participants: 20, \
enable_remote_unmute: false}}
enable_data_tracks: false
logging: {{level: info, json: true}}
"""


@dataclass(frozen=True)
class OwnServer:
    """The media server that this installation runs itself, on this machine alone."""

    folder: Path
    port: int
    udp_port: int
    app: KeyPair
    hook: KeyPair

    @property
    def file(self) -> Path:
        return self.folder / "livekit.yaml"

    @property
    def server(self) -> MediaServer:
        return MediaServer(f"http://{HERE}:{self.port}", f"ws://{HERE}:{self.port}", self.app, self.hook)

    @property
    def variables(self) -> dict[str, str]:
        """What tells a process of the application where it is."""
        return {
            "LIVEKIT_URL": self.server.url,
            "LIVEKIT_API_KEY": self.app.name,
            "LIVEKIT_API_SECRET": self.app.secret,
            "LIVEKIT_WEBHOOK_KEY": self.hook.name,
            "LIVEKIT_WEBHOOK_SECRET": self.hook.secret,
        }

    def write(self, hook_url: str) -> None:
        """Write the configuration, which tells what happens in rooms at `hook_url`."""
        keys = self.folder / "livekit-keys.yaml"
        # The server refuses keys that others may read.
        write_privately(keys, "".join(f"{pair.name}: {pair.secret}\n" for pair in (self.app, self.hook)))
        text = LOOPBACK.format(
            port=self.port,
            udp_port=self.udp_port,
            stun_port=STUN_PORT,
            here=HERE,
            keys=str(keys).replace("\\", "\\\\").replace('"', '\\"'),
            hook_key=self.hook.name,
            hook_url=hook_url,
            events=", ".join(TOLD),
        )
        write_privately(self.file, text)


def own_server(folder: Path) -> OwnServer:
    """The installation's own server: its keys are made once, its ports are the first free ones of this start."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    port = next_free(FIRST_PORT)
    udp_port = next(p for p in range(FIRST_UDP_PORT, FIRST_UDP_PORT + TRIED) if udp_is_free(p))
    return OwnServer(folder, port, udp_port, _pair(folder, APP_KEY), _pair(folder, HOOK_KEY))


def _pair(folder: Path, name: str) -> KeyPair:
    kept = folder / f"secret-{name}"
    if not kept.exists():
        write_privately(kept, secrets.token_urlsafe(48))
    return KeyPair(name, kept.read_text(encoding="utf-8").strip())
