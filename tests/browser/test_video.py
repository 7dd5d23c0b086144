"""A visitor's way through the video page, in a real browser."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.app_server import running_server
from tests.browser.conftest import Visit
from ui.texts import ENGLISH

pytestmark = pytest.mark.browser
DONE_MS = 180_000
UNDER_WAY = re.compile(r"frame \d+ of \d+ · \d+ % · .* frames a second")
VIDEO = "document.querySelector('.st-key-video-player video')"
SEEKS = """async (to_s) => {
    const video = document.querySelector('.st-key-video-player video');
    const done = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
    video.currentTime = to_s;
    await done;
    return video.currentTime;
}"""
PLAYS = """async () => {
    const video = document.querySelector('.st-key-video-player video');
    video.muted = true;
    await video.play();
    return true;
}"""


def button(page: Page, icon: str, label: str) -> Locator:
    """A button by its label; Streamlit reads the name of its icon first."""
    return page.get_by_role("button", name=f"{icon} {ENGLISH[label]}", exact=True)


def link(page: Page, label: str) -> Locator:
    """A download link by its label."""
    return page.get_by_role("link", name=ENGLISH[label], exact=True)


def bring(tab: Visit, clip: Path) -> Page:
    """The page with a clip of the visitor's own on its way."""
    page = tab.open("/video")
    page.get_by_test_id("stSidebar").get_by_text(ENGLISH["option.video_source.upload"], exact=True).click()
    expect(page.get_by_text(re.compile("Drop a clip under"))).to_be_visible(timeout=DONE_MS)
    page.locator("[data-testid=stSidebar] [data-testid=stFileUploader] input").set_input_files(clip)
    expect(page.get_by_text(UNDER_WAY)).to_be_visible(timeout=DONE_MS)
    return page


@pytest.mark.skipif("HOLISTIC_SCREENSHOTS" not in os.environ, reason="set HOLISTIC_SCREENSHOTS to a folder for them")
def test_screenshot_of_the_video_page(visit: Callable[..., Visit]) -> None:
    page = visit(1280, 1560).open("/video")
    expect(page.locator(".st-key-figure-video img")).to_be_visible(timeout=DONE_MS)
    page.wait_for_function(f"{VIDEO}.readyState >= 2", timeout=DONE_MS)
    page.evaluate(SEEKS, 3.0)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    page.screenshot(path=Path(os.environ["HOLISTIC_SCREENSHOTS"]) / "video-light.png", animations="disabled")


def test_a_clip_is_brought_played_looked_at_and_taken_home(visit: Callable[..., Visit], test_media: Path) -> None:
    tab = visit()
    page = bring(tab, test_media / "videos" / "tensorflow_pose_squats.mp4")
    statuses: list[int] = []
    page.on("response", lambda answer: statuses.append(answer.status) if "/v1/video/" in answer.url else None)
    expect(page.locator("img.video-preview")).to_be_visible(timeout=DONE_MS)
    expect(page.get_by_text(re.compile(r"tensorflow_pose_squats.mp4 · 65 frames in"))).to_be_visible(timeout=DONE_MS)
    tab.settle()
    count = page.get_by_test_id("stMetric").filter(has_text=ENGLISH["video.repetitions"])
    expect(count.get_by_test_id("stMetricValue")).to_have_text("2")

    assert page.evaluate(PLAYS)
    page.wait_for_function(f"{VIDEO}.readyState >= 3 && {VIDEO}.currentTime > 0.5")
    size = page.evaluate(f"[{VIDEO}.videoWidth, {VIDEO}.videoHeight, {VIDEO}.duration]")
    assert size[:2] == [720, 1280] and abs(size[2] - 13.0) < 0.21

    frame = page.locator(".st-key-figure-video img")
    before = frame.get_attribute("src")
    page.get_by_role("slider", name=re.compile(ENGLISH["video.frame"])).press("Home")
    expect(page.get_by_text("Frame 1 · 0.00 s")).to_be_visible()
    expect(frame).not_to_have_attribute("src", before or "")
    playing = page.evaluate(f"{VIDEO}.currentTime")
    assert playing > 0.5, "the slider leaves the video alone"

    page.evaluate(f"{VIDEO}.pause()")
    for to_s in (12.0, 0.5, 7.0):
        assert abs(page.evaluate(SEEKS, to_s) - to_s) < 0.1
    assert set(statuses) == {206}, "the browser asks for parts"
    page.evaluate(f"() => {{ const video = {VIDEO}; video.dataset.same = 'yes'; video.playbackRate = 0.25; }}")
    page.evaluate(PLAYS)
    page.get_by_role("slider", name=ENGLISH["video.cutoff_hz"]).press("ArrowRight")
    tab.settle()
    expect(page.get_by_text("4.50 Hz").first).to_be_attached()
    assert page.evaluate(f"[{VIDEO}.dataset.same, {VIDEO}.paused]") == ["yes", False], "it plays on while the page runs"

    with page.expect_download() as started:
        button(page, "download", "download.video_trc").click()
    assert started.value.suggested_filename == "movement.trc"
    assert Path(started.value.path()).read_text("utf-8").startswith("PathFileType\t4")
    with page.expect_download() as started:
        link(page, "download.video_zip").click()
    assert started.value.suggested_filename == "tensorflow_pose_squats.zip"
    with ZipFile(started.value.path()) as archive:
        packed = archive.read("annotated.mp4")
    with page.expect_download() as started:
        link(page, "download.video_mp4").click()
    assert started.value.suggested_filename == "annotated.mp4"
    assert Path(started.value.path()).read_bytes() == packed


def test_cancel_keeps_the_part_that_is_done(visit: Callable[..., Visit], test_media: Path) -> None:
    tab = visit(1280, 900, "dark")
    page = bring(tab, test_media / "videos" / "rohanx01_squat.mp4")
    button(page, "stop", "job.cancel").click()
    expect(page.get_by_text(re.compile(r"Stopped after \d+ of 61\d frames"))).to_be_visible(timeout=DONE_MS)
    expect(page.locator(".st-key-video-player video")).to_be_visible()
    expect(page.locator(".st-key-figure-video img")).to_be_visible()


# How many charts are shown and drawn to the end.
DRAWN = """[...document.querySelectorAll('.js-plotly-plot')].filter((chart) => chart.getBoundingClientRect().width > 0
    && chart.querySelector('.modebar') && chart.querySelector('.gtitle')).length"""

# Which charts have no tool bar, or one that covers their title; and how many are shown.
COVERED = """() => {
    const all = [...document.querySelectorAll('.js-plotly-plot')];
    const charts = all.filter((chart) => chart.getBoundingClientRect().width > 0);
    const box = (chart, part) => chart.querySelector(part).getBoundingClientRect();
    const covered = charts.filter((chart) => {
        const [title, bar] = [box(chart, '.gtitle'), box(chart, '.modebar')];
        const beside = title.right <= bar.left || title.left >= bar.right;
        return bar.height === 0 || !(beside || title.bottom <= bar.top || title.top >= bar.bottom);
    });
    return [charts.length, covered.map((chart) => chart.querySelector('.gtitle').textContent)];
}"""


def test_a_server_that_is_stopped_leaves_no_clip_behind(browser: Browser, tmp_path: Path) -> None:
    """As hosts stop it, while a visitor looks at a clip."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with running_server(tmp_path, environment={"TMPDIR": str(temporary)}) as server:
        context = browser.new_context(base_url=server.url)
        page = Visit(context.new_page()).open("/video")
        expect(page.locator(".st-key-figure-video img")).to_be_visible(timeout=DONE_MS)
        assert {path.name for path in temporary.rglob("*.mp4")} == {"annotated.mp4"}
        server.stop()
        assert list(temporary.iterdir()) == []
        context.close()


def test_on_a_phone_the_video_fits_and_no_title_is_covered(visit: Callable[..., Visit]) -> None:
    tab = visit(390, 844)
    page = tab.open("/video")
    expect(link(page, "download.video_zip")).to_be_attached(timeout=DONE_MS)
    tab.settle()
    page.wait_for_function(f"{VIDEO}.readyState >= 1")
    left, right = page.evaluate(f"(({{ left, right }}) => [left, right])({VIDEO}.getBoundingClientRect())")
    assert left >= 0 and right <= 390 and page.evaluate("document.documentElement.scrollWidth") <= 390
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot .gtitle').length >= 2")
    for name in ("repetitions", "phase", "velocity", "compare"):
        page.get_by_role("tab", name=ENGLISH[f"tab.video_{name}"]).dispatch_event("click")
        expect(page.get_by_role("tab", name=ENGLISH[f"tab.video_{name}"])).to_have_attribute("aria-selected", "true")
        tab.settle()
        page.wait_for_function(f"{DRAWN} >= 2")
        count, covered = page.evaluate(COVERED)
        assert count >= 2 and covered == [], name


def test_a_file_that_is_no_video_is_told(visit: Callable[..., Visit], test_media: Path) -> None:
    tab = visit(390, 844)
    page = tab.open("/video")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="keyboard_double_arrow_right").click()
    page.get_by_test_id("stSidebar").get_by_text(ENGLISH["option.video_source.upload"], exact=True).click()
    uploader = page.locator("[data-testid=stSidebar] [data-testid=stFileUploader] input")
    uploader.set_input_files(test_media / "broken" / "audio_only.mp4")
    expect(page.get_by_test_id("stAlert").filter(has_text="audio_only.mp4")).to_be_visible(timeout=DONE_MS)
    expect(button(page, "restart_alt", "video.try_again")).to_be_attached()
