"""A fake media server whose clock stands at now, for tests of whoever asks one."""

import time

from hearthside.live.media.fake.clock import StandingClock
from hearthside.live.media.fake.server import FakeLiveKit
from hearthside.live.media.keys import KeyPair, MediaServer

KEYS = (KeyPair("app", "a" * 40), KeyPair("hook", "h" * 40))


def faked() -> FakeLiveKit:
    """As a context it runs."""
    return FakeLiveKit(lambda url: MediaServer(url, url, *KEYS), clock=StandingClock(time.time()))
