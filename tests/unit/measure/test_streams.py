"""Streams that would mix are noticed, and the shared detector's do not mix."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from holistic_core.detector import Detector
from holistic_core.measure import streams
from holistic_core.measure.streams import (
    StreamsReport,
    check_mixing,
    format_streams,
    measure_memory,
    same_landmarks,
    viewer_frames,
)
from holistic_core.options import DetectorOptions, EngineName
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import POSE


def body(value: float) -> HolisticResult:
    return HolisticResult((8, 8), pose=Landmarks.from_xyz(POSE, np.full((33, 3), value)), stage_ms={"a": value})


def test_same_landmarks_looks_at_landmarks_and_not_at_times() -> None:
    assert same_landmarks(body(0.5), replace(body(0.5), stage_ms={"a": 99.0}))
    assert not same_landmarks(body(0.5), body(np.nextafter(np.float32(0.5), np.float32(1)).item()))
    assert not same_landmarks(body(0.5), HolisticResult((8, 8)))


def test_viewers_see_different_frames(portrait: np.ndarray) -> None:
    viewers = viewer_frames(portrait, 3, 2)
    firsts = [frames[0] for frames in viewers]
    assert [len(frames) for frames in viewers] == [2, 2, 2]
    assert not any(np.array_equal(one, other) for one, other in itertools.combinations(firsts, 2))


def test_a_detector_whose_answers_depend_on_the_order_mixes(fake_detector: Callable[..., Detector]) -> None:
    calls = itertools.count()
    viewers = [[np.zeros((4, 4, 3), np.uint8)] * 5] * 2
    check = check_mixing(fake_detector(lambda *_: body(next(calls))), viewers)
    assert check.frames == check.mismatches == 10
    assert not check.passed
    assert check_mixing(fake_detector(lambda *_: body(1)), viewers).passed


def test_an_error_in_a_thread_reaches_the_caller(fake_detector: Callable[..., Detector]) -> None:
    calls = itertools.count()

    def fails_in_the_second_round(*_: object) -> HolisticResult:
        if next(calls) >= 2:
            raise RuntimeError("broken")
        return body(1)

    viewers = [[np.zeros((4, 4, 3), np.uint8)]] * 2
    with pytest.raises(RuntimeError, match="broken"):
        check_mixing(fake_detector(fails_in_the_second_round), viewers)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["latency", "throughput"])
def test_streams_of_one_detector_do_not_mix(portrait: np.ndarray, mode: str) -> None:
    with Detector(DetectorOptions(mode=mode, threads=2)) as detector:  # type: ignore[arg-type]
        check = check_mixing(detector, viewer_frames(portrait, 4, 4))
    assert (check.frames, check.mismatches) == (16, 0)
    assert check.together_fps > 0


@pytest.mark.parametrize(("growth_mb", "passed"), [(2.9, True), (3.1, False)])
def test_memory_a_stream_has_a_limit(
    monkeypatch: pytest.MonkeyPatch, growth_mb: float, passed: bool, portrait: np.ndarray
) -> None:
    series = [150.0 + growth_mb * number for number in range(4)]
    monkeypatch.setattr(streams, "call_in_fresh_process", lambda *_: series)
    litert, mediapipe = (measure_memory(portrait, engine) for engine in ("litert", "mediapipe"))
    assert litert.further_stream_mb == pytest.approx(growth_mb)
    assert litert.passed is passed
    assert mediapipe.passed
    check = streams.MixingCheck("latency", 4, 40, 0, 10.0, 12.0, True)
    shown = format_streams(StreamsReport((check,), (litert, mediapipe), passed))
    assert ("OVER THE LIMIT" in shown) is not passed


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "low_mb", "high_mb"), [("litert", -3, 3), ("mediapipe", 100, 300)])
def test_memory_of_a_further_stream(portrait: np.ndarray, engine: EngineName, low_mb: float, high_mb: float) -> None:
    memory = measure_memory(portrait, engine, streams=3)
    assert len(memory.resident_mb) == 3
    assert low_mb < memory.further_stream_mb < high_mb
