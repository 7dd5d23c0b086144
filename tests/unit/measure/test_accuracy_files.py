"""A measurement survives being written and read, and its tables say what it says."""

import csv
import io
import json
from typing import Any

import numpy as np
import pytest

from holistic_core.errors import OptionsError
from holistic_core.measure.accuracy import measure_clip
from holistic_core.measure.accuracy_files import frames_csv, from_json, joints_csv, summary_csv, to_json, to_npz
from holistic_core.measure.accuracy_report import AccuracyRun
from holistic_core.options import FindOptions
from holistic_core.results import HolisticResult
from tests.coach_oracle import FPS, FRAMES, SCENE, START_S, Oracle, perfect


@pytest.fixture(scope="module")
def run() -> AccuracyRun:
    """Nobody is found in the last two frames."""
    oracle = Oracle(
        lambda truth, find: HolisticResult(SCENE.image_size) if truth.time_s > START_S + 0.55 else perfect(truth, find)
    )
    find = FindOptions(smooth=False, model_complexity=2, min_tracking_confidence=0.25)
    return measure_clip(oracle.frames(), SCENE, oracle, find, fps=FPS, source="Squat", min_visibility=0.4)  # type: ignore[arg-type]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_json_reads_back(run: AccuracyRun) -> None:
    text = to_json(run)
    again = from_json(text)
    assert to_json(again) == text
    assert (again.source, again.engine, again.find, again.tracked) == (run.source, run.engine, run.find, run.tracked)
    assert (again.min_visibility, again.fps, again.phases) == (run.min_visibility, run.fps, run.phases)
    assert again.repetitions.tolist() == run.repetitions.tolist()
    assert again.parts == run.parts
    np.testing.assert_allclose(again.measured.pose, run.measured.pose, atol=1e-5)
    np.testing.assert_allclose(again.truth.left_hand, run.truth.left_hand, atol=1e-5)
    np.testing.assert_array_equal(again.occluded, run.occluded)
    assert again.measured.result(FRAMES - 1).pose is None
    assert again.agreement_of("left_knee").mae == pytest.approx(run.agreement_of("left_knee").mae, abs=1e-3)
    assert [each.definition.name for each in again.agreements] == [each.definition.name for each in run.agreements]


def changed(run: AccuracyRun, **fields: Any) -> str:
    return json.dumps({**json.loads(to_json(run)), **fields})


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"schema": "holistic-lab/picture"}, "schema"),
        ({"version": 2}, "version"),
        ({"engine": "other"}, "engine"),
        ({"find": {"smooth": "yes"}}, "find"),
        ({"find": {"surprise": True}}, "find"),
        ({"phases": ["down"]}, "phases"),
        ({"time_s": [0, 1]}, "time_s"),
        ({"truth_2d_deg": "all"}, "truth_2d_deg"),
        ({"image_size": [480]}, "image_size"),
        ({"frames": 0}, "frames"),
    ],
)
def test_a_changed_file_is_named(run: AccuracyRun, fields: dict[str, Any], named: str) -> None:
    with pytest.raises(OptionsError, match=named):
        from_json(changed(run, **fields))


def test_what_is_no_measurement() -> None:
    for text in ("", "[]", "{}", "no"):
        with pytest.raises(OptionsError):
            from_json(text)


def test_arrays(run: AccuracyRun) -> None:
    with np.load(io.BytesIO(to_npz(run))) as arrays:
        assert arrays["truth_pose"].shape == arrays["measured_pose"].shape == (FRAMES, 33, 3)
        assert arrays["measured_left_hand"].shape == (FRAMES, 21, 3)
        assert arrays["found_pose"].tolist() == [True] * (FRAMES - 2) + [False] * 2
        column = arrays["angles"].tolist().index("left_knee")
        np.testing.assert_array_equal(arrays["truth_2d_deg"][:, column], run.truth_deg("left_knee"))


def test_tables(run: AccuracyRun) -> None:
    frames = [row for row in rows(frames_csv(run)) if (row["angle"], row["plane"]) == ("left_knee", "2d")]
    assert len(frames) == FRAMES
    assert float(frames[0]["true_deg"]) == pytest.approx(run.truth_deg("left_knee")[0], abs=1e-3)
    assert frames[-1]["measured_deg"] == frames[-1]["error_deg"] == ""
    (knee,) = [row for row in rows(summary_csv(run)) if (row["angle"], row["plane"]) == ("left_knee", "3d")]
    assert (knee["frames"], knee["missing"]) == (str(FRAMES - 2), "2")
    assert float(knee["mae_deg"]) == pytest.approx(0, abs=0.01)
    assert rows(joints_csv(run))[0]["joint"] == "nose"
