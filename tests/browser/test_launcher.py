"""The server's beginning and end."""

import signal
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import running_server
from ui.texts import ENGLISH

pytestmark = pytest.mark.browser
MOST_STOP_S = 10


def test_a_fresh_server_answers_a_deep_link_and_stops_cleanly(browser: Browser, tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        page = browser.new_page(base_url=server.url)
        page.goto("/picture")
        expect(page.get_by_role("link", name=ENGLISH["nav.home"])).to_be_visible(timeout=30_000)
        expect(page.get_by_text(ENGLISH["nav.see"], exact=True)).to_be_visible()
        expect(page.locator(".st-key-figure-picture img")).to_be_visible(timeout=30_000)
        start_s = time.monotonic()
        code = server.stop()
        assert time.monotonic() - start_s < MOST_STOP_S, "an open tab must not keep the server"
        page.close()
    log = server.log.read_text(errors="replace")
    assert code in {0, -signal.SIGTERM}, log
    assert "Traceback" not in log, log
