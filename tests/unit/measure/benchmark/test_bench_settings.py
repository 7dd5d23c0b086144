"""Combinations that are timed: each once, never too many, and named so that other reports have the same names."""

from typing import Any

import pytest

from holistic_core.errors import OptionsError
from holistic_core.measure.benchmark.latency import LatencyPlan
from holistic_core.measure.benchmark.memory_growth import MemoryPlan
from holistic_core.measure.benchmark.settings import Grid, Setting, short_labels, with_references
from holistic_core.measure.benchmark.source import Source
from holistic_core.measure.benchmark.throughput import ThroughputPlan


@pytest.mark.parametrize(
    ("grid", "count"),
    [
        (Grid(("litert",), (1,)), 1),
        (Grid(("litert", "mediapipe"), (1, 2)), 3),  # MediaPipe has no threads to choose
        (Grid(("mediapipe",), (1, 2), parts=("body", "everything")), 1),  # and computes everything
        (Grid(("litert",), (1,), refined=(False, True), parts=("body", "everything")), 3),  # no face, no face detail
        (Grid(("litert",), (1, 2), longer_px=(0, 320, 640), tracking=(True, False)), 12),
    ],
)
def test_every_combination_that_makes_a_difference_is_there_once(grid: Grid, count: int) -> None:
    settings = grid.settings()
    assert len(settings) == len(set(settings)) == count


def test_references_are_asked_for_the_same() -> None:
    litert = Setting("litert", 2, refined_face=True, longer_px=640, tracking=False)
    (_, reference) = with_references([litert])
    assert reference == Setting("mediapipe", refined_face=True, longer_px=640, tracking=False)
    assert with_references([reference]) == (reference,)


def test_a_name_tells_what_is_not_usual() -> None:
    settings = Grid(("litert", "separate"), (1, 2), parts=("body", "everything"), tracking=(False,)).settings()
    assert short_labels(with_references(settings)) == [
        "LiteRT · 1 thread · body only · still",
        "LiteRT · 1 thread · still",
        "LiteRT · 2 threads · body only · still",
        "LiteRT · 2 threads · still",
        "mp.solutions Pose · still",
        "mp.solutions Pose + Hands + FaceMesh · still",
        "MediaPipe Holistic · still",
    ]
    assert short_labels([Setting("litert", 7)]) == ["LiteRT"], "the same name on machines with other cores"


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Grid(threads=()).settings(), "at least one"),
        (lambda: Grid(("litert",), tuple(range(1, 26))).settings(), "25 combinations.*1 to 24"),
        (lambda: Setting("dancer"), "contender"),
        (lambda: Setting(complexity=3), "complexity"),
        (lambda: Setting(parts="nose"), "parts"),
        (lambda: Setting(threads=0), "threads is 0.*1 to 64"),
        (lambda: Setting(longer_px=10), "size is 10.*64 to 4,096"),
        (lambda: LatencyPlan(repetitions=0), "repetitions is 0.*1 to 50"),
        (lambda: LatencyPlan(repetitions=1.5), "repetitions is 1.5"),
        (lambda: LatencyPlan(frames=2), "frames is 2.*3 to 500"),
        (lambda: LatencyPlan(warm_up=-1), "warm-up frames is -1"),
        (lambda: LatencyPlan(pause_ms=float("nan")), "pause"),
        (lambda: LatencyPlan(settings=Grid(threads=(1, 2, 4)).settings(), repetitions=50, frames=500), "12,000"),
        (lambda: LatencyPlan(settings=()), "0 combinations"),
        (lambda: MemoryPlan(ways=("lend",)), "lend"),
        (lambda: MemoryPlan(ways=()), "none"),
        (lambda: MemoryPlan(calls=0), "calls is 0.*5 to 300"),
        (lambda: MemoryPlan(viewers=1000), "viewers is 1,000.*1 to 16"),
        (lambda: MemoryPlan(limit_mb=10), "limit is 10 MB.*from 300"),
        (lambda: ThroughputPlan(streams=(1000,)), "streams is 1,000.*1 to 16"),
        (lambda: ThroughputPlan(streams=()), "at least one"),
        (lambda: ThroughputPlan(services=("post",)), "post"),
        (lambda: ThroughputPlan(seconds=0), "0.5 to 60 s"),
        (lambda: Source.of_sample("nobody"), "nobody"),
    ],
)
def test_what_is_impossible_is_said_with_its_limit(make: Any, told: str) -> None:
    with pytest.raises(OptionsError, match=told):
        make()


def test_too_little_memory_is_said_before_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holistic_core.measure.benchmark.latency.free_memory_mb", lambda: 400.0)
    with pytest.raises(OptionsError, match=r"340 MB.*400 MB are free"):
        LatencyPlan()
