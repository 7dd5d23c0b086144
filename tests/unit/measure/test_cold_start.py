"""Start-up times come from fresh processes, and a slow start is over the limit."""

import itertools
from typing import Any

import numpy as np
import pytest

from holistic_core.errors import OptionsError
from holistic_core.measure import cold_start
from holistic_core.measure.benchmark.watch import Watch
from holistic_core.measure.cold_start import ColdStartReport, format_cold, run_cold


def report_of(monkeypatch: pytest.MonkeyPatch, seconds: list[float], *, imported: bool = False) -> ColdStartReport:
    """Runs whose LiteRT starts without warm-up take these times (after the first, which does not count)."""
    litert = itertools.chain([99.0], seconds)

    def answer(_: str, engine: str, warm: str, *arguments: str) -> list[Any]:
        total = next(litert) if (engine, warm) == ("litert", "cold") else 1.5
        return [total / 4, total / 2, total / 4, 0.03, imported or engine == "mediapipe", ["pose"]]

    monkeypatch.setattr(cold_start, "run_program", answer)
    return run_cold(np.zeros((4, 4, 3), np.uint8), runs=len(seconds))


def test_the_median_counts_and_the_first_start_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    report = report_of(monkeypatch, [0.2, 0.9, 0.3])
    litert, warm, mediapipe, _ = report.engines
    assert litert.total_s == pytest.approx(0.3)
    assert (litert.import_s, litert.create_s, litert.first_s) == pytest.approx((0.075, 0.15, 0.075))
    assert litert.first_result_s == pytest.approx(0.225) and litert.second_s == 0.03
    assert len(litert.totals_s) == 3
    assert (litert.warm, warm.warm, warm.limit_s) == (False, True, None)
    assert mediapipe.total_s == pytest.approx(1.5)
    assert report.passed and report.complete


@pytest.mark.parametrize(
    ("total_s", "imported", "passed"), [(0.39, False, True), (0.41, False, False), (0.2, True, False)]
)
def test_too_slow_or_with_mediapipe_is_over_the_limit(
    monkeypatch: pytest.MonkeyPatch, total_s: float, imported: bool, passed: bool
) -> None:
    report = report_of(monkeypatch, [total_s], imported=imported)
    assert report.passed is passed
    assert ("OVER THE LIMIT" in format_cold(report)) is not passed


def test_a_cancelled_run_keeps_the_starts_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []
    monkeypatch.setattr(cold_start, "run_program", lambda *_: [0.1, 0.1, 0.1, 0.1, False, ["pose"]])
    watch = Watch(step=lambda done, _: steps.append(done), cancelled=lambda: len(steps) == 6)
    report = run_cold(np.zeros((4, 4, 3), np.uint8), runs=3, progress=watch)
    assert [(each.engine, each.warm, len(each.totals_s)) for each in report.engines] == [
        ("litert", False, 1),
        ("litert", True, 1),
    ]
    assert not report.complete and "CANCELLED" in format_cold(report)


@pytest.mark.parametrize("runs", [0, 31])
def test_too_few_or_too_many_starts(runs: int) -> None:
    with pytest.raises(OptionsError, match="from 1 to 30"):
        run_cold(np.zeros((4, 4, 3), np.uint8), runs=runs)


@pytest.mark.slow
def test_litert_starts_without_mediapipe(portrait: np.ndarray) -> None:
    litert, warm, mediapipe, _ = run_cold(portrait, runs=1).engines
    assert warm.first_s < litert.first_s
    assert set(litert.parts) >= {"pose", "face"}
    assert not litert.mediapipe_imported
    assert mediapipe.mediapipe_imported
    assert 0 < litert.import_s < litert.total_s < mediapipe.total_s
