"""A trace tells what happened, and nothing is different for it."""

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest

from holistic_core import Detector, FindOptions
from holistic_core.coach.samples import sample_clip, still_jpeg
from holistic_core.engines.ssd import FACE_DETECTOR, POSE_DETECTOR, anchor_centres
from holistic_core.media.pictures import read_picture
from holistic_core.results import HolisticResult
from holistic_core.trace import ModelCall, Trace

RGB = npt.NDArray[np.uint8]
STAGES = (
    *("pose_detector", "pose_landmarks", "left_hand_recrop", "left_hand_landmarks", "right_hand_recrop"),
    *("right_hand_landmarks", "face_detector", "face_landmarks"),
)


@pytest.fixture(scope="module")
def detector() -> Iterator[Detector]:
    with Detector() as made:
        yield made


@pytest.fixture(scope="module")
def picture() -> RGB:
    return read_picture(still_jpeg("counting_five"), name="counting_five").rgb


@pytest.fixture(scope="module")
def still(detector: Detector, picture: RGB) -> tuple[Trace, HolisticResult]:
    trace = Trace()
    return trace, detector.detect(picture, trace=trace)


def call_of(trace: Trace, stage: str) -> ModelCall:
    (call,) = [call for call in trace.calls if call.stage == stage]
    return call


def same(one: HolisticResult, other: HolisticResult) -> bool:
    return all(
        np.array_equal(one.part(part).xyz, other.part(part).xyz)  # type: ignore[union-attr]
        for part in ("pose", "face", "left_hand", "right_hand")
    )


def test_a_look_inside_changes_nothing(detector: Detector, picture: RGB, still: tuple[Trace, HolisticResult]) -> None:
    assert same(still[1], detector.detect(picture))


def test_every_region_has_an_origin(still: tuple[Trace, HolisticResult]) -> None:
    trace, _ = still
    assert tuple(call.stage for call in trace.calls) == STAGES
    origins = {call.stage: call.roi_from for call in trace.calls}
    assert origins == {
        "pose_detector": "picture",
        "pose_landmarks": "pose_detector",
        "left_hand_recrop": "pose_landmarks",
        "left_hand_landmarks": "left_hand_recrop",
        "right_hand_recrop": "pose_landmarks",
        "right_hand_landmarks": "right_hand_recrop",
        "face_detector": "pose_landmarks",
        "face_landmarks": "face_detector",
    }
    assert {choice.part: choice.reason for choice in trace.tracking} == dict.fromkeys(
        ("left_hand", "right_hand", "face"), "nothing_before"
    )
    assert trace.filters is None


@pytest.mark.parametrize(("stage", "shape"), [("pose_detector", POSE_DETECTOR), ("face_detector", FACE_DETECTOR)])
def test_candidates_are_anchors_that_passed(still: tuple[Trace, HolisticResult], stage: str, shape: object) -> None:
    call = call_of(still[0], stage)
    candidates = call.candidates
    assert candidates is not None and len(candidates.found) == 1
    assert candidates.anchor_count == len(anchor_centres(shape))  # type: ignore[arg-type]
    assert candidates.scores[0] == pytest.approx(call.score)
    assert (np.diff(candidates.scores) <= 0).all() and candidates.scores[-1] >= 0.5
    lengths = {len(each) for each in (candidates.anchors, candidates.boxes, candidates.keypoints, candidates.scores)}
    assert len(lengths) == 1 and lengths.pop() >= 1


def test_the_heat_map_explains_the_refined_points(still: tuple[Trace, HolisticResult], picture: RGB) -> None:
    call = call_of(still[0], "pose_landmarks")
    assert call.heatmap is not None and call.heatmap.shape == (64, 64, 33)
    assert call.points is not None and call.refined is not None
    moved = np.linalg.norm(call.refined - call.points, axis=1)
    assert 0 < moved.max() < 9 / 64
    nose = call.refined[0] * 64
    around = call.heatmap[:, :, 0].astype(float)
    peak = np.unravel_index(around.argmax(), around.shape)
    assert np.hypot(nose[0] - peak[1], nose[1] - peak[0]) < 4.5
    assert still[0].nbytes > call.heatmap.nbytes


def test_a_stream_follows_and_filters(detector: Detector) -> None:
    frames = [rgb for rgb, _ in list(sample_clip("curl_front")[0])[:4]]
    with detector.open_stream() as stream, detector.open_stream() as plain:
        for number, rgb in enumerate(frames):
            trace = Trace()
            result = stream.process(rgb, trace=trace)
            bare = plain.process(rgb)
            assert result.pose is not None and bare.pose is not None
            assert np.array_equal(result.pose.xyz, bare.pose.xyz)
            body = call_of(trace, "pose_landmarks")
            assert body.roi_from == ("pose_detector" if number == 0 else "previous_frame")
            step = trace.filters
            assert step is not None and step.next_roi is not None
            width, height = result.image_size
            assert step.after_px == pytest.approx(result.pose.xyz[:, :2] * (width, height), abs=1e-2)
            assert np.array_equal(step.before_px, step.after_px) == (number == 0)
    face = next(choice for choice in trace.tracking if choice.part == "face")
    assert face.tracked is not None and (face.kept or math.isfinite(face.value))
    body_choice = next(choice for choice in trace.tracking if choice.part == "pose")
    assert body_choice.reason == "followed" and body_choice.kept


def test_without_smoothing_nothing_is_filtered(detector: Detector, picture: RGB) -> None:
    with detector.open_stream(FindOptions(smooth=False)) as stream:
        stream.process(picture)
        trace = Trace()
        stream.process(picture[:, ::-1].copy(), trace=trace)
    assert trace.filters is not None
    assert np.array_equal(trace.filters.before_px, trace.filters.after_px)
