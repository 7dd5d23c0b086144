"""A visitor opens a model, downloads it, and steps through the X-ray."""

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from holistic_core.engines.model_store import STORE
from tests.browser.conftest import Visit
from ui.texts import ENGLISH

pytestmark = pytest.mark.browser


def test_from_a_picture_to_its_inside_and_to_a_model_file(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("/picture")
    page.get_by_role("tab", name=ENGLISH["tab.xray"], exact=True).click()
    page.get_by_role("link", name=re.compile(ENGLISH["xray.step_by_step"])).click()
    tab.settle()
    for number, stage in ((2, "anchors"), (7, "hands")):
        name = ENGLISH["xray.numbered"].format(number=number, stage=ENGLISH[f"option.stage.{stage}"])
        page.get_by_text(name, exact=True).first.click()
        tab.settle()
        expect(page.get_by_text(ENGLISH[f"xray.stage_{stage}"][:40])).to_be_visible()
        expect(page.locator("[class*=st-key-figure-xray] img").first).to_be_visible()

    page.get_by_role("link", name=re.compile(f"{ENGLISH['nav.models']}$")).click()
    tab.settle()
    expect(page.locator(".js-plotly-plot").first).to_contain_text("recrop")
    with page.expect_download() as started:
        page.get_by_role("button", name=re.compile(ENGLISH["models.download_derived"])).click()
    found = hashlib.sha256(Path(started.value.path()).read_bytes()).hexdigest()
    assert found == hashlib.sha256(STORE.path("pose_landmark_full_no_segmentation").read_bytes()).hexdigest()


def test_nothing_is_wider_than_a_phone(visit: Callable[..., Visit]) -> None:
    tab = visit(width=390, height=844)
    for path in ("/xray", "/models"):
        page = tab.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.skipif("HOLISTIC_SCREENSHOTS" not in os.environ, reason="set HOLISTIC_SCREENSHOTS to a folder for them")
def test_screenshots_of_models_and_xray(visit: Callable[..., Visit]) -> None:
    folder = Path(os.environ["HOLISTIC_SCREENSHOTS"])
    tab = visit(1280, 1120)
    page = tab.open("/models")
    expect(page.locator(".js-plotly-plot").first).to_contain_text("recrop")
    page.screenshot(path=folder / "models-light.png", animations="disabled")
    page = tab.open("/xray")
    page.get_by_text(ENGLISH["xray.numbered"].format(number=7, stage=ENGLISH["option.stage.hands"]), exact=True).click()
    tab.settle()
    expect(page.locator("[class*=st-key-figure-xray] img")).to_have_count(4)
    page.wait_for_function("[...document.images].every(each => each.complete && each.naturalWidth > 0)")
    page.screenshot(path=folder / "xray-light.png", animations="disabled")
