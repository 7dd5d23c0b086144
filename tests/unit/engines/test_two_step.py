"""Two steps a frame give what a stream gives, also when they overlap."""

import time
from io import BytesIO

import numpy as np
import pytest

from holistic_core import Detector, DetectorOptions, FindOptions
from holistic_core.coach.samples import clip_mp4
from holistic_core.engines.two_step import TwoStepSession
from holistic_core.media.video_source import VideoSource
from holistic_core.options import Priority
from holistic_core.results import HolisticResult


def same(one: HolisticResult, other: HolisticResult) -> bool:
    if one.parts_found != other.parts_found:
        return False
    return all(
        np.allclose(one.part(part).xyz, other.part(part).xyz, atol=1e-5)  # type: ignore[union-attr]
        for part in one.parts_found
    )


@pytest.fixture(scope="module")
def clip() -> list[tuple[np.ndarray, float]]:
    """A person, then nobody for three frames, then the person again."""
    with VideoSource(BytesIO(clip_mp4("squat_side")), end_s=0.8) as video:
        frames = [(frame.rgb, frame.time_s) for frame in video]
    empty = np.zeros_like(frames[0][0])
    return [(empty if 8 <= number < 11 else rgb, time_s) for number, (rgb, time_s) in enumerate(frames)]


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("find", [FindOptions(), FindOptions(segmentation=True, clahe=True, drop_implausible=True)])
def test_it_finds_what_a_stream_finds(
    threads: int, find: FindOptions, clip: list[tuple[np.ndarray, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    splits, split = TwoStepSession._splits, list[bool]()
    monkeypatch.setattr(TwoStepSession, "_splits", lambda *given: split.append(splits(*given)) or split[-1])
    with Detector(DetectorOptions(threads=threads)) as detector, detector.open_stream(find) as stream:
        expected = [stream.process(rgb, time_s) for rgb, time_s in clip]
        session = detector.open_two_step(find)
        assert session is not None
        # Always one body ahead, which is the farthest that both steps can be apart at the same time.
        begun = [session.begin(*clip[0])]
        results = []
        for rgb, time_s in clip[1:]:
            begun.append(session.begin(rgb, time_s))
            results.append(session.finish(begun[-2]))
        results.append(session.finish(begun[-1]))
    assert {bool(result.parts_found) for result in expected} == {True, False}
    assert [same(one, other) for one, other in zip(results, expected, strict=True)] == [True] * len(clip)
    if threads == 2:
        assert split.count(True) > 0
    if find.segmentation:
        masks = [(one.segmentation, other.segmentation) for one, other in zip(results, expected, strict=True)]
        assert all((one is None) == (other is None) for one, other in masks)
        assert all(np.allclose(one, other, atol=1e-4) for one, other in masks if one is not None)


@pytest.mark.slow
@pytest.mark.parametrize("busy", ["first", "second"])
def test_a_set_that_is_busy_is_not_asked_for_a_hand(busy: str, clip: list[tuple[np.ndarray, float]]) -> None:
    """The hands of a frame come out the same, whoever looked for them."""
    with Detector(DetectorOptions(threads=2)) as detector, detector.open_stream() as stream:
        expected = [stream.process(rgb, time_s) for rgb, time_s in clip[:3]]
        session = detector.open_two_step(FindOptions())
        assert session is not None
        results = []
        for rgb, time_s in clip[:3]:
            begun = session.begin(rgb, time_s)
            pool = session._pools()[0 if busy == "first" else 1]
            done = pool.start(lambda _: time.sleep(0.1), Priority.BENCHMARK)
            assert session._splits(rgb, *session._pools()) is (busy == "second")
            results.append(session.finish(begun))
            done()
    assert [same(one, other) for one, other in zip(results, expected, strict=True)] == [True] * 3


def test_large_frames_have_no_second_set_of_hand_models() -> None:
    with Detector(DetectorOptions(threads=2)) as detector:
        session = detector.open_two_step(FindOptions())
        assert session is not None
        first, second = session._pools()
        assert session._splits(np.zeros((480, 640, 3), np.uint8), first, second)
        assert not session._splits(np.zeros((1080, 1920, 3), np.uint8), first, second)


def test_the_other_engine_has_none() -> None:
    with Detector(DetectorOptions(engine="mediapipe")) as detector:
        assert detector.open_two_step(FindOptions()) is None
