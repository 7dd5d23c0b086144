"""Charts of benchmarks show the numbers they are given, with units, and tell everybody apart without colour."""

from typing import Any

import numpy as np
import pytest

from holistic_core.charts.benchmark_compare import comparison_bars
from holistic_core.charts.benchmark_latency import (
    LatencySeries,
    latency_boxes,
    latency_ecdf,
    size_curves,
    stage_stacks,
)
from holistic_core.charts.benchmark_precision import Limits, Precision, precision_map
from holistic_core.charts.benchmark_runs import (
    MemorySeries,
    StreamsSeries,
    cold_bars,
    memory_curves,
    share_curves,
    throughput_curves,
)

NAN = float("nan")
SERIES = [
    LatencySeries("LiteRT", "ours", [30.0, 10.0, 20.0], 8.0, {"pose_landmarks": 6.0, "left_hand_landmarks": 4.0}),
    LatencySeries("MediaPipe", "theirs", [40.0, 50.0], NAN, {"graph": 45.0}),
]
MEMORY = [
    MemorySeries("shared", "ours", [0, 1, 2], [0, 1, 2], [100.0, 110.0, 110.0], 0.5, 109.0, False),
    MemorySeries("leak", "warning", [0, 1], [0, 1], [100.0, 400.0], NAN, NAN, True),
]
STREAMS = [
    StreamsSeries("one", "ours", [1, 2], [[30.0], [20.0, 10.0]]),
    StreamsSeries("other", "theirs", [1], [[15.0]]),
]


def test_boxes_and_the_floor_below_them() -> None:
    first, second, floor = latency_boxes(SERIES).data
    assert sorted(first.x) == [10.0, 20.0, 30.0] and list(second.x) == [40.0, 50.0]
    assert (list(floor.x), list(floor.y)) == ([8.0], ["LiteRT"]), "only where the models alone are known"


def test_shares_rise_to_all_frames() -> None:
    first, _ = latency_ecdf(SERIES).data
    assert list(first.x) == [10.0, 20.0, 30.0]
    assert list(first.y) == pytest.approx([33.3, 66.7, 100.0])


def test_stages_are_stacked_and_told_apart() -> None:
    figure = stage_stacks(SERIES)
    assert {trace.name: list(trace.x) for trace in figure.data} == {
        "Pose landmarks": [6.0, 0.0],
        "Left hand landmarks": [4.0, 0.0],
        "Graph": [0.0, 45.0],
    }
    assert figure.layout.barmode == "stack"
    assert len({trace.marker.pattern.shape for trace in figure.data}) == 3


def test_curves_against_the_size() -> None:
    curves: Any = {
        "LiteRT": ("ours", [(640, 30.0, 20.0), (320, 28.0, 20.0)]),
        "MediaPipe": ("theirs", [(320, 50.0, NAN)]),
    }
    ours, floor, theirs = size_curves(curves).data
    assert (list(ours.x), list(ours.y), list(floor.y)) == ([320, 640], [28.0, 30.0], [20.0, 20.0])
    assert theirs.line.dash != ours.line.dash and theirs.marker.symbol != ours.marker.symbol


def test_memory_with_its_fit_and_the_limit_that_was_met() -> None:
    figure = memory_curves(MEMORY, 380.0)
    lines = {trace.name: list(trace.y) for trace in figure.data if trace.name}
    assert lines == {"shared, +0.50 MB a call": [100.0, 110.0, 110.0], "leak": [100.0, 400.0]}
    assert [list(trace.y) for trace in figure.data if trace.line.dash == "dot"] == [[109.0, 109.5, 110.0]]
    assert figure.layout.shapes[0].y0 == 380.0
    assert not memory_curves(MEMORY[:1], 380.0).layout.shapes, "a limit that nobody met would flatten the curves"


def test_starts() -> None:
    first, second = cold_bars({"LiteRT": {"Import": 0.1, "Create": 0.2}, "MediaPipe": {"Import": 1.0}}).data
    assert (list(first.x), list(second.x)) == ([0.1, 1.0], [0.2, 0.0])


def test_streams_together_and_each() -> None:
    assert [list(trace.y) for trace in throughput_curves(STREAMS).data] == [[30.0, 30.0], [15.0]]
    first, _ = share_curves(STREAMS).data
    assert (list(first.y), list(first.error_y.array), list(first.error_y.arrayminus)) == (
        [30.0, 15.0],
        [0, 5.0],
        [0, 5.0],
    )


def test_reports_side_by_side() -> None:
    one, other = comparison_bars({"a": [1.0, 2.0], "b": [3.0, NAN]}, ["x", "y"], figure="median", unit="ms").data
    assert (list(one.x), list(other.x)) == ([1.0, 2.0], [3.0, None])
    assert one.marker.pattern.shape != other.marker.pattern.shape


@pytest.mark.parametrize(
    "figure",
    [
        latency_boxes(SERIES),
        latency_ecdf(SERIES),
        stage_stacks(SERIES),
        memory_curves(MEMORY, None),
        throughput_curves(STREAMS),
        cold_bars({"LiteRT": {"Import": 0.1}}),
        comparison_bars({"a": [1.0]}, ["x"], figure="median", unit="ms"),
    ],
)
def test_axes_have_units_and_titles_say_what_is_seen(figure: Any) -> None:
    titles = (figure.layout.xaxis.title.text or "") + (figure.layout.yaxis.title.text or "")
    assert "(" in titles or "second" in titles
    assert figure.layout.title.text and figure.layout.height <= 600


def test_nothing_measured_yet_is_an_empty_chart() -> None:
    for figure in (latency_boxes([]), latency_ecdf([]), stage_stacks([]), memory_curves([], 1.0), share_curves([])):
        assert np.sum([len(trace.x or ()) for trace in figure.data]) == 0


def test_precision_shows_the_field_of_a_turbo_and_who_is_not_in_it() -> None:
    variants = [
        Precision("float", 1.0, 0.0, 100.0),
        Precision("int8", 2.0, 1.0, 96.0),
        Precision("weights", 0.9, 4.0, 99.0),
        Precision("unknown", NAN, NAN, NAN),
    ]
    figure = precision_map(variants, Limits(1.8, 1.5, 97.0), title="a title")
    (field,) = figure.layout.shapes
    assert (field.x0, field.y0, field.y1) == (1.8, 0, 1.5)
    assert "1.8" in figure.layout.annotations[0].text and "1.5 %" in figure.layout.annotations[0].text
    assert [(trace.x[0], trace.y[0]) for trace in figure.data] == [(1.0, 0.0), (2.0, 1.0), (0.9, 4.0)]
    assert [trace.marker.symbol.endswith("-open") for trace in figure.data] == [False, True, False]
    assert len({trace.marker.symbol for trace in figure.data}) == 3
    assert "(%" in figure.layout.yaxis.title.text and figure.layout.yaxis.range[1] > 4
