"""`accuracy` measures what it is asked for, writes files that load back, and its exit code follows the verdict."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from holistic_core import detector as detector_module
from holistic_core.__main__ import main
from holistic_core.coach.clip import ClipOptions
from holistic_core.coach.motions import MotionOptions
from holistic_core.coach.samples import SAMPLES
from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import FrameTruth, clip_truth
from holistic_core.coach.truth_json import to_json
from holistic_core.commands import accuracy_clip
from holistic_core.measure import coach_detection, coach_frames
from holistic_core.measure.accuracy_files import from_json
from holistic_core.options import DetectorOptions
from holistic_core.results import HolisticResult
from tests.coach_oracle import Oracle, perfect

SMALL = ["--size", "240x320", "--view", "front"]


class Studio:
    """Stands in for renderer and detector: pictures are black, and the detector knows the truth."""

    def __init__(self) -> None:
        self.oracle = Oracle(perfect)
        self.clips: list[ClipOptions] = []
        self.scenes: list[Scene] = []
        self.detectors: list[DetectorOptions] = []

    def detector(self, options: DetectorOptions) -> Oracle:
        self.detectors.append(options)
        self.oracle.options = options
        return self.oracle

    def clip(self, options: ClipOptions) -> Iterator[tuple[np.ndarray, FrameTruth]]:
        self.clips.append(options)
        return self.frames(options.scene, options.motion, [2.0, 2.5])

    def frames(
        self, scene: Scene, motion: MotionOptions, times_s: list[float]
    ) -> Iterator[tuple[np.ndarray, FrameTruth]]:
        self.scenes.append(scene)
        return self.oracle.frames(list(times_s)[:2], scene, motion)


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> Studio:
    one = Studio()
    monkeypatch.setattr(detector_module, "Detector", one.detector)
    monkeypatch.setattr(coach_detection, "Detector", one.detector)
    monkeypatch.setattr(accuracy_clip, "render_clip", one.clip)
    for module in (coach_frames, coach_detection):
        monkeypatch.setattr(module, "rendered_frames", one.frames)
    return one


def test_a_clip(studio: Studio, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [*SMALL, "--motion", "biceps_curl", "--fault", "uneven_arms", "--person", "mira", "--light", "50"]
    more = [
        "--distance",
        "4",
        "--noise",
        "7",
        "--fps",
        "10",
        "--no-smooth",
        "--complexity",
        "2",
        "--out",
        str(tmp_path),
    ]
    assert main(["accuracy", *arguments, *more]) == 0
    (clip,) = studio.clips
    assert (clip.motion.name, clip.motion.faults, clip.fps) == ("biceps_curl", ("uneven_arms",), 10.0)
    assert (clip.scene.figure.name, clip.scene.light.brightness, clip.scene.noise) == ("mira", 0.5, 7.0)
    assert (clip.scene.camera.azimuth_deg, clip.scene.camera.distance_m) == (0.0, 4.0)
    assert clip.scene.image_size == (240, 320)
    assert (studio.oracle.find.smooth, studio.oracle.find.model_complexity) == (False, 2)
    shown = capsys.readouterr()
    assert "Biceps curl, Mira, camera at 0°: 2 frames, litert, followed as a stream, not smoothed" in shown.out
    assert "Left elbow" in shown.out
    assert "written" in shown.err
    names = {"accuracy.json", "accuracy.npz", "angles.csv", "summary.csv", "joints.csv"}
    assert {path.name for path in tmp_path.iterdir()} == names
    assert len(from_json((tmp_path / "accuracy.json").read_bytes())) == 2


def test_figures_for_machines(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accuracy", *SMALL, "--engine", "mediapipe", "--stills", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["engine"], figures["tracked"], figures["frames"]) == ("mediapipe", False, 2)
    knee = next(row for row in figures["angles"] if (row["angle"], row["plane"]) == ("left_knee", "2d"))
    assert knee["mae"] == pytest.approx(0, abs=0.01)
    assert studio.oracle.stills == 2


def test_a_sweep(studio: Studio, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accuracy", *SMALL, "--sweep", "azimuth", "--frames", "2", "--out", str(tmp_path)]) == 0
    azimuths = [scene.camera.azimuth_deg for scene in studio.scenes]
    assert azimuths == [0, 30, 60, 90, 120, 150, 180]
    shown = capsys.readouterr()
    assert "120°" in shown.out
    assert "7 of 7: 180°" in shown.err
    assert (tmp_path / "sweep.csv").read_text().startswith("condition,value,unit")
    assert main(["accuracy", *SMALL, "--sweep", "noise", "--frames", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["condition"] == "noise"


def test_the_table(studio: Studio, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--detection-table", "--only", "squat", "--views", "front,side", "--people", "otto", "--offsets"]
    assert main(["accuracy", *arguments, "--out", str(tmp_path)]) == 0
    shown = capsys.readouterr()
    assert [each.engine for each in studio.detectors] == ["litert", "mediapipe"]
    assert shown.out.count("otto") >= 4
    assert "ok: body in every frame" in shown.out
    assert "Measured − true place" in shown.out
    document = json.loads((tmp_path / "detection.json").read_text())
    assert (document["passed"], len(document["detection"]["rows"])) == (True, 4)


def test_a_demand_that_is_not_met_is_exit_code_1(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    studio.oracle.answer = lambda truth, find: HolisticResult(truth.result.image_size)
    arguments = ["--detection-table", "--only", "squat", "--views", "side", "--people", "alex", "--engine", "litert"]
    assert main(["accuracy", *arguments, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["passed"] is False


def test_a_file_without_its_truth_and_a_file_with_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accuracy", "--clip", str(tmp_path / "gone.mp4")]) == 2
    assert "squat_side" in capsys.readouterr().err
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"no video")
    assert main(["accuracy", "--clip", str(clip)]) == 2
    assert "clip.json is not beside it" in capsys.readouterr().err


def test_a_truth_of_another_clip_is_noticed(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ClipOptions(replace(Scene(), image_size=(240, 320)), MotionOptions("waving", 1), 2.0)
    truth = clip_truth(options.scene, options.motion, options.fps)
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"")
    clip.with_suffix(".json").write_text(to_json(truth))
    picture = np.zeros((320, 240, 3), np.uint8)

    def given(count: int, shape: Any = picture) -> None:
        monkeypatch.setattr(accuracy_clip, "read_video", lambda _: ((0.0, shape) for _ in range(count)))

    studio.oracle.answer = lambda _, find: perfect(truth.frames[0], find)
    studio.oracle.truth = truth.frames[0]
    given(len(truth))
    assert main(["accuracy", "--clip", str(clip)]) == 0
    assert f"clip.mp4: {len(truth)} frames" in capsys.readouterr().out
    for wrong in ((len(truth) - 1,), (len(truth) + 1,), (len(truth), np.zeros((64, 64, 3), np.uint8))):
        given(*wrong)
        assert main(["accuracy", "--clip", str(clip)]) == 1
        assert "do not belong together" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--motion", "flying"],
        ["--person", "nobody"],
        ["--distance", "0.1"],
        ["--distance", "nan"],
        ["--light", "1"],
        ["--noise", "-1"],
        ["--size", "480"],
        ["--size", "10x10"],
        ["--view", "above"],
        ["--view", "side", "--azimuth", "3"],
        ["--sweep", "weather"],
        ["--sweep", "light", "--clip", "squat_side"],
        ["--sweep", "light", "--frames", "0"],
        ["--engine", "both"],
        ["--fps", "0"],
        ["--repetitions", "0"],
        ["--min-visibility", "2"],
        ["--detection-table", "--only", "flying"],
        ["--detection-table", "--people", "nobody"],
        ["--detection-table", "--views", "above"],
        ["--detection-table", "--only", "squat", "--fps", "0"],
    ],
)
def test_bad_arguments(studio: Studio, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accuracy", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.err
    assert "Traceback" not in shown.err


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_the_body_is_found_in_every_frame_of_the_samples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accuracy", "--clip", name, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    body = next(part for part in figures["parts"] if part["part"] == "pose")
    assert body["share"] == 1.0
    if name == "squat_side":
        knee = next(row for row in figures["angles"] if (row["angle"], row["plane"]) == ("left_knee", "2d"))
        assert knee["mae"] <= 5.0
        assert knee["correlation"] > 0.98
