"""A way through the benchmark page in a real browser: run, look, take home, compare; and another visitor who waits."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from ui.texts import ENGLISH

pytestmark = pytest.mark.browser
MEASURED_MS = 90_000


def button(page: Page, icon: str, label: str) -> Locator:
    """A button by its label; Streamlit reads the name of its icon first."""
    return page.get_by_role("button", name=f"{icon} {ENGLISH[label]}", exact=True)


def set_number(tab: Visit, label: str, value: int) -> None:
    field = tab.page.get_by_role("spinbutton", name=ENGLISH[label], exact=True)
    field.fill(str(value))
    field.press("Enter")
    tab.settle()


def open_tab(tab: Visit, name: str) -> None:
    tab.page.get_by_role("tab", name=ENGLISH[f"tab.benchmark_{name}"]).click()
    tab.settle()


def test_measure_take_home_and_compare_while_another_waits(visit: Callable[..., Visit], tmp_path: Path) -> None:
    tab = visit()
    page = tab.page
    page.goto("/benchmark")
    expect(page.get_by_text(ENGLISH["benchmark.first_look"])).to_be_visible(timeout=MEASURED_MS)
    tab.settle()
    page.get_by_text(ENGLISH["benchmark.settings"], exact=True).click()
    set_number(tab, "benchmark.repetitions", 0)
    button(page, "play_arrow", "benchmark.run").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("repetitions is 0; it must be a whole number from 1 to 50")
    set_number(tab, "benchmark.repetitions", 2)
    set_number(tab, "benchmark.frames", 4)
    button(page, "play_arrow", "benchmark.run").click()
    report_button = button(page, "download", "download.benchmark_json")
    expect(report_button).to_be_visible(timeout=MEASURED_MS)
    tab.settle()
    expect(page.locator(".js-plotly-plot").first).to_contain_text("Time of a frame")

    with page.expect_download() as started:
        report_button.click()
    report = json.loads(Path(started.value.path()).read_text("utf-8"))
    litert = next(each for each in report["latency"]["results"] if each["label"] == "LiteRT")
    assert [len(turn) for turn in litert["wall_ms"]] == [4, 4]
    shown = page.get_by_test_id("stMetric").filter(has_text=ENGLISH["benchmark.median"])
    fastest = min(each["median_ms"] for each in report["latency"]["results"])
    expect(shown.get_by_test_id("stMetricValue")).to_have_text(f"{fastest:.1f} ms")
    with page.expect_download() as started:
        button(page, "download", "download.benchmark_html").click()
    page_file = tmp_path / "benchmark.html"
    page_file.write_bytes(Path(started.value.path()).read_bytes())

    # Another machine, twice as slow.
    report["system"]["cpu"] = "Another processor"
    litert["median_ms"] *= 2
    (tmp_path / "other.json").write_text(json.dumps(report))
    (tmp_path / "garbage.json").write_text("{")
    open_tab(tab, "compare")
    page.locator("input[type=file]").last.set_input_files([tmp_path / "other.json", tmp_path / "garbage.json"])
    expect(page.get_by_test_id("stAlert")).to_contain_text("garbage.json: This is not a result file")
    chart = page.locator(".js-plotly-plot").first
    expect(chart).to_contain_text("Median, report by report")
    expect(chart).to_contain_text("other.json")
    tab.settle()

    page.goto(page_file.as_uri())
    expect(page.locator("main")).to_contain_text("Benchmark report")
    expect(page.locator(".chart .main-svg").first).to_be_visible()


def test_a_second_visitor_waits_and_sees_why(visit: Callable[..., Visit]) -> None:
    one, other = visit(), visit(390, 844, "dark")
    busy, waiting = one.page, other.page
    busy.goto("/benchmark")
    open_tab(one, "memory")
    button(busy, "play_arrow", "benchmark.run").click()
    expect(busy.locator(".js-plotly-plot").first).to_contain_text("Resident memory", timeout=MEASURED_MS)
    waiting.goto("/benchmark")
    expect(button(waiting, "play_arrow", "benchmark.run")).to_be_visible()
    other.settle()
    button(waiting, "play_arrow", "benchmark.run").click()
    reason = re.compile(r"Another benchmark is running on this server: Memory, step \d+ of \d+")
    expect(waiting.get_by_text(reason)).to_be_visible(timeout=MEASURED_MS)
    button(waiting, "stop", "job.cancel").click()
    expect(waiting.get_by_text(reason)).to_have_count(0)
    button(busy, "stop", "job.cancel").click()
    expect(busy.get_by_text(ENGLISH["benchmark.stopped"])).to_be_visible(timeout=MEASURED_MS)


@pytest.mark.skipif("HOLISTIC_SCREENSHOTS" not in os.environ, reason="set HOLISTIC_SCREENSHOTS to a folder for them")
def test_screenshot_of_the_benchmark(visit: Callable[..., Visit]) -> None:
    tab = visit(1280, 1120)
    page = tab.page
    page.goto("/benchmark")
    expect(page.get_by_text(ENGLISH["benchmark.first_look"])).to_be_visible(timeout=MEASURED_MS)
    tab.settle()
    expect(page.locator(".js-plotly-plot").first).to_contain_text("Time of a frame")
    expect(page.get_by_test_id("stDataFrame").locator("canvas").first).to_be_visible()
    path = Path(os.environ["HOLISTIC_SCREENSHOTS"]) / "benchmark-light.png"
    page.screenshot(path=path, animations="disabled")
