"""The dashboard's memory is that of its server process, and has a limit."""

import math
import subprocess
import sys

import pytest

from holistic_core.errors import HolisticError
from holistic_core.measure import app_memory
from holistic_core.measure.app_memory import AppReport, format_app, run_app


@pytest.mark.parametrize(
    ("visited_mb", "passed", "shown"),
    [(320.0, True, "320"), (351.0, False, "OVER THE LIMIT"), (float("nan"), True, "–")],
)
def test_the_report_shows_both_figures(visited_mb: float, passed: bool, shown: str) -> None:
    pages = () if math.isnan(visited_mb) else ("home", "picture")
    text = format_app(AppReport(2.0, 300.0, visited_mb, pages, 350.0, passed))
    assert "300" in text
    assert shown in text


def test_a_program_without_dashboard_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(app_memory, "_PROJECT", tmp_path)
    with pytest.raises(HolisticError, match=r"app\.py"):
        run_app()


def test_a_dashboard_that_does_not_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    start = subprocess.Popen

    def dies_at_once(_: object, **options: object) -> object:
        return start([sys.executable, "-c", ""], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", dies_at_once)
    monkeypatch.setattr(app_memory, "_START_TIMEOUT_S", 3.0)
    with pytest.raises(HolisticError, match="did not start"):
        run_app()


@pytest.mark.slow
def test_the_dashboard_stays_under_its_limit() -> None:
    said: list[str] = []
    report = run_app(progress=said.append)
    assert 100 < report.warm_mb < report.limit_mb
    assert report.passed, report
    assert said[0].startswith("waiting for http://127.0.0.1:")
