"""Precision: limits decide about the preset, figures come from runs, and a cancelled run says so."""

from collections.abc import Sequence

import numpy as np
import pytest

from holistic_core.measure import precision
from holistic_core.measure.precision import PrecisionReport, PrecisionRow, format_precision, run_precision
from holistic_core.measure.precision_models import VARIANTS
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import POSE

FEW = ("squat_shallow", "curl_front")


@pytest.fixture
def few_clips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision, "SAMPLES", dict.fromkeys(FEW))


def report(turbo: str | None) -> PrecisionReport:
    row = PrecisionRow("int8", 7.2, 12.0, 2.1, 0.8, 3.0, 0.98, turbo is not None)
    return PrecisionReport((row,), 10, 12, turbo)


@pytest.mark.parametrize(("turbo", "words"), [("int8", "Within them: int8."), (None, "there is no turbo preset")])
def test_the_table_says_whether_there_is_a_preset(turbo: str | None, words: str) -> None:
    shown = format_precision(report(turbo))
    assert words in shown and "98.0" in shown and "1.8 ×" in shown


@pytest.mark.slow
def test_variants_are_compared_on_the_same_frames(few_clips: None) -> None:
    steps: list[tuple[int, int]] = []
    found = run_precision(every=24, step=lambda done, count: steps.append((done, count)))
    assert found is not None
    assert [row.variant for row in found.rows] == list(VARIANTS)
    assert steps[-1] == (found.frames, found.frames) and found.calibration_frames > 0
    reference, *others = found.rows
    assert (reference.speedup, reference.error_percent, reference.agreement) == (1.0, 0.0, 1.0)
    assert all(0 < row.error_percent < 10 for row in others)
    assert next(row for row in others if row.variant == "int8").megabytes < 0.7 * reference.megabytes
    assert (found.turbo is not None) is any(row.good for row in found.rows)


@pytest.mark.parametrize(
    ("off_px", "own_ms", "found", "good"),
    [(1.0, 10.0, True, True), (1.0, 12.0, True, False), (2.0, 10.0, True, False), (1.0, 10.0, False, False)],
    ids=["within", "too slow", "too far off", "presence differs"],
)
def test_limits_decide(off_px: float, own_ms: float, found: bool, good: bool) -> None:
    def person(moved: float, seen: bool) -> HolisticResult:
        points = np.linspace(0.1, 0.9, 33)[:, None].repeat(3, axis=1)
        points[:, 0] += moved / 100
        pose = Landmarks.from_xyz(POSE, points, visibility=np.ones(33), presence=np.ones(33)) if seen else None
        return HolisticResult((100, 100), pose=pose)

    results = {"float": [person(0.0, True)] * 3, "int8": [person(off_px, found)] * 3}
    row = precision._row("int8", 1.0, results, {"float": [20.0, 20.0, 20.0], "int8": [own_ms] * 3})
    assert row.speedup == pytest.approx(20 / own_ms)
    assert row.good is good
    if found:
        assert row.error_percent == pytest.approx(off_px / 0.8, rel=1e-3)


@pytest.mark.slow
def test_cancelled_before_the_first_frame(few_clips: None) -> None:
    assert run_precision(every=48, cancelled=lambda: True) is None


def test_nobody_to_compare_on(few_clips: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def empty(*_: object) -> tuple[Sequence[object], Sequence[object]]:
        return [], []

    monkeypatch.setattr(precision, "_frames", empty)
    with pytest.raises(precision.OptionsError, match="too few frames"):
        run_precision()
