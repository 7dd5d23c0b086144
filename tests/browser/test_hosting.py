"""A visitor from outside: HTTPS by Caddy, two copies of the app behind it, and video through coturn alone.

Caddy and coturn follow the very files of `deploy/`; only addresses and ports are those of the test.
"""

import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from holistic_core.media.video_files import write_y4m
from tests.app_server import PROJECT, Server, running_server, tracebacks
from tests.browser.conftest import CHROMIUM_FLAGS, PATIENCE_MS, chromium_program
from tests.browser.coturn import ADDRESS, SECRET, Coturn, running_coturn
from tests.browser.test_live import CURVE
from tests.browser.test_turn import KEEP_CONNECTIONS, STATISTICS
from tests.live.reel import FPS, clip_pictures
from ui.texts import ENGLISH

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COOKIE = "holistic_copy"
START_S = 20
FRAMES = 15
# The coach squats before the camera: its knee bends by more than noise would.
KNEE_IS_MEASURED = """(curve) => {
  const points = eval(curve)("Left knee");
  const degrees = points ? points[1].filter(Number.isFinite) : [];
  return degrees.length > 4 && Math.max(...degrees) - Math.min(...degrees) > 30;
}"""


@dataclass
class Site:
    """What is on the internet, and what is behind it."""

    https_port: int
    http_port: int
    copies: list[Server]
    coturn: Coturn

    @property
    def url(self) -> str:
        return f"https://localhost:{self.https_port}"

    def answer(self, path: str, cookie: str = "") -> http.client.HTTPResponse:
        """Over HTTPS; the certificate is Caddy's own, which nobody here trusts."""
        untrusting = ssl._create_unverified_context()  # noqa: S323 -- a test's own server
        connection = http.client.HTTPSConnection("localhost", self.https_port, timeout=10, context=untrusting)
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        return answer

    @property
    def viewers(self) -> list[int]:
        """Live viewers of every copy."""
        counts = []
        for copy in self.copies:
            with urllib.request.urlopen(f"{copy.url}/api/v1/live", timeout=5) as answer:  # noqa: S310 -- loopback
                counts.append(json.load(answer)["viewers"])
        return counts


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if shutil.which("caddy") is None:
        pytest.skip("Caddy needed: install the package caddy")
    with running_coturn(tmp_path_factory.mktemp("coturn"), PROJECT / "deploy" / "turnserver.conf") as coturn:
        variables = {
            "HOLISTIC_TURN_URLS": ",".join(coturn.urls.values()),
            "HOLISTIC_TURN_SECRET": SECRET,
            "HOLISTIC_ICE_RELAY_ONLY": "1",
            "STREAMLIT_BROWSER_SERVER_ADDRESS": "localhost",
            "STREAMLIT_SERVER_COOKIE_SECRET": "the same for both copies of this test",
        }
        with (
            running_server(tmp_path_factory.mktemp("one"), environment=variables) as one,
            running_server(tmp_path_factory.mktemp("two"), environment=variables) as two,
        ):
            yield from _behind_caddy(tmp_path_factory.mktemp("caddy"), [one, two], coturn)
            for copy in (one, two):
                log = copy.log.read_text(errors="replace")
                assert tracebacks(log) == [] and SECRET not in log


def _behind_caddy(folder: Path, copies: list[Server], coturn: Coturn) -> Iterator[Site]:
    site = Site(*_free_ports(2), copies, coturn)
    environment = {
        **os.environ,
        "SITE_ADDRESS": "localhost",
        "STICKY_SECRET": SECRET,
        "HTTP_PORT": str(site.http_port),
        "HTTPS_PORT": str(site.https_port),
        "LISTEN": f"default_bind {ADDRESS}",
        "APP_UPSTREAMS": "to " + " ".join(copy.url.removeprefix("http://") for copy in copies),
        **dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(folder)),
    }
    log = folder / "caddy.log"
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(PROJECT / "deploy" / "Caddyfile")]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=out, stderr=subprocess.STDOUT)
    try:
        give_up_s = time.monotonic() + START_S
        while True:
            try:
                assert site.answer("/_stcore/health").status == 200
                break
            except (OSError, AssertionError):
                assert process.poll() is None and time.monotonic() < give_up_s, log.read_text(errors="replace")
                time.sleep(0.1)
        yield site
    finally:
        process.terminate()
        process.wait(10)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server((ADDRESS, 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@pytest.fixture
def page(site: Site, tmp_path: Path) -> Iterator[Page]:
    """A visitor whose camera films the coach, and who does not mind Caddy's own certificate."""
    camera = tmp_path / "squat.y4m"
    write_y4m(camera, clip_pictures("squat_side"), FPS)
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        flags = [*CHROMIUM_FLAGS, f"--use-file-for-fake-video-capture={camera}"]
        browser: Browser = playwright.chromium.launch(executable_path=chromium_program(), args=flags)
        context = browser.new_context(
            base_url=site.url, ignore_https_errors=True, viewport={"width": 1440, "height": 1000}
        )
        context.add_init_script(KEEP_CONNECTIONS)
        yield context.new_page()
        browser.close()


def play(page: Page) -> dict[str, Any]:
    """Press START and wait for the picture; what the browser says of the connection."""
    frame = page.frame_locator("iframe[title*='webrtc']")
    frame.get_by_role("button", name=ENGLISH["webrtc.start"]).click(timeout=2 * PATIENCE_MS)
    video = frame.locator("video")
    expect(video).to_be_visible()
    inside = next(each for each in page.frames if "streamlit_webrtc" in each.url)
    give_up_s = time.monotonic() + PATIENCE_MS / 1e3
    while True:
        statistics: dict[str, Any] = inside.evaluate(STATISTICS)
        if statistics["decoded"] >= FRAMES:
            return statistics
        assert time.monotonic() < give_up_s, statistics
        time.sleep(0.1)


def test_the_live_page_plays_over_https_and_the_relay_alone_and_a_visitor_stays_with_one_copy(
    site: Site, page: Page
) -> None:
    page.goto("/live")
    assert page.evaluate("window.isSecureContext") is True
    before = site.coturn.allocations
    statistics = play(page)
    assert (statistics["state"], statistics["type"]) == ("connected", "relay")
    assert set(statistics["tried"]) == {"relay"}
    assert site.coturn.allocations >= before + 2, "browser and app have a relay each"
    first = site.viewers
    assert sorted(first) == [0, 1]
    page.wait_for_function(KNEE_IS_MEASURED, arg=CURVE, timeout=2 * PATIENCE_MS)
    (cookie,) = [each for each in page.context.cookies() if each["name"] == COOKIE]
    page.reload()
    assert play(page)["type"] == "relay"
    assert site.viewers.index(max(site.viewers)) == first.index(1), "the same copy as before"
    assert [each["value"] for each in page.context.cookies() if each["name"] == COOKIE] == [cookie["value"]]


def sticky_cookies(answer: http.client.HTTPResponse) -> list[str]:
    cookies = [each.partition(";")[0] for each in answer.headers.get_all("Set-Cookie", [])]
    return [each for each in cookies if each.startswith(f"{COOKIE}=")]


def test_visitors_share_the_copies_and_strangers_read_no_figures(site: Site) -> None:
    given = set()
    for _ in range(20):
        (cookie,) = sticky_cookies(site.answer("/_stcore/health"))
        given.add(cookie)
        assert sticky_cookies(site.answer("/_stcore/health", cookie)) == [], "who has a copy keeps it"
    assert len(given) == 2
    assert site.answer("/").headers["Strict-Transport-Security"] == "max-age=31536000"
    assert [site.answer(path).status for path in ("/api/v1/metrics", "/_stcore/metrics")] == [404, 404]
    plain = http.client.HTTPConnection("localhost", site.http_port, timeout=10)
    plain.request("GET", "/live")
    answer = plain.getresponse()
    assert (answer.status, answer.headers["Location"].partition(":")[0]) == (308, "https")
