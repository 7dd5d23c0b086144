"""A visitor's way through the app, in a real browser."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from holistic_core.export import from_json
from tests.browser.conftest import Visit
from tests.own_pictures import NOT_A_PICTURE, many_portraits, pixels, portrait
from ui.texts import ENGLISH
from ui.texts_zh import CHINESE

pytestmark = pytest.mark.browser
PHONE = (390, 844)


def picture_of(page: Page) -> Locator:
    return page.locator(".st-key-figure-picture img")


def bring(page: Page, *files: tuple[str, bytes]) -> None:
    """Drop files on the uploader."""
    payload = [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files]
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(payload)


def shown_pixels(page: Page) -> np.ndarray:
    source = picture_of(page).get_attribute("src")
    assert source
    return pixels(page.request.get(source).body()).astype(int)


def changed(one: np.ndarray, other: np.ndarray) -> float:
    """Share of the pixels that differ clearly."""
    return float((np.abs(one - other).max(axis=2) > 40).mean())


def switch_to(page: Page, option: str) -> None:
    page.get_by_role("radio", name=ENGLISH[f"option.view.{option}"]).or_(
        page.get_by_role("button", name=ENGLISH[f"option.view.{option}"])
    ).first.click()


def take(page: Page, kind: str) -> None:
    button(page, "download", f"download.{kind}").click()


def button(page: Page, icon: str, label: str) -> Locator:
    """A button by its label; Streamlit reads the name of its icon first."""
    return page.get_by_role("button", name=f"{icon} {ENGLISH[label]}", exact=True)


@pytest.mark.skipif("HOLISTIC_SCREENSHOTS" not in os.environ, reason="set HOLISTIC_SCREENSHOTS to a folder for them")
@pytest.mark.parametrize(
    ("name", "path", "size", "scheme"),
    [
        ("home-light", "/", (1280, 1440), "light"),
        ("picture-light", "/picture", (1280, 1120), "light"),
        ("picture-dark", "/picture", (1280, 1120), "dark"),
        ("picture-phone", "/picture", PHONE, "light"),
        ("accuracy-light", "/accuracy", (1280, 1500), "light"),
        ("accuracy-dark", "/accuracy", (1280, 1500), "dark"),
        ("accuracy-phone", "/accuracy", PHONE, "light"),
    ],
)
def test_screenshots(visit: Callable[..., Visit], name: str, path: str, size: tuple[int, int], scheme: str) -> None:
    tab = visit(*size, scheme)
    page = tab.open(path)
    image = page.locator("[class*=st-key-figure] img").first
    expect(image).to_be_visible()
    page.wait_for_function("[...document.images].every(each => each.complete && each.naturalWidth > 0)")
    if path != "/":
        expect(page.locator(".js-plotly-plot").first).to_be_visible()
    page.screenshot(path=Path(os.environ["HOLISTIC_SCREENSHOTS"]) / f"{name}.png", animations="disabled")


def test_from_the_home_page_to_a_result_to_take_home(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("/")
    expect(page.get_by_role("heading", name=ENGLISH["home.title"])).to_be_visible()
    expect(page.locator(".st-key-figure-home img")).to_be_visible()
    page.get_by_role("link", name=ENGLISH["home.card_picture_link"]).click()
    expect(page.get_by_text(ENGLISH["input.sample_name"])).to_be_visible()
    expect(picture_of(page)).to_be_visible()

    bring(page, ("me.png", portrait()))
    expect(page.get_by_text("me.png with what was found")).to_be_visible()
    tab.settle()
    after = shown_pixels(page)
    switch_to(page, "original")
    expect(page.get_by_text("me.png as it came")).to_be_visible()
    before = shown_pixels(page)
    assert before.shape == after.shape
    assert 0.005 < changed(before, after) < 0.5, "the overlay covers some of the picture, not all of it"
    assert changed(before, pixels(portrait()).astype(int)) < 0.01, "what came is what is shown"
    switch_to(page, "overlay")
    expect(page.get_by_text("me.png with what was found")).to_be_visible()
    assert changed(shown_pixels(page), after) == 0

    with page.expect_download() as started:
        take(page, "json")
    assert started.value.suggested_filename == "me.json"
    text = Path(started.value.path()).read_text("utf-8")
    assert json.loads(text)
    record = from_json(text)
    assert record.name == "me.png" and record.people[0].landmark_count > 468

    with page.expect_download() as started:
        take(page, "png")
    drawn = pixels(Path(started.value.path()).read_bytes()).astype(int)
    assert changed(drawn, after) < 0.01, "the file is what the page shows, but for JPEG"


def test_a_broken_file_gets_a_message_and_the_page_lives_on(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("/picture")
    bring(page, ("broken.jpg", NOT_A_PICTURE))
    alert = page.get_by_test_id("stAlert")
    expect(alert).to_be_visible()
    expect(alert).not_to_contain_text("Error")
    page.get_by_role("button", name="Remove broken.jpg").or_(
        page.get_by_test_id("stFileUploaderDeleteBtn").get_by_role("button")
    ).first.click()
    expect(alert).to_have_count(0)
    bring(page, ("me.png", portrait()))
    expect(page.get_by_text("me.png with what was found")).to_be_visible()


def test_a_chinese_visitor_reads_no_english_on_widgets_and_in_messages(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("/picture?lang=zh")
    words = "words => getComputedStyle(words, '::after').content"
    upload = page.locator("[data-testid=stFileUploaderDropzone] button p")
    assert upload.evaluate(words) == f'"{CHINESE["widget.upload"]}"'
    assert upload.bounding_box()["width"] > 0  # type: ignore[index]
    expect(page.get_by_test_id("stFileUploaderDropzoneInstructions")).to_be_hidden()
    with page.expect_download() as started:
        page.get_by_role("button", name=CHINESE["download.data"]).first.click()
    assert CHINESE["column.angle"] in Path(started.value.path()).read_text("utf-8").splitlines()[0]
    bring(page, ("broken.jpg", NOT_A_PICTURE))
    expect(page.get_by_test_id("stAlert")).to_contain_text("这是文本文件。")


def test_a_link_that_only_this_computer_can_open_has_no_code(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("/picture")
    page.get_by_role("button", name=re.compile(ENGLISH["share.button"])).click()
    expect(page.get_by_role("dialog")).to_contain_text(ENGLISH["share.only_here"])
    expect(page.locator(".st-key-share-code")).to_have_count(0)


def test_every_tab_shows_something(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("/picture")
    for name, shows in (
        ("skeleton", ".js-plotly-plot"),
        ("landmarks", "[data-testid=stDataFrame]"),
        ("timing", ".js-plotly-plot"),
        ("xray", ".st-key-figure-xray img"),
        ("angles", ".js-plotly-plot"),
    ):
        page.get_by_role("tab", name=ENGLISH[f"tab.{name}"]).click()
        expect(page.get_by_role("tabpanel").locator(shows).first).to_be_visible()
        tab.settle()
    switch_to(page, "names")
    expect(page.locator(".st-key-figure-picture .js-plotly-plot")).to_be_visible()


def test_many_pictures_can_be_stopped_and_gone_on_with(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("/picture")
    bring(page, *((f"{number}.jpg", data) for number, data in enumerate(many_portraits(60))))
    button(page, "stop", "gallery.cancel").click(force=True)  # the gallery below it is still growing
    expect(button(page, "play_arrow", "gallery.continue")).to_be_visible()
    button(page, "play_arrow", "gallery.continue").click()
    expect(page.get_by_role("heading", name="60 of 60 pictures")).to_be_visible(timeout=60_000)
    expect(button(page, "play_arrow", "gallery.continue")).to_have_count(0)


def test_the_camera_is_asked_for_only_when_chosen(visit: Callable[..., Visit]) -> None:
    tab = visit()
    tab.page.context.grant_permissions(["camera"])
    tab.page.add_init_script(
        """const ask = MediaDevices.prototype.getUserMedia;
        MediaDevices.prototype.getUserMedia = function (wish) { window.asked = true; return ask.call(this, wish); };"""
    )
    page = tab.open("/picture")
    assert page.evaluate("window.asked") is None
    page.get_by_test_id("stSidebar").get_by_text(ENGLISH["option.source.camera"], exact=True).click()
    # A photo taken before the first picture has come is none, and the page waits for another.
    page.wait_for_function(
        "(video => video?.videoWidth > 0 && video.readyState === 4 && video.currentTime > 0)"
        "(document.querySelector('video'))"
    )
    page.get_by_role("button", name="Take Photo").click()
    expect(page.get_by_text("snapshot.jpg with what was found")).to_be_visible()
    assert page.evaluate("window.asked") is True


@pytest.mark.parametrize("path", ["/", "/picture", "/accuracy"])
def test_on_a_phone_nothing_is_wider_than_the_screen(visit: Callable[..., Visit], path: str) -> None:
    tab = visit(*PHONE)
    page = tab.open(path)
    expect(page.locator("[class*=st-key-figure] img").first).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0]
    too_wide = page.evaluate(
        """width => [...document.querySelectorAll('[data-testid=stMain] *')]
            .filter(each => each.checkVisibility() && each.getBoundingClientRect().right > width + 1)
            .filter(each => !each.closest('[role=tablist], [data-testid=stDataFrame], pre'))
            .map(each => each.outerHTML.slice(0, 120))""",
        PHONE[0],
    )
    assert too_wide == []
    buttons = page.get_by_test_id("stMain").get_by_role("button")
    boxes = [box for button in buttons.all() if (box := button.bounding_box())]
    assert boxes or path == "/"


def test_a_phone_finds_the_controls(visit: Callable[..., Visit]) -> None:
    tab = visit(*PHONE)
    page = tab.open("/picture")
    expect(page.get_by_text("tap » at the top left")).to_be_visible()
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_test_id("stFileUploader")).to_be_in_viewport()
