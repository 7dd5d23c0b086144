"""A visitor's way through the live page, in a real browser whose camera films the coach."""

import base64
import json
import math
import os
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright

from holistic_core import palette
from holistic_core.coach.samples import sample_clip, sample_truth
from holistic_core.coach.truth import FrameTruth
from holistic_core.media.pictures import read_picture
from holistic_core.media.video_files import write_y4m
from tests.browser.conftest import CHROMIUM_FLAGS, PATIENCE_MS, Server, Visit, chromium_program
from tests.live.reel import FPS, clip_pictures
from ui.texts import ENGLISH

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLIP = "squat_side"
# The video as the browser shows it, as a PNG.
PIXELS = """(video) => {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  return canvas.toDataURL("image/png");
}"""
PLAYING = "(video) => video.videoWidth > 0 && video.currentTime > 0"
CURVE = """(name) => {
  const curves = [];
  for (const chart of document.querySelectorAll(".js-plotly-plot"))
    for (const trace of chart._fullData || [])
      if (trace.name === name && trace.x) curves.push([Array.from(trace.x, Number), Array.from(trace.y, Number)]);
  curves.sort((one, other) => other[0].length - one[0].length);
  return curves.length ? curves[0] : null;
}"""


@pytest.fixture(scope="module")
def camera_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clip as a camera's file; Chromium plays it again and again."""
    path = tmp_path_factory.mktemp("camera") / "squat.y4m"
    write_y4m(path, clip_pictures(CLIP), FPS)
    return path


@pytest.fixture(scope="module")
def filming(camera_file: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        flags = [*CHROMIUM_FLAGS, f"--use-file-for-fake-video-capture={camera_file}"]
        yield playwright.chromium.launch(executable_path=chromium_program(), args=flags)


@pytest.fixture
def tab(filming: Browser, server: Server) -> Iterator[Visit]:
    context = filming.new_context(base_url=server.url, viewport={"width": 1440, "height": 1000})
    made = Visit(context.new_page())
    made.page.on("request", lambda request: made.requested.append(request.url))
    yield made
    assert made.addresses_outside == []
    context.close()
    wait_until(lambda: live(server)["viewers"] == 0, 25)


def wait_until(condition: Callable[[], object], limit_s: float) -> float:
    """Seconds until it was so."""
    start_s = time.monotonic()
    while not condition():
        assert time.monotonic() - start_s < limit_s, "it did not happen in time"
        time.sleep(0.1)
    return time.monotonic() - start_s


def live(server: Server) -> dict[str, int]:
    with urllib.request.urlopen(f"{server.url}/api/v1/live", timeout=5) as answer:  # noqa: S310 -- loopback
        counts: dict[str, int] = json.load(answer)
        return counts


def video_frame(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title*='webrtc']")


def start(page: Page) -> float:
    """Press START; the seconds until the picture plays."""
    frame = video_frame(page)
    frame.get_by_role("button", name=ENGLISH["webrtc.start"]).click()
    began_s = time.monotonic()
    video = frame.locator("video")
    wait_until(lambda: video.count() and video.evaluate(PLAYING), 20)
    return time.monotonic() - began_s


def stop(page: Page) -> None:
    video_frame(page).get_by_role("button", name=ENGLISH["webrtc.stop"]).click()


def shown(page: Page) -> npt.NDArray[np.uint8]:
    address = video_frame(page).locator("video").evaluate(PIXELS)
    return read_picture(base64.b64decode(address.split(",")[1]), name="frame.png").rgb


def share_near(rgb: npt.NDArray[np.uint8], colour: str) -> float:
    """Share of the pixels that have nearly this colour."""
    distance = np.abs(rgb.astype(int) - palette.rgb_of(colour)).max(axis=2)
    return float((distance < 40).mean())


def metric(page: Page, label: str) -> str:
    return page.locator(f".holistic-tile[data-name='{label.removeprefix('live.')}'] .value").inner_text()


def test_the_coach_before_the_camera(tab: Visit, server: Server) -> None:
    page = tab.open("/live")
    connected_s = start(page)
    assert connected_s < 5, f"connected after {connected_s:.1f} s"
    assert live(server)["viewers"] == live(server)["streams"] == 1

    filmed = np.stack([rgb for rgb, _ in sample_clip(CLIP)[0]][::20])
    wait_until(lambda: share_near(shown(page), palette.LEFT) > 0.003, 10)
    assert share_near(np.concatenate(filmed), palette.LEFT) < 0.0005, "the colour comes from the overlay"

    truth = sample_truth(CLIP)
    count = truth.frames[-1].repetitions
    assert count == 2
    wait_until(lambda: int(metric(page, "live.repetitions")) >= count, 25)
    wait_until(lambda: int(metric(page, "live.repetitions")) >= 2 * count, 25)

    error_deg = knee_error_deg(page)
    assert error_deg < 10, f"the plotted knee is off by {error_deg:.1f}°"

    stop(page)
    wait_until(lambda: live(server) == {**live(server), "viewers": 0, "streams": 0}, 5)
    expect(video_frame(page).get_by_role("button", name=ENGLISH["webrtc.start"])).to_be_visible()


def angle_deg(frame: FrameTruth) -> float:
    return next(angle.deg_2d for angle in frame.angles if angle.definition.name == "left_knee")


def knee_error_deg(page: Page) -> float:
    """Mean absolute difference of the plotted knee from the truth, at the moment of the clip that fits best."""
    curve: Any = None

    def long_enough() -> bool:
        nonlocal curve
        curve = page.evaluate(CURVE, "Left knee")
        return curve is not None and len(curve[0]) > 20 and curve[0][0] < -9

    wait_until(long_enough, 20)
    ago_s, plotted_deg = (np.array(each, float) for each in curve)
    there = np.isfinite(ago_s)
    ago_s, plotted_deg = ago_s[there], plotted_deg[there]
    truth = sample_truth(CLIP)
    true_s = np.array([frame.time_s for frame in truth.frames])
    true_deg = np.array([angle_deg(frame) for frame in truth.frames])
    loop_s = math.ceil(true_s[-1] * FPS + 1) / FPS
    errors = []
    for began_s in np.arange(0, loop_s, 1 / FPS):
        expected = np.interp((ago_s + began_s) % loop_s, true_s, true_deg)
        errors.append(np.nanmean(np.abs(plotted_deg - expected)))
    assert np.isfinite(plotted_deg).mean() > 0.9
    return float(min(errors))


def test_changes_apply_while_it_plays(tab: Visit, server: Server) -> None:
    page = tab.open("/live")
    start(page)
    sidebar = page.get_by_test_id("stSidebar")
    wait_until(lambda: share_near(shown(page), "#000000") < 0.1, 10)
    black = page.get_by_role("option", name=ENGLISH["option.privacy.black"], exact=True)

    def offered() -> bool:
        # The page runs again when the connection has settled, and a list that was just opened may close then.
        if not black.is_visible():
            sidebar.get_by_role("combobox", name=re.compile(ENGLISH["live.privacy"])).click()
            page.wait_for_timeout(500)
        return black.is_visible()

    wait_until(offered, 20)
    black.click()
    wait_until(lambda: share_near(shown(page), "#000000") > 0.8, 10)
    assert live(server)["viewers"] == 1, "the stream went on"
    sidebar.get_by_text(ENGLISH["controls.advanced"], exact=True).click()
    engine = sidebar.get_by_role("combobox", name=re.compile(ENGLISH["controls.engine"]))
    engine.click()
    engine.press("ArrowDown")
    engine.press("Enter")
    wait_until(lambda: live(server)["mediapipe"] == 1, 15)
    wait_until(lambda: share_near(shown(page), palette.LEFT) > 0.002, 20)
    assert video_frame(page).locator("video").evaluate(PLAYING)


def test_a_page_change_and_a_closed_tab_free_the_seat(tab: Visit, server: Server, filming: Browser) -> None:
    page = tab.open("/live")
    start(page)
    assert live(server)["viewers"] == 1
    page.get_by_test_id("stSidebarNav").get_by_text(ENGLISH["nav.home"], exact=True).click()
    wait_until(lambda: live(server)["viewers"] == 0, 10)
    wait_until(lambda: live(server)["streams"] == 0, 10)

    other = filming.new_context(base_url=server.url)
    closing = other.new_page()
    closing.goto("/live")
    start(closing)
    assert live(server)["viewers"] == 1
    other.close()
    wait_until(lambda: live(server)["viewers"] == 0, 25)


def test_the_coach_plays_without_a_camera(tab: Visit, server: Server) -> None:
    page = tab.open("/live")
    page.get_by_test_id("stSidebar").get_by_text(ENGLISH["option.live_source.coach"], exact=True).click()
    page.get_by_role("button", name=re.compile(ENGLISH["live.play_coach"])).click()
    expect(page.locator(".st-key-figure-coach img")).to_be_visible()
    wait_until(lambda: metric(page, "live.repetitions") == "2", 25)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    page.get_by_role("button", name=re.compile(ENGLISH["live.stop"])).click()
    wait_until(lambda: live(server)["viewers"] == 0, 10)


def test_a_recording_is_charted_and_taken_home(tab: Visit) -> None:
    page = tab.open("/live")
    start(page)
    page.get_by_role("button", name=f"fiber_manual_record {ENGLISH['live.record_start']}", exact=True).click()
    expect(page.get_by_text(re.compile(r"Recording: [3-9] s"))).to_be_visible(timeout=20_000)
    page.get_by_role("button", name=re.compile(ENGLISH["live.record_stop"])).click()
    session = page.locator(".st-key-live-session")
    expect(session.locator(".js-plotly-plot").first).to_be_visible()
    with page.expect_download() as started:
        session.get_by_role("button", name=re.compile(re.escape(ENGLISH["download.session_angles"]))).click()
    rows = Path(started.value.path()).read_text("utf-8").splitlines()
    assert rows[0].startswith("time_s,")
    assert len(rows) > 10
    stop(page)


def test_the_phone_has_one_column_and_nothing_wider(filming: Browser, server: Server) -> None:
    context = filming.new_context(base_url=server.url, viewport={"width": 390, "height": 844}, has_touch=True)
    page = Visit(context.new_page()).open("/live")
    try:
        start(page)
        attributes = video_frame(page).locator("video").evaluate("(v) => [v.playsInline, v.muted, v.autoplay]")
        assert attributes == [True, True, True]
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        boxes = [page.locator(".holistic-tile").first.bounding_box(), page.locator("iframe").first.bounding_box()]
        assert all(box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
        assert boxes[0] is not None and boxes[1] is not None
        assert boxes[0]["y"] > boxes[1]["y"], "the numbers stand below the picture"
    finally:
        context.close()


@pytest.mark.skipif("HOLISTIC_SCREENSHOTS" not in os.environ, reason="set HOLISTIC_SCREENSHOTS to a folder for them")
@pytest.mark.parametrize(
    ("name", "size", "scheme"),
    [
        ("live-light", (1280, 1200), "light"),
        ("live-dark", (1280, 1200), "dark"),
        ("live-phone", (390, 1900), "light"),
    ],
)
def test_screenshots(filming: Browser, server: Server, name: str, size: tuple[int, int], scheme: Any) -> None:
    viewport = {"width": size[0], "height": size[1]}
    context = filming.new_context(base_url=server.url, viewport=viewport, color_scheme=scheme)
    try:
        page = Visit(context.new_page()).open("/live")
        start(page)
        wait_until(lambda: metric(page, "live.repetitions") in {"3", "4"}, 40)
        page.screenshot(path=Path(os.environ["HOLISTIC_SCREENSHOTS"]) / f"{name}.png", animations="disabled")
    finally:
        context.close()
