"""What experiments make of what their processes tell, and short runs with real models."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from holistic_core.measure.benchmark import claims, latency
from holistic_core.measure.benchmark.claims import ClaimsPlan, format_claims, run_claims, unmeasured
from holistic_core.measure.benchmark.latency import LatencyPlan, format_latency, run_latency
from holistic_core.measure.benchmark.memory_growth import MemoryPlan, fitted_growth, format_memory, run_memory
from holistic_core.measure.benchmark.settings import Grid, Setting
from holistic_core.measure.benchmark.source import Source, frame_at
from holistic_core.measure.benchmark.throughput import ThroughputPlan, fairness, format_throughput, run_throughput
from holistic_core.measure.benchmark.watch import Watch
from tests.bench_reports import bench_report, claims_report, memory_report, throughput_report

Turns = Callable[[int, int], float]


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Callable[[Turns, int], None]:
    """Instead of a process: every setting's turns take the milliseconds that a function of setting and round says."""

    def set_up(ms: Turns, turns: int) -> None:
        def tell(_: str, __: str, ___: Any, settings: list[Any], numbers: Any, ____: float, **follow: Any) -> str:
            events: list[dict[str, Any]] = [{"event": "ready", "setting": each} for each in range(len(settings))]
            for number in range(numbers["repetitions"]):
                for setting in range(len(settings)):
                    wall_ms = [ms(setting, number)] * numbers["frames"]
                    stages = {"pose_landmarks": [ms(setting, number) / 2] * numbers["frames"], "pose_detector": [9.0]}
                    turn = {
                        "wall_ms": wall_ms,
                        "cpu_ms": wall_ms,
                        "model_ms": [7.0] * (1 - setting),
                        "stages": stages,
                        "found": {"pose": 3},
                    }
                    events.append({"event": "turn", "setting": setting, **turn})
            events.append({"event": "memory", "resident_mb": 321.0})
            for number, event in enumerate(events):
                if number == len(settings) + turns or follow["cancelled"]():
                    return "cancelled"
                follow["on_event"](event)
            return "done"

        monkeypatch.setattr(latency, "watch_child", tell)

    return set_up


def test_times_become_figures(process: Any) -> None:
    process(lambda setting, number: (10.0, 40.0)[setting] * (1 + number), 99)
    steps: list[tuple[int, int]] = []
    plan = LatencyPlan(settings=(Setting("litert", 2),), repetitions=3, frames=3)
    report = run_latency(plan, progress=Watch(step=lambda *step: steps.append(step)))
    litert, mediapipe = report.results
    assert (litert.median_ms, litert.fps, litert.model_ms) == (20.0, pytest.approx(50.0), 7.0)
    assert litert.ratio is not None and litert.ratio.value == litert.ratio.low == litert.ratio.high == 0.25
    assert mediapipe.ratio is None and np.isnan(mediapipe.model_ms)
    assert litert.wall_ms == ((10.0,) * 3, (20.0,) * 3, (30.0,) * 3)
    assert litert.stage_ms == {"pose_landmarks": 10.0, "pose_detector": 0.0}, "the detector runs in one frame of three"
    assert report.complete and report.resident_mb == 321.0
    assert steps[-1] == (plan.steps, plan.steps) == (8, 8)
    assert "0.25 to 0.25" in format_latency(report)


def test_cancelled_it_keeps_what_it_has(process: Any) -> None:
    process(lambda *_: 10.0, 3)
    report = run_latency(LatencyPlan(settings=(Setting("litert", 2),), repetitions=5, frames=3))
    assert [len(each.wall_ms) for each in report.results] == [2, 1]
    assert report.results[0].ratio is not None and not report.complete
    assert "CANCELLED" in format_latency(report)


def test_growth_is_that_of_the_calls_after_the_first() -> None:
    resident = [500.0, 300.0, *(100 + 3.0 * call for call in range(2, 10))]
    slope, level = fitted_growth(list(range(10)), resident)
    assert (slope, level) == (pytest.approx(3.0), pytest.approx(100.0))
    assert np.isnan(fitted_growth([1, 2], [3.0, 4.0])[0])


def test_memory_says_where_it_stopped() -> None:
    shared, leaking = memory_report().results
    assert (shared.growth_mb, shared.call_ms, leaking.peak_mb) == (pytest.approx(2.0), pytest.approx(100.0), 400.0)
    assert "stopped at the limit of 380 MB, after 3 calls" in format_memory(memory_report())


@pytest.mark.parametrize(("rates", "index"), [([5, 5], 1.0), ([10, 0], 0.5), ([4, 0, 0, 0], 0.25), ([3], 1.0)])
def test_fairness(rates: list[float], index: float) -> None:
    assert fairness(rates) == pytest.approx(index)


def test_streams_are_summed_up() -> None:
    one, two, stopped = throughput_report().results
    assert (one.total_fps, two.total_fps, two.stream_fps) == (30.0, 45.0, (30.0, 15.0))
    assert two.fairness == pytest.approx(0.9) and np.isnan(stopped.total_fps)
    assert "stopped at the limit of 4,000 MB" in format_throughput(throughput_report())


def test_claims_that_were_not_measured_say_so() -> None:
    assert all(each.note == "not run yet" and np.isnan(each.here) for each in unmeasured().claims)
    assert {each.said for each in unmeasured().claims} >= {"45", "300", "90", "600", "18", "120", "1.5", "3"}
    first, *others = format_claims(claims_report()).splitlines()[3:]
    assert "52 ms" in first and "31 ms" in first
    assert all("not run yet" in line for line in others)


def test_claims_are_filled_by_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[Setting] = []

    def measured(plan: LatencyPlan, **_: Any) -> Any:
        (setting,) = plan.settings
        runs.append(setting)
        report = bench_report().latency
        assert report is not None
        ms = 100.0 if not setting.xnnpack else 25.0
        return replace(report, results=(replace(report.results[0], median_ms=ms),), resident_mb=222.0)

    monkeypatch.setattr(claims, "run_latency", measured)
    monkeypatch.setattr(claims, "run_cold", lambda *_, **__: bench_report().cold)
    report = run_claims(ClaimsPlan(frames=5))
    table = {each.claim: each for each in report.claims}
    assert table["Holistic takes 45 ms a frame"].here == 25.0
    assert table["Holistic needs 300 MB"].mediapipe == 222.0
    assert table["XNNPACK makes it 1.5 to 3 times as fast"].here == 4.0
    assert np.isnan(table["A cold start takes 1.5 s"].here), "only one engine was started"
    assert {(each.contender, each.parts) for each in runs} >= {("separate", "body"), ("mediapipe", "everything")}


def test_frames_go_back_and_forth() -> None:
    frames = [np.full((1, 1, 3), each, np.uint8) for each in range(3)]
    assert [int(frame_at(frames, each)[0, 0, 0]) for each in range(8)] == [0, 1, 2, 1, 0, 1, 2, 1]
    assert frame_at(frames[:1], 9) is frames[0]


@pytest.mark.parametrize(
    ("sample", "longer_px", "shape"), [("counting_five", 320, (320, 240)), ("squat_side", 0, None)]
)
def test_frames_of_samples(sample: str, longer_px: int, shape: tuple[int, int] | None) -> None:
    frames = Source.of_sample(sample).frames(longer_px)
    assert 4 <= len(frames) <= 24 and len({frame.tobytes() for frame in frames}) > 1
    assert shape is None or frames[0].shape == (*shape, 3)


@pytest.mark.slow
def test_real_frames_are_timed() -> None:
    grid = Grid(("litert", "mediapipe", "separate"), (1,), parts=("body",), longer_px=(320,))
    report = run_latency(LatencyPlan(settings=grid.settings(), repetitions=2, frames=3, warm_up=1, pause_ms=0))
    assert report.complete and len(report.results) == 3
    litert, mediapipe, _ = report.results
    assert 0 < litert.model_ms < litert.median_ms
    assert litert.ratio is not None and litert.ratio.low <= litert.ratio.value <= litert.ratio.high
    assert all(each.found["pose"] == 1.0 for each in report.results)
    assert mediapipe.found["face"] == 1.0 and litert.found["face"] == 0.0


@pytest.mark.slow
def test_real_memory_is_watched_and_the_leak_is_stopped() -> None:
    live: list[Any] = []
    report = run_memory(
        MemoryPlan(ways=("shared", "never_closed"), calls=6, limit_mb=400.0), progress=Watch(live=live.append)
    )
    shared, leaking = report.results
    assert (shared.stopped, leaking.stopped) == ("", "limit")
    assert abs(shared.growth_mb) < 5 and leaking.end_mb > 400 > shared.peak_mb
    assert len(live) >= 7


@pytest.mark.slow
def test_real_streams_share() -> None:
    report = run_throughput(ThroughputPlan(services=("throughput",), streams=(2,), seconds=0.5))
    (result,) = report.results
    assert len(result.stream_fps) == 2 and result.total_fps > 1 and result.fairness > 0.5
