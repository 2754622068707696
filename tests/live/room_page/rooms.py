"""The room's page with everything that serves it: pages, raw doors, and a media server; and its people's browsers."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from tests import build
from tests.browsers import open_browser, standing
from tests.browsing import looking
from tests.builders import live
from tests.builders.live import Live, account_of
from tests.contracts.ports import free_port
from tests.contracts.raw_doors import raw_doors
from tests.contracts.stages import RealStage
from tests.site import Site, serve

FAKE_MEDIA = (
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--allow-loopback-in-peer-connection",
)  # fmt: skip
SOUNDS_AT_ONCE, SOUNDS_AFTER_A_PRESS = (
    f"--autoplay-policy={policy}" for policy in ("no-user-gesture-required", "document-user-activation-required")
)


@dataclass
class House:
    """A session that is held, the addresses of its pages, and who may open them."""

    there: Live
    site: Site
    stage: RealStage
    browser: Browser
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/live/{self.there.live.pk}/room/"

    @contextmanager
    def opened(
        self, who: str, width: int = 1280, browser: Browser | None = None, script: str = "", **options: Any
    ) -> Iterator[Page]:
        """Somebody's page of the room; `script` is there before anything of the page."""
        with looking(browser or self.browser, width, permissions=["camera", "microphone"], **options) as page:
            if script:
                page.add_init_script(script)
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self.cookies[who], "url": self.site.url}
            page.context.add_cookies([cookie])
            page.goto(self.site.url + self.path)
            # A busy machine is no fault of the page.
            expect.set_options(timeout=30_000)
            try:
                yield page
            finally:
                expect.set_options(timeout=None)

    def brings(self, name: str, who: Actor) -> None:
        """Somebody more whose page can be opened. Inside of what the program does."""
        self.there.actors[name], self.cookies[name] = who, cookie_of(who)

    @contextmanager
    def changed(self) -> Iterator[Live]:
        """What is done to the session meanwhile, as what watches it does."""
        with self.site.as_program(), scope(self.there.watch):
            yield self.there


@contextmanager
def house(browser: Browser, database: str, folder: Path) -> Iterator[House]:
    """Everybody was let in; the page of each can be opened."""
    with ExitStack() as stack:
        stage, port = RealStage(folder), free_port()
        stack.callback(stage.close)
        media = stack.enter_context(with_made_up_cameras(browser, SOUNDS_AT_ONCE))
        served = {**stage.own.variables, "HEARTHSIDE_PUSH_PORT": str(port)}
        url = stack.enter_context(serve(database, **served))
        told = {**stage.own.variables, "HEARTHSIDE_ADDRESS": url}
        stack.enter_context(raw_doors(database, folder / "data", told, port))
        site = Site(url, database)
        with site.as_program():
            there = live.live(build.program())
            cookies = {name: cookie_of(actor) for name, actor in there.actors.items()}
        yield House(there, site, stage, media, cookies)


@contextmanager
def with_made_up_cameras(browser: Browser, sounds: str) -> Iterator[Browser]:
    """A browser of its own whose cameras and microphones are made up."""
    media = open_browser(browser.browser_type, *FAKE_MEDIA, sounds)
    try:
        yield media
    finally:
        standing(media).close()


def cookie_of(who: Any) -> str:
    client = Client()
    client.force_login(account_of(who))
    return client.cookies[settings.SESSION_COOKIE_NAME].value
