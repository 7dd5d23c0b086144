"""A visitor in a real Chromium whose camera is a file, and what its browser sent and got back."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Frame, Page, Playwright, expect

from holistic_core.media.video_files import write_y4m
from tests.browser.conftest import CHROMIUM_FLAGS
from tests.live.camera import Counts
from tests.live.code_strip import BITS, stamp
from tests.live.reel import FPS
from ui.texts import ENGLISH

RGB = npt.NDArray[np.uint8]

_CONNECT_MS: Final = 30_000
_TAP: Final = Path(__file__).with_name("tap.js")


def write_camera_file(path: Path, pictures: Iterable[RGB]) -> None:
    """Pictures as the file of a Chromium's camera, numbered from 0 on."""
    write_y4m(path, (stamp(rgb, number) for number, rgb in enumerate(pictures)), FPS)


@dataclass
class ChromiumViewer:
    """One Chromium that plays a camera file to the live page. connect_s: from START to the first picture."""

    page: Page
    connect_s: float
    _frame: Frame

    def begin(self) -> None:
        """Count from now on."""
        self._frame.evaluate("() => { window.liveLog.sent = []; window.liveLog.received = []; }")

    def counts(self, seconds: float) -> Counts:
        """What happened in the seconds since `begin`."""
        log: dict[str, Any] = self._frame.evaluate("() => window.liveLog")
        shown = [(at_ms, latency_ms) for at_ms, latency_ms, _ in log["received"] if latency_ms is not None]
        moments_ms = [at_ms for at_ms, _ in shown]
        return Counts(
            seconds=seconds,
            offered=len(log["sent"]),
            received=len(log["received"]),
            processed=len(shown),
            unread=sum(not readable for _, _, readable in log["received"]),
            latency_ms=tuple(latency_ms for _, latency_ms in shown),
            longest_gap_s=float(np.diff(moments_ms).max() / 1e3) if len(shown) > 1 else seconds,
        )


@contextmanager
def chromium_viewer(playwright: Playwright, program: str, url: str, camera_file: Path) -> Iterator[ChromiumViewer]:
    """A Chromium of its own on the live page, after START, with its first picture back."""
    flags = [*CHROMIUM_FLAGS, f"--use-file-for-fake-video-capture={camera_file}"]
    browser = playwright.chromium.launch(executable_path=program, args=flags)
    try:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(_TAP.read_text("utf-8").replace("BITS_OF_STRIP", str(BITS)))
        page.goto(f"{url}/live")
        start = page.frame_locator("iframe[title*=webrtc]").get_by_role("button", name=ENGLISH["webrtc.start"])
        expect(start).to_be_visible(timeout=_CONNECT_MS)
        frame = next(frame for frame in page.frames if "streamlit_webrtc" in frame.url)
        started_s = time.monotonic()
        start.click()
        frame.wait_for_function("() => window.liveLog.received.length > 0", timeout=_CONNECT_MS)
        yield ChromiumViewer(page, time.monotonic() - started_s, frame)
    finally:
        browser.close()
