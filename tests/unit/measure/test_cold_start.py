"""Start-up times come from fresh processes, and a slow start is over the limit."""

import itertools
from typing import Any

import numpy as np
import pytest

from holistic_core.measure import cold_start
from holistic_core.measure.cold_start import ColdStartReport, format_cold, run_cold


def report_of(monkeypatch: pytest.MonkeyPatch, seconds: list[float], *, imported: bool = False) -> ColdStartReport:
    """Runs whose LiteRT starts take these times (after the first, which does not count)."""
    litert = itertools.chain([99.0], seconds)

    def answer(_: str, engine: str, *arguments: str) -> list[Any]:
        total = next(litert) if engine == "litert" else 1.5
        return [total / 4, total * 3 / 4, imported or engine == "mediapipe", ["pose"]]

    monkeypatch.setattr(cold_start, "run_program", answer)
    return run_cold(np.zeros((4, 4, 3), np.uint8), runs=len(seconds))


def test_the_median_counts_and_the_first_start_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    report = report_of(monkeypatch, [0.2, 0.9, 0.3])
    litert, mediapipe = report.engines
    assert litert.total_s == pytest.approx(0.3)
    assert litert.import_s == pytest.approx(0.075)
    assert len(litert.totals_s) == 3
    assert mediapipe.total_s == pytest.approx(1.5)
    assert report.passed


@pytest.mark.parametrize(
    ("total_s", "imported", "passed"), [(0.39, False, True), (0.41, False, False), (0.2, True, False)]
)
def test_too_slow_or_with_mediapipe_is_over_the_limit(
    monkeypatch: pytest.MonkeyPatch, total_s: float, imported: bool, passed: bool
) -> None:
    report = report_of(monkeypatch, [total_s], imported=imported)
    assert report.passed is passed
    assert ("OVER THE LIMIT" in format_cold(report)) is not passed


@pytest.mark.slow
def test_litert_starts_without_mediapipe(portrait: np.ndarray) -> None:
    litert, mediapipe = run_cold(portrait, runs=1).engines
    assert set(litert.parts) >= {"pose", "face"}
    assert not litert.mediapipe_imported
    assert mediapipe.mediapipe_imported
    assert 0 < litert.import_s < litert.total_s < mediapipe.total_s
