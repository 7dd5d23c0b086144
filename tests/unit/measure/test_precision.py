"""Precision: limits decide about the preset, figures come from runs, and a cancelled run says so."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from holistic_core.errors import OptionsError, VideoError
from holistic_core.measure import precision, precision_worker
from holistic_core.measure.benchmark.source import Source
from holistic_core.measure.benchmark.watch import Watch
from holistic_core.measure.precision import PrecisionPlan, format_precision, rows_of, run_precision
from holistic_core.measure.precision_models import VARIANTS
from holistic_core.measure.precision_worker import distance_percent, halves, look_of
from holistic_core.trace import Trace
from tests.bench_reports import precision_report
from tests.own_pictures import NOT_A_PICTURE, portrait

SIZES = {"float": {"body": 6.0, "hand": 5.0}, "int8": {"body": 3.0, "hand": 2.5}}


def frame(own_ms: float, error: float, same: bool) -> dict[str, Any]:
    usual = {"ms": 20.0, "errors": [0.0], "same": [True]}
    own = {"ms": own_ms, "errors": [error] if same else [], "same": [same]}
    return {"float": dict.fromkeys(precision.SCOPES, usual), "int8": dict.fromkeys(precision.SCOPES, own)}


@pytest.mark.parametrize(("turbo", "words"), [("int8", "Within them: int8."), (None, "there is no turbo preset")])
def test_the_table_says_whether_there_is_a_preset(turbo: str | None, words: str) -> None:
    shown = format_precision(replace(precision_report(), turbo=turbo))
    assert words in shown and "98.0" in shown and "1.8 ×" in shown and "hand model" in shown
    assert "CANCELLED" in format_precision(replace(precision_report(), complete=False))


@pytest.mark.parametrize(
    ("own_ms", "error", "same", "good"),
    [(10.0, 1.0, True, True), (12.0, 1.0, True, False), (10.0, 2.0, True, False), (10.0, 1.0, False, False)],
    ids=["within", "too slow", "too far off", "presence differs"],
)
def test_limits_decide(own_ms: float, error: float, same: bool, good: bool) -> None:
    rows = {(row.scope, row.variant): row for row in rows_of(SIZES, [frame(own_ms, error, same)] * 3)}
    row = rows["whole", "int8"]
    assert row.speedup == pytest.approx(20 / own_ms) and row.megabytes == 5.5
    assert rows["body", "int8"].megabytes == 3.0
    assert row.good is good
    assert np.isnan(row.error_percent) if not same else row.error_percent == error


def test_frames_without_hands_say_nothing_about_the_hand_model() -> None:
    none = {
        name: {**scopes, "hand": {"ms": 0.0, "errors": [], "same": []}} for name, scopes in frame(1, 1, True).items()
    }
    rows = {(row.scope, row.variant): row for row in rows_of(SIZES, [none, frame(10.0, 1.0, True)])}
    assert rows["hand", "int8"].speedup == 2.0 and rows["hand", "int8"].agreement == 1.0
    (*_, only) = rows_of(SIZES, [none])
    assert np.isnan(only.speedup) and not only.good
    assert rows_of(SIZES, []) == ()


def test_distance_is_told_in_percent_of_the_box() -> None:
    there = np.array([[0.0, 0.0], [40.0, 80.0]])
    assert distance_percent(there, there + np.array([0.0, 2.0])) == pytest.approx(2.5)


def test_nothing_is_on_both_sides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(precision_worker, "SAMPLES", {})
    for name in ("a", "b", "c"):
        (tmp_path / name).write_bytes(portrait())
    frames = [np.full((2, 2, 3), number, np.uint8) for number in range(5)]
    monkeypatch.setattr(precision_worker, "video_frames", lambda *_, **__: iter(frames))
    (tmp_path / "clip").write_bytes(b"a video, for this test")
    own = [Source.of_file(tmp_path / name) for name in ("a", "clip", "b", "c")]
    calibration, test = halves(own, 12)
    assert [rgb.shape[0] > 2 for rgb in calibration] == [True, False, False, True]
    assert [rgb.shape[0] > 2 for rgb in test] == [False, False, False, True]
    assert [int(rgb[0, 0, 0]) for rgb in (*calibration[1:3], *test[:3])] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("every", [0, 61])
def test_impossible_plans(every: int) -> None:
    with pytest.raises(OptionsError, match=f"is {every}; it must be a whole number from 1 to 60"):
        PrecisionPlan(every=every)
    with pytest.raises(OptionsError, match="13 files are more than 12"):
        PrecisionPlan((Source(),) * 13)


def test_a_file_that_is_neither_picture_nor_video_is_named(tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(NOT_A_PICTURE)
    with pytest.raises(VideoError, match=r"holiday\.jpg holds no frame"):
        run_precision(PrecisionPlan((Source.of_file(tmp_path / "source", "holiday.jpg"),)))


def test_nobody_to_compare_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision_worker, "halves", lambda *_: ([], []))
    with pytest.raises(OptionsError, match="too few frames"):
        precision_worker.compare(lambda **_: None, [], 12)
    assert look_of(np.zeros((8, 8, 3), np.uint8), Trace()) is None


def test_cancelled_before_the_first_frame() -> None:
    report = run_precision(PrecisionPlan(), progress=Watch(cancelled=lambda: True))
    assert report.rows == () and not report.complete and report.turbo is None


@pytest.mark.slow
def test_variants_are_compared_on_the_same_frames() -> None:
    steps: list[tuple[int, int]] = []
    lives: list[Any] = []
    found = run_precision(
        PrecisionPlan(every=48), progress=Watch(step=lambda *step: steps.append(step), live=lives.append)
    )
    whole = [row for row in found.rows if row.scope == "whole"]
    assert [row.variant for row in whole] == list(VARIANTS)
    assert steps[-1][0] == steps[-1][1] >= 2 * found.frames and found.calibration_frames > 0
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert len(lives) == found.frames and lives[0].rows and lives[0].turbo is None
    for scope in precision.SCOPES:
        reference, *others = (row for row in found.rows if row.scope == scope)
        assert (reference.speedup, reference.error_percent, reference.agreement) == (1.0, 0.0, 1.0)
        assert all(0 < row.error_percent < 10 for row in others)
        assert next(row for row in others if row.variant == "int8").megabytes < 0.7 * reference.megabytes
    assert (found.turbo is not None) is any(row.good for row in whole)
