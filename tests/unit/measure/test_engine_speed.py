"""The speed report follows the times: a slower engine is over the limit."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from holistic_core.detector import Detector
from holistic_core.errors import HolisticError
from holistic_core.measure.engine_speed import (
    CPU_LIMIT,
    MEDIAPIPE,
    ONE_THREAD,
    TWO_THREADS,
    WALL_LIMIT,
    Run,
    SpeedReport,
    find_view,
    format_engines,
    run_engines,
    summarise,
)
from holistic_core.media.pictures import read_picture
from holistic_core.options import BODY, EVERYTHING, DetectorOptions, Part
from holistic_core.results import HolisticResult

SHARES = {TWO_THREADS: (0.8, 0.15), ONE_THREAD: (0.85, 0.1)}
FRAMES = 10


def a_run(*, two: float = 14.0, one: float = 21.7, reference: float = 20.0, cpu: float = 27.0) -> Run:
    """Times of one pan in milliseconds; CPU time of one thread is its wall time."""

    def times(value: float) -> np.ndarray:
        return np.full(FRAMES, value)

    return Run(
        wall_ms={TWO_THREADS: times(two), ONE_THREAD: times(one), MEDIAPIPE: times(reference)},
        cpu_ms={TWO_THREADS: times(two * 1.7), ONE_THREAD: times(one), MEDIAPIPE: times(cpu)},
        graph_ms=times(reference - 0.5),
        found=(EVERYTHING,) * FRAMES,
    )


def summed_up(*runs: Run) -> SpeedReport:
    return summarise(runs, SHARES, view="level", pause_ms=3)


def test_ratios_are_to_mediapipe_in_the_same_run() -> None:
    report = summed_up(a_run(), a_run(two=28, one=43.4, reference=40, cpu=54))
    assert report.wall_two_threads.runs == pytest.approx((0.7, 0.7))
    assert report.cpu_one_thread.runs == pytest.approx((21.7 / 27,) * 2)
    assert report.passed
    assert report.parts == ("pose", "face", "left_hand", "right_hand")
    assert report.counted == (FRAMES, FRAMES)


@pytest.mark.parametrize(
    ("times", "passed"),
    [
        ({"two": 20 * WALL_LIMIT * 0.99}, True),
        ({"two": 20 * WALL_LIMIT * 1.01}, False),
        ({"one": 27 * CPU_LIMIT * 0.99}, True),
        ({"one": 27 * CPU_LIMIT * 1.01}, False),
    ],
)
def test_both_ratios_have_a_limit(times: dict[str, float], passed: bool) -> None:
    report = summed_up(a_run(**times))
    assert report.passed is passed
    assert ("OVER THE LIMIT" in format_engines(report)) is not passed


def test_the_median_run_decides() -> None:
    slow, fast = a_run(two=30), a_run()
    assert summed_up(slow, fast, fast).passed
    assert not summed_up(slow, slow, fast).passed


def with_found(run: Run, found: list[frozenset[Part]]) -> Run:
    return Run(run.wall_ms, run.cpu_ms, run.graph_ms, tuple(found))


def test_only_frames_with_all_parts_count() -> None:
    run = a_run()
    run.wall_ms[TWO_THREADS][:4] = 1.0  # quick, because the hands were not there
    report = summed_up(with_found(run, [BODY] * 4 + [EVERYTHING] * 6))
    assert report.counted == (6,)
    assert report.wall_two_threads.median == pytest.approx(0.7)
    assert "in 6 of 10 frames" in format_engines(report)


def test_a_run_without_such_frames_is_left_out() -> None:
    report = summed_up(with_found(a_run(two=1), [BODY] * FRAMES), a_run())
    assert report.counted == (0, FRAMES)
    assert report.wall_two_threads.runs == pytest.approx((0.7,))


def test_parts_that_are_not_visible_are_named() -> None:
    seen: frozenset[Part] = frozenset({"pose", "face"})
    report = summed_up(with_found(a_run(), [seen] * FRAMES))
    assert report.parts == ("pose", "face")
    assert "Not visible in this picture: left_hand, right_hand" in format_engines(report)


def test_nobody_is_an_answer_with_advice() -> None:
    with pytest.raises(HolisticError, match="--image"):
        summed_up(with_found(a_run(), [frozenset()] * FRAMES))


def test_shares_say_what_limits_it() -> None:
    report = summed_up(a_run())
    two, one, reference = report.engines
    assert (two.model_ms, two.crop_ms, two.rest_ms) == pytest.approx((11.2, 2.1, 0.7))
    assert one.model_ms + one.crop_ms + one.rest_ms == pytest.approx(one.wall_ms)
    assert reference.model_ms == pytest.approx(19.5)
    assert "80 %" in format_engines(report)


def test_the_view_with_most_parts_is_taken(fake_detector: Callable[..., Detector], portrait: np.ndarray) -> None:
    level = portrait.mean()

    def answer(rgb: np.ndarray, _: object) -> HolisticResult:
        # Turned pictures show continued edges, so their mean differs from that of the level ones.
        return HolisticResult((1, 1)) if abs(rgb.mean() - level) < 1 else found

    found = HolisticResult((1, 1), **dict.fromkeys(("pose", "face"), object()))  # type: ignore[arg-type]
    view = find_view(portrait, fake_detector(answer))
    assert (view.roll_deg, view.zoom) != (0, 1)


@pytest.mark.slow
def test_the_view_shows_all_parts_of_the_test_picture(test_media: Path) -> None:
    rgb = read_picture(test_media / "images" / "tensorflow_pose.jpg").rgb
    with Detector(DetectorOptions()) as detector:
        view = find_view(rgb, detector)
        with detector.open_stream() as stream:
            found = [len(stream.process(view.frame(rgb, number)).parts_found) for number in range(0, 45, 3)]
    assert found.count(4) >= 12


@pytest.mark.slow
def test_engines_are_really_measured(test_media: Path) -> None:
    rgb = read_picture(test_media / "images" / "tensorflow_pose.jpg").rgb
    said: list[str] = []
    report = run_engines(rgb, runs=1, frames=12, progress=said.append)
    assert len(said) == 1
    assert report.parts == ("pose", "face", "left_hand", "right_hand")
    assert report.counted[0] >= 6
    assert all(each.wall_ms > 5 and each.cpu_ms > 5 for each in report.engines)
    for each in report.engines[:2]:
        assert 0.5 < each.model_ms / each.wall_ms < 0.95
        assert 0.02 < each.crop_ms / each.wall_ms < 0.3
    # Generous, because other programs may run: MediaPipe needs more CPU time than one thread of LiteRT.
    assert 0.4 < report.cpu_one_thread.median < 1.1
