"""The LiteRT engine is at parity with MediaPipe, and an engine made worse is not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from holistic_core.engines.litert import LiteRTEngine, LiteRTSession
from holistic_core.engines.tracking import TrackingState
from holistic_core.measure.frames import View, video_frames
from holistic_core.measure.parity import compare_stills, compare_video
from holistic_core.measure.parity_report import VIDEO_CRITERIA, Comparison, ParityReport
from holistic_core.media.pictures import read_picture
from holistic_core.options import DetectorOptions, FindOptions
from holistic_core.results import HolisticResult, Landmarks

FIND = FindOptions()
PICTURES = (
    "COCO_val2014_000000000294.jpg",
    "COCO_val2014_000000000536.jpg",
    "tensorflow_pose.jpg",
    "vladmandic_ai-body.jpg",
    "vladmandic_background.jpg",
)


@pytest.fixture(scope="module")
def engine() -> Iterator[LiteRTEngine]:
    engine = LiteRTEngine(DetectorOptions())
    yield engine
    engine.close()


def shifted(result: HolisticResult, share: float) -> HolisticResult:
    """The same with the body a little further right, by a share of the picture's width."""
    if result.pose is None:
        return result
    xyz = result.pose.xyz + np.float32([share, 0, 0])
    return replace(result, pose=Landmarks.from_xyz(result.pose.topology, xyz, visibility=result.pose.visibility))


class Worse:
    """The engine, 0.3 % of the picture's width off."""

    def __init__(self, engine: LiteRTEngine) -> None:
        self._engine = engine

    def still(self, rgb: np.ndarray, find: FindOptions) -> HolisticResult:
        return shifted(self._engine.still(rgb, find), 0.003)


class Forgetful:
    """A session that does not let itself be steered: it starts anew with every frame."""

    def __init__(self, session: LiteRTSession) -> None:
        self._session = session
        self.state = TrackingState()

    def process(self, rgb: np.ndarray, find: FindOptions) -> HolisticResult:
        self._session.state = TrackingState()
        return self._session.process(rgb, find)


def row(report: ParityReport, part: str) -> tuple[int, float]:
    return next((each.error.n, each.error.median) for each in report.parts if each.part == part)


def test_a_still_is_at_parity_and_a_worse_engine_is_not(engine: LiteRTEngine, portrait: np.ndarray) -> None:
    report = compare_stills([("portrait", portrait)], engine, FIND, source="sample")
    assert report.presence_equal_percent == 100
    assert row(report, "pose") == (1, pytest.approx(0, abs=0.01))
    assert row(report, "face") == (1, pytest.approx(0, abs=0.4))  # the limits of medians are for many pictures
    worse = compare_stills([("portrait", portrait)], Worse(engine), FIND)
    assert not worse.passed
    assert row(worse, "pose")[1] > 0.05


@pytest.mark.slow
def test_frames_are_at_parity_only_when_steered(engine: LiteRTEngine, portrait: np.ndarray) -> None:
    view = View()
    frames = [view.frame(portrait, number) for number in range(0, 24, 3)]
    steered = compare_video(frames, engine.open_session(FIND), FIND, source="pan")
    assert steered.passed
    assert steered.pictures == len(frames)
    free = compare_video(frames, Forgetful(engine.open_session(FIND)), FIND, source="pan")
    assert not free.passed
    assert row(free, "pose")[1] > 10 * row(steered, "pose")[1]


def test_progress_names_what_is_looked_at(engine: LiteRTEngine, portrait: np.ndarray) -> None:
    said: list[str] = []
    compare_stills([("one", portrait)], engine, FIND, progress=said.append)
    assert said == ["one"]


@pytest.mark.slow
@pytest.mark.parametrize("refine_face", [False, True])
def test_pictures_are_at_parity(engine: LiteRTEngine, test_media: Path, refine_face: bool) -> None:
    pictures = ((name, read_picture(test_media / "images" / name).rgb) for name in PICTURES)
    report = compare_stills(pictures, engine, FindOptions(refine_face=refine_face))
    assert report.passed, report
    assert row(report, "pose")[0] == 4
    assert min(row(report, part)[0] for part in ("face", "left_hand", "right_hand")) >= 3


@pytest.mark.slow
def test_videos_are_at_parity(engine: LiteRTEngine, test_media: Path) -> None:
    total = Comparison(VIDEO_CRITERIA)
    for video in ("intel-iot-devkit_help.mkv", "perfanalytics_cam01.mp4", "tensorflow_pose_1.mp4"):
        frames = video_frames(test_media / "videos" / video, most=58)
        compare_video(frames, engine.open_session(FIND), FIND, source=video, total=total)
    report = total.report("video, one step", "three videos")
    assert report.passed, report
    assert report.pictures == row(report, "pose")[0] == 3 * 58
    assert min(row(report, part)[0] for part in ("face", "left_hand", "right_hand")) > 50
