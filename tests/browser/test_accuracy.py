"""A visitor's way through the accuracy page, in a real browser."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from holistic_core.coach.motions import MOTIONS
from holistic_core.measure.accuracy_files import from_json
from tests.browser.conftest import Visit
from ui.texts import ENGLISH

pytestmark = pytest.mark.browser
SOON_MS = 5_000
MEASURED_MS = 90_000
# From the second frame on: there is something to keep.
UNDER_WAY = re.compile(r"Measuring .* · ([2-9]|\d\d+) of \d+")


def button(page: Page, icon: str, label: str) -> Locator:
    """A button by its label; Streamlit reads the name of its icon first."""
    return page.get_by_role("button", name=f"{icon} {ENGLISH[label]}", exact=True)


def result_of(page: Page) -> Locator:
    return page.locator(".st-key-figure-accuracy img")


def metric(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stMetric").filter(has_text=ENGLISH[label]).get_by_test_id("stMetricValue")


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of a select box."""
    page.get_by_role("combobox", name=re.compile(re.escape(ENGLISH[label]))).click()
    page.get_by_role("option", name=option, exact=True).click()


def choose_own(tab: Visit) -> Page:
    """An own clip, small and short."""
    page = tab.page
    page.get_by_test_id("stSidebar").get_by_text(ENGLISH["option.accuracy_input.own"], exact=True).click()
    expect(page.locator(".st-key-figure-preview img")).to_be_visible(timeout=MEASURED_MS)
    choose(page, "accuracy.motion", MOTIONS["waving"].label)
    tab.settle()
    page.get_by_text(ENGLISH["accuracy.recording"], exact=True).click()
    for smallest in ("accuracy.resolution_px", "accuracy.fps"):
        page.get_by_role("slider", name=re.compile(ENGLISH[smallest])).press("Home")
        tab.settle()
    return page


def test_a_result_another_joint_and_files_to_take_home(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.page
    page.goto("/accuracy")
    picture = page.locator("[class*=st-key-figure] img").first
    expect(picture).to_be_visible(timeout=30_000)
    expect(page.get_by_text("−13.9 ± 15.1°")).to_be_visible(timeout=SOON_MS)
    expect(result_of(page)).to_be_visible(timeout=MEASURED_MS)
    tab.settle()
    knee = metric(page, "accuracy.mae").inner_text()
    assert re.fullmatch(r"\d+\.\d°", knee)
    expect(page.locator(".js-plotly-plot").first).to_contain_text("Left knee over time")

    choose(page, "accuracy.angle", "Left elbow")
    expect(page.locator(".js-plotly-plot").first).to_contain_text("Left elbow over time")
    tab.settle()
    assert metric(page, "accuracy.mae").inner_text() != knee

    with page.expect_download() as started:
        button(page, "download", "download.accuracy_frames").click()
    assert started.value.suggested_filename == "angles.csv"
    rows = list(csv.DictReader(io.StringIO(Path(started.value.path()).read_text("utf-8"))))
    assert {"left_knee", "left_elbow"} <= {row["angle"] for row in rows}
    with page.expect_download() as started:
        button(page, "download", "download.accuracy_zip").click()
    with zipfile.ZipFile(started.value.path()) as archive:
        run = from_json(archive.read("accuracy.json"))
        assert archive.read("clip.mp4")[4:8] == b"ftyp"
    assert f"{run.agreement_of('left_knee').mae:.1f}°" == knee, "what is shown is what is in the file"


def test_every_tab_shows_something(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("/accuracy")
    expect(result_of(page)).to_be_visible(timeout=MEASURED_MS)
    for name, title in (
        ("every_angle", "Error of every angle"),
        ("agreement", "Bland–Altman"),
        ("found", "Frames in which it was found"),
        ("over_time", "over time"),
    ):
        page.get_by_role("tab", name=ENGLISH[f"tab.{name}"]).click()
        expect(page.get_by_role("tabpanel").locator(".js-plotly-plot").first).to_contain_text(title)
        tab.settle()


def test_an_own_clip_is_cancelled_then_measured(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("/accuracy")
    choose_own(tab)
    # Long enough not to be done before the button is pressed, on a fast machine too.
    page.get_by_role("slider", name=re.compile(ENGLISH["accuracy.repetitions"])).press("End")
    tab.settle()
    button(page, "straighten", "accuracy.measure").click()
    expect(page.get_by_text(UNDER_WAY)).to_be_visible(timeout=MEASURED_MS)
    button(page, "stop", "job.cancel").click()
    expect(page.get_by_text(re.compile(r"Stopped after \d+ of \d+ frames"))).to_be_visible()
    expect(result_of(page)).to_be_visible()
    button(page, "straighten", "accuracy.measure").click()
    expect(page.get_by_text(re.compile("Stopped after"))).to_have_count(0, timeout=MEASURED_MS)
    expect(metric(page, "accuracy.used")).to_be_visible(timeout=MEASURED_MS)
    tab.settle()
    expect(result_of(page)).to_be_visible()


def test_an_impossible_camera_is_named_and_the_page_lives_on(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("/accuracy")
    choose_own(tab)
    distance = page.get_by_label(ENGLISH["accuracy.distance_m"], exact=True)
    distance.fill("0.1")
    distance.press("Enter")
    alert = page.get_by_test_id("stAlert")
    expect(alert).to_contain_text("distance_m")
    expect(alert).to_contain_text("1.2")
    expect(alert).not_to_contain_text("Error")
    distance.fill("4")
    distance.press("Enter")
    expect(alert).to_have_count(0)
    expect(page.locator(".st-key-figure-preview img")).to_be_visible()


def test_who_measures_does_not_keep_others_waiting(visit: Callable[..., Visit]) -> None:
    one, other = visit(), visit()
    busy = one.open("/accuracy")
    expect(result_of(busy)).to_be_visible(timeout=MEASURED_MS)
    choose_own(one)
    for longest in ("accuracy.repetitions", "accuracy.fps"):
        busy.get_by_role("slider", name=re.compile(ENGLISH[longest])).press("End")
        one.settle()
    button(busy, "straighten", "accuracy.measure").click()
    expect(busy.get_by_text(UNDER_WAY)).to_be_visible(timeout=MEASURED_MS)
    other.page.goto("/accuracy")
    expect(result_of(other.page)).to_be_visible(timeout=30_000)
    other.page.goto("/picture")
    expect(other.page.locator(".st-key-figure-picture img")).to_be_visible(timeout=30_000)
    expect(busy.get_by_text(UNDER_WAY)).to_be_visible()
    button(busy, "stop", "job.cancel").click()
    expect(result_of(busy)).to_be_visible(timeout=MEASURED_MS)


def test_a_sweep_in_the_dark_theme(visit: Callable[..., Visit]) -> None:
    tab = visit(1280, 1000, "dark")
    page = tab.open("/accuracy")
    choose_own(tab)
    page.get_by_test_id("stMain").get_by_text(ENGLISH["option.sweep.light"], exact=True).click()
    tab.settle()
    button(page, "grid_on", "accuracy.sweep").click()
    expect(page.get_by_text(re.compile(r"Light · \d+ of 36"))).to_be_visible(timeout=MEASURED_MS)
    expect(page.locator(".js-plotly-plot").filter(has_text="Mean absolute error")).to_be_visible(timeout=MEASURED_MS)
