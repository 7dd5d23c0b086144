"""The detector as callers use it: shared, closed, alert, streams that do not mix."""

import gc
import logging
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pytest

from holistic_core import BusyError, Detector, DetectorOptions, FindOptions, HolisticResult, ImageError, OptionsError
from holistic_core.options import BODY, BODY_AND_HANDS, PARTS, Part
from holistic_core.trace import Trace

Picture = npt.NDArray[np.uint8]


@pytest.fixture(scope="module")
def detector() -> Iterator[Detector]:
    with Detector(DetectorOptions(threads=1)) as shared:
        yield shared


def panned(picture: Picture, frames: int, step: int) -> list[Picture]:
    """A clip: the picture shifted by `step` pixels a frame."""
    return [np.roll(picture, step * frame, axis=1) for frame in range(frames)]


def same_landmarks(one: HolisticResult, other: HolisticResult) -> bool:
    return one.pose_world == other.pose_world and all(one.part(name) == other.part(name) for name in PARTS)


def test_a_portrait_has_a_body_and_a_face(detector: Detector, portrait: Picture) -> None:
    result = detector.detect(portrait)
    assert result.image_size == (512, 600)
    assert {"pose", "face"} <= set(result.parts_found)
    assert result.pose is not None
    assert result.pose_score > 0.5
    nose_x, nose_y = result.pose.xy_px(result.image_size)[0]
    assert 200 < nose_x < 330
    assert 80 < nose_y < 250
    assert 0 <= result.pose.presence[0] <= 1
    assert list(result.stage_ms)[:3] == ["waiting", "pose_detector", "pose_landmarks"]


@pytest.mark.parametrize(
    ("parts", "stages"),
    [
        (BODY, {"waiting", "pose_detector", "pose_landmarks"}),
        (BODY | {"face"}, {"waiting", "pose_detector", "pose_landmarks", "face_detector", "face_landmarks"}),
    ],
)
def test_parts_not_asked_for_are_not_computed(
    detector: Detector, portrait: Picture, parts: frozenset[Part], stages: set[str]
) -> None:
    result = detector.detect(portrait, FindOptions(parts=parts))
    assert set(result.stage_ms) == stages
    assert set(result.parts_found) == set(parts)


def test_hands_need_no_face(detector: Detector, portrait: Picture) -> None:
    trace = Trace()
    detector.detect(portrait, FindOptions(parts=BODY_AND_HANDS), trace=trace)
    assert not any(call.stage.startswith("face") for call in trace.calls)


def test_refined_face_and_mask(detector: Detector, portrait: Picture) -> None:
    result = detector.detect(portrait, FindOptions(refine_face=True, segmentation=True))
    assert result.face is not None
    assert len(result.face) == 478
    assert result.segmentation is not None
    assert result.segmentation.shape == (600, 512)
    assert result.segmentation[200, 256] > 0.9  # the face
    assert result.segmentation[20, 20] < 0.1  # the flag behind
    assert detector.detect(portrait).segmentation is None


def test_nobody_is_an_answer(detector: Detector) -> None:
    result = detector.detect(np.zeros((120, 160, 3), np.uint8))
    assert result.parts_found == ()
    assert np.isnan(result.pose_score)
    assert detector.detect_people(np.zeros((120, 160, 3), np.uint8)) == []


def test_two_people_are_found_largest_first(detector: Detector, portrait: Picture) -> None:
    small = np.full_like(portrait, 128)
    small[150:450, 128:384] = portrait[::2, ::2]
    people = detector.detect_people(np.hstack([small, portrait]), 4, FindOptions(parts=BODY))
    assert len(people) == 2
    noses = [person.pose.xy_px(person.image_size)[0, 0] for person in people if person.pose]
    assert noses[0] > 512 > noses[1]
    assert len(detector.detect_people(np.hstack([small, portrait]), 1, FindOptions(parts=BODY))) == 1


@pytest.mark.parametrize("max_people", [0, 21])
def test_the_number_of_people_has_limits(detector: Detector, portrait: Picture, max_people: int) -> None:
    with pytest.raises(OptionsError, match="from 1 to 20"):
        detector.detect_people(portrait, max_people)


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "picture.jpg",
        np.zeros((10, 10), np.uint8),
        np.zeros((10, 10, 4), np.uint8),
        np.zeros((10, 10, 3), np.float32),
        np.zeros((0, 10, 3), np.uint8),
    ],
)
def test_anything_but_an_rgb_picture_is_refused(detector: Detector, wrong: Picture) -> None:
    with pytest.raises(ImageError, match="expected"):
        detector.detect(wrong)


def test_views_with_other_strides_are_fine(detector: Detector, portrait: Picture) -> None:
    flipped = portrait[:, ::-1]
    assert same_landmarks(detector.detect(flipped), detector.detect(flipped.copy()))


def test_contrast_is_a_stage_when_asked_for(detector: Detector, portrait: Picture) -> None:
    dark = (portrait // 12).astype(np.uint8)
    assert "contrast" in detector.detect(dark, FindOptions(clahe=True)).stage_ms


@pytest.mark.slow
def test_four_streams_at_once_equal_four_in_a_row(detector: Detector, portrait: Picture) -> None:
    clips = [panned(portrait, 8, step) for step in (3, -3, 7, 11)]

    def run(clip: list[Picture]) -> list[HolisticResult]:
        with detector.open_stream() as stream:
            return [stream.process(frame) for frame in clip]

    in_a_row = [run(clip) for clip in clips]
    with ThreadPoolExecutor(4) as threads:
        at_once = list(threads.map(run, clips))
    for one, other in zip(in_a_row, at_once, strict=True):
        assert all(same_landmarks(a, b) for a, b in zip(one, other, strict=True))
    assert not same_landmarks(in_a_row[0][-1], in_a_row[1][-1])


def test_a_stream_tracks_and_smooths(detector: Detector, portrait: Picture) -> None:
    frames = panned(portrait, 3, 4)
    with detector.open_stream(FindOptions(parts=BODY)) as smooth, detector.open_stream() as raw:
        raw.configure(FindOptions(parts=BODY, smooth=False))
        smoothed = [smooth.process(frame) for frame in frames]
        unfiltered = [raw.process(frame) for frame in frames]
    assert "pose_detector" in smoothed[0].stage_ms
    assert "pose_detector" not in smoothed[1].stage_ms
    assert same_landmarks(smoothed[0], unfiltered[0])
    assert not same_landmarks(smoothed[2], unfiltered[2])


def test_time_stamps_are_obeyed_and_must_increase(detector: Detector, portrait: Picture) -> None:
    frames = panned(portrait, 2, 6)

    def second(step_s: float | None) -> HolisticResult:
        with detector.open_stream(FindOptions(parts=BODY)) as stream:
            stream.process(frames[0], None if step_s is None else 5.0)
            return stream.process(frames[1], None if step_s is None else 5.0 + step_s)

    assert same_landmarks(second(None), second(0.033333)) or np.allclose(
        second(None).pose.xyz_norm,
        second(0.033333).pose.xyz_norm,
        atol=1e-6,  # type: ignore[union-attr]
    )
    assert not same_landmarks(second(0.5), second(0.01))
    with detector.open_stream() as stream:
        stream.process(frames[0], 1.0)
        for wrong in (1.0, 0.5, float("nan")):
            with pytest.raises(OptionsError, match="time"):
                stream.process(frames[1], wrong)


def test_another_picture_size_starts_the_stream_anew(detector: Detector, portrait: Picture) -> None:
    smaller = np.ascontiguousarray(portrait[::2, ::2])
    with detector.open_stream() as stream:
        stream.process(portrait)
        assert "pose_detector" in stream.process(smaller).stage_ms


def test_a_lost_body_is_looked_for_again(detector: Detector, portrait: Picture) -> None:
    with detector.open_stream(FindOptions(parts=BODY)) as stream:
        assert stream.process(portrait).pose is not None
        assert stream.process(np.zeros_like(portrait)).pose is None
        again = stream.process(portrait)
    assert again.pose is not None
    assert "pose_detector" in again.stage_ms


def test_closing_is_idempotent_and_final(portrait: Picture) -> None:
    detector = Detector(DetectorOptions(threads=1))
    stream = detector.open_stream()
    stream.process(portrait)
    detector.close()
    detector.close()
    stream.close()
    assert stream.closed
    assert detector.status().loaded is False
    for call in (
        lambda: detector.detect(portrait),
        lambda: stream.process(portrait),
        detector.open_stream,
        detector.warm_up,
    ):
        with pytest.raises(BusyError, match="closed"):
            call()


def test_a_forgotten_detector_frees_its_threads() -> None:
    # Its own alone: those of earlier tests may end meanwhile.
    before = set(threading.enumerate())
    detector = Detector(DetectorOptions(threads=2, mode="throughput"))
    own = set(threading.enumerate()) - before
    assert [thread.name for thread in own] == ["holistic-models"] * 2
    del detector
    gc.collect()
    assert not any(thread.is_alive() for thread in own)


def test_warm_up_loads_what_is_needed_into_every_set() -> None:
    with Detector(DetectorOptions(threads=2, mode="throughput")) as detector:
        assert not detector.status().loaded
        detector.warm_up(FindOptions(refine_face=True))
        assert detector.status().loaded


def test_streams_are_counted_while_they_are_open(detector: Detector) -> None:
    before = detector.status().streams
    with detector.open_stream(), detector.open_stream():
        assert detector.status().streams == before + 2
    assert detector.status().streams == before


def test_memory_alert_is_logged_once_and_shown(portrait: Picture, caplog: pytest.LogCaptureFixture) -> None:
    with Detector(DetectorOptions(threads=1, memory_alert_mb=1)) as detector, caplog.at_level(logging.WARNING):
        detector.detect(portrait)
        detector.detect(portrait)
        assert "alert threshold of 1 MB" in str(detector.status().memory_alert)
    assert sum("alert threshold" in record.message for record in caplog.records) == 1
    with Detector(DetectorOptions(threads=1, memory_alert_mb=1e6)) as detector:
        assert detector.status().memory_alert is None


def test_trace_shows_what_each_model_saw(detector: Detector, portrait: Picture) -> None:
    trace = Trace()
    result = detector.detect(portrait, trace=trace)
    assert [call.stage for call in trace.calls if call.stage.startswith("pose")] == ["pose_detector", "pose_landmarks"]
    for call in trace.calls:
        assert call.crop.dtype == np.uint8
        assert 0 < call.crop_ms + call.model_ms <= result.stage_ms[call.stage]


def test_litert_never_imports_mediapipe() -> None:
    import subprocess  # noqa: PLC0415

    code = (
        "import sys, numpy; from holistic_core import Detector;"
        "Detector().detect(numpy.zeros((80, 80, 3), 'uint8'));"
        "sys.exit(any(name.split('.')[0] in {'mediapipe', 'jax', 'streamlit', 'plotly'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
