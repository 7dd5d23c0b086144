"""A real server on a free port and a real Chromium in front of it."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.app_server import Server, running_server, tracebacks

CHROMIUM_FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    # A camera with a test picture, for machines without one.
    *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
    # Local addresses as they are: nobody answers the names that would hide them.
    "--disable-features=WebRtcHideLocalIpsWithMdns",
]
PATIENCE_MS = 30_000  # for slow machines; nothing waits longer than it has to
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running
        log = running.log.read_text(errors="replace")
        assert tracebacks(log) == []


def chromium_program() -> str:
    """The browser to drive; the test is skipped where there is none."""
    chromium = os.environ.get("HOLISTIC_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.skip("Chromium needed: install it, or set HOLISTIC_CHROMIUM to the program")
    return chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = chromium_program()
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        yield playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)


@dataclass
class Visit:
    """A visitor's tab, and every address it asked for."""

    page: Page
    requested: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until the script has run and nothing is on its way."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
        expect(self.page.locator("[data-stale='true']")).to_have_count(0)

    def open(self, path: str) -> Page:
        self.page.goto(path)
        self.settle()
        return self.page

    @property
    def addresses_outside(self) -> list[str]:
        network = [url for url in self.requested if urlsplit(url).scheme in {"http", "https", "ws", "wss"}]
        return [url for url in network if urlsplit(url).hostname not in LOOPBACK]


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[..., Visit]]:
    """Open a tab: `visit(width, height, scheme)`. At the end, nothing left this machine and no traceback is shown."""
    opened: list[tuple[BrowserContext, Visit]] = []

    def new(width: int = 1440, height: int = 900, scheme: str = "light") -> Visit:
        size = {"width": width, "height": height}
        context = browser.new_context(base_url=server.url, viewport=size, color_scheme=scheme, accept_downloads=True)
        made = Visit(context.new_page())
        made.page.on("request", lambda request: made.requested.append(request.url))
        made.page.on("websocket", lambda socket_: made.requested.append(socket_.url))
        opened.append((context, made))
        return made

    yield new
    for context, made in opened:
        assert made.requested and made.addresses_outside == []
        assert "Traceback" not in made.page.locator("body").inner_text()
        context.close()
