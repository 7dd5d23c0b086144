"""Charts of a whole movement: what they show is what they were given, in the colours and on the scales of the house."""

import json
import math
from typing import Any

import numpy as np
import pytest

from holistic_core import palette
from holistic_core.angle_definitions import ANGLES
from holistic_core.charts.movement_comparison import aligned_curves, warping_chart
from holistic_core.charts.movement_curves import movement_curves
from holistic_core.charts.movement_cycles import repetition_overlay
from holistic_core.charts.movement_look import time_axis
from holistic_core.charts.movement_phase import phase_portrait, velocity_curves
from holistic_core.charts.movement_symmetry import symmetry_bars
from holistic_core.errors import OptionsError
from holistic_core.exercises import Repetition
from holistic_core.movement.clip import MovementClip
from holistic_core.movement.comparison import compared
from holistic_core.movement.kinematics import VelocityPeak
from holistic_core.movement.symmetry import Symmetry

NAN = float("nan")
TIMES = np.arange(301) / 50
WAVE = 110 + 40 * np.sin(math.pi * TIMES)
SPEED = 40 * math.pi * np.cos(math.pi * TIMES)
BOTH = {"left_knee": WAVE, "right_knee": WAVE + 10}
REPETITIONS = [Repetition(number, 2.0 * number, 2.0 * number + 1.5, 70, 150, 1.0, 0.0, 0.5) for number in (1, 2)]
KNEE = next(each for each in ANGLES if each.name == "left_knee")


def named(figure: Any, name: str) -> Any:
    return next(trace for trace in figure.data if trace.name == name)


def test_angles_are_thin_as_measured_and_bold_filtered_in_the_colour_of_their_side() -> None:
    raw = {name: degrees + 3 for name, degrees in BOTH.items()}
    figure = movement_curves(TIMES, raw, BOTH)
    for label, colour, name in (("Left knee", palette.LEFT, "left_knee"), ("Right knee", palette.RIGHT, "right_knee")):
        thin, bold = named(figure, f"{label}, measured"), named(figure, label)
        assert thin.line.width == 1 and bold.line.width == 3
        assert thin.line.color == bold.line.color == colour
        np.testing.assert_allclose(thin.y, raw[name], atol=0.06)
        np.testing.assert_allclose(bold.y, BOTH[name], atol=0.06)
    assert figure.layout.yaxis.range == (0, 180) and figure.layout.yaxis.ticksuffix == "°"
    assert legend(figure) == ["Left knee", "Right knee"]


def test_repetitions_are_numbered_shades_and_the_cursor_a_line_with_its_angles() -> None:
    figure = movement_curves(TIMES, BOTH, BOTH, repetitions=REPETITIONS, cursor_s=1.0)
    shades = [(shape.x0, shape.x1) for shape in figure.layout.shapes if shape.type == "rect"]
    assert shades == [(2.0, 3.5), (4.0, 5.5)]
    assert [(note.x, note.text) for note in figure.layout.annotations] == [(2.0, "1"), (4.0, "2")]
    assert [shape.x0 for shape in figure.layout.shapes if shape.type == "line"] == [1.0]
    assert named(figure, "Left knee now").y[0] == pytest.approx(110, abs=0.1)


def legend(figure: Any) -> list[str]:
    return [trace.name for trace in figure.data if trace.showlegend is not False]


def test_numbers_at_the_cursor_stand_in_the_legend_where_they_cover_nothing() -> None:
    close = {"left_knee": np.full(301, 178.0), "right_knee": np.full(301, 179.0), "left_hip": np.full(301, 177.0)}
    figure = movement_curves(TIMES, close, close, cursor_s=1.0)
    assert legend(figure) == ["Left knee 178°", "Right knee 179°", "Left hip 177°"]
    assert not [trace for trace in figure.data if "text" in trace.mode]
    assert len(figure.layout.annotations) == 0


def test_without_measured_curves_there_are_bold_ones_only() -> None:
    figure = movement_curves(TIMES, {}, BOTH, title="Legs")
    assert figure.layout.title.text == "Legs"
    assert legend(figure) == ["Left knee", "Right knee"]
    assert not [trace for trace in figure.data if trace.name.endswith("measured")]
    with pytest.raises(OptionsError, match="not the same"):
        movement_curves(TIMES, {"left_hip": WAVE}, BOTH)


def test_an_angle_that_is_not_known_at_the_cursor_is_not_marked() -> None:
    gap = {"left_knee": np.where(np.abs(TIMES - 1) < 0.3, NAN, WAVE)}
    figure = movement_curves(TIMES, gap, gap, cursor_s=1.0)
    assert not [trace for trace in figure.data if trace.name.endswith("now")]
    assert legend(figure) == ["Left knee –"]
    inside = np.abs(np.asarray(named(figure, "Left knee").x) - 1) < 0.25
    assert np.isnan(np.asarray(named(figure, "Left knee").y)[inside]).all()


def test_many_repetitions_have_no_numbers_and_long_clips_fewer_points() -> None:
    times = np.arange(30_000) / 50
    wave = {"left_knee": 110 + 40 * np.sin(times)}
    many = [Repetition(number, 10.0 * number, 10.0 * number + 5, 70, 150, 1, 0, 4) for number in range(1, 41)]
    figure = movement_curves(times, wave, wave, repetitions=many)
    assert len(figure.layout.annotations) == 0 and len(figure.layout.shapes) == 40
    assert len(named(figure, "Left knee").x) <= 1600
    assert figure.layout.xaxis.ticktext[1] == "2:00"


@pytest.mark.parametrize(
    ("end_s", "title", "step"), [(0.5, "Time (s)", 0.1), (8.0, "Time (s)", 2), (59.0, "Time (s)", 10)]
)
def test_short_clips_count_seconds(end_s: float, title: str, step: float) -> None:
    axis = time_axis(0.0, end_s)
    assert (axis["title"]["text"], axis["dtick"], axis["range"]) == (title, step, [0.0, end_s])


@pytest.mark.parametrize("times", [[], [1.0]])
def test_hardly_any_frames_are_fine(times: list[float]) -> None:
    curve = {"left_knee": np.full(len(times), 90.0)}
    assert movement_curves(np.array(times), curve, curve, cursor_s=0.0).layout.height
    assert velocity_curves(np.array(times), curve, {"left_knee": []}).layout.height
    assert phase_portrait(curve, curve, cursor_index=3).layout.height


def test_the_phase_portrait_of_a_sine_is_its_ellipse() -> None:
    figure = phase_portrait({"left_knee": WAVE}, {"left_knee": SPEED}, cursor_index=25)
    loop, now = figure.data
    np.testing.assert_allclose(((loop.x - 110) / 40) ** 2 + (loop.y / (40 * math.pi)) ** 2, 1, atol=0.01)
    assert (now.x[0], now.y[0]) == pytest.approx((150, 0), abs=0.1)
    assert figure.layout.xaxis.range == (0, 180) and figure.layout.yaxis.range == (-200, 200)
    assert "(°)" in figure.layout.xaxis.title.text and "(°/s)" in figure.layout.yaxis.title.text


def test_peaks_of_velocity_have_their_numbers_where_there_is_room() -> None:
    peaks = [VelocityPeak(1.0, -126.0), VelocityPeak(1.1, -125.0), VelocityPeak(2.0, 126.0), VelocityPeak(5.0, 30.0)]
    figure = velocity_curves(TIMES, {"left_knee": SPEED}, {"left_knee": peaks}, cursor_s=3.0)
    marks = named(figure, "Left knee, peaks")
    assert marks.text == ("126", " ", "126", " ")
    assert (tuple(marks.x), tuple(marks.y)) == ((1.0, 1.1, 2.0, 5.0), (-126, -125, 126, 30))
    assert marks.textposition == ("bottom center", "bottom center", "top center", "top center")
    assert figure.layout.shapes[0].x0 == 3.0


def test_symmetry_is_told_by_bars_of_both_sides_and_the_index_at_their_end() -> None:
    rows = [
        Symmetry("knee", 90.0, 60.0, 40.0, 12.0, 1.0),
        Symmetry("hip", 60.0, 90.0, -40.0, 12.0, 0.5),
        Symmetry("elbow", 3.0, 2.0, NAN, 1.0, 1.0),
        Symmetry("wrist", NAN, NAN, NAN, NAN, 0.0),
        Symmetry("index_mcp", 50.0, 50.1, -0.2, 1.0, 1.0),
    ]
    figure = symmetry_bars(rows)
    left, right = figure.data
    assert (left.marker.color, right.marker.color) == (palette.LEFT, palette.RIGHT)
    assert left.marker.pattern.shape != right.marker.pattern.shape
    assert left.x == (90, 60, 3, None, 50) and right.x[:2] == (60, 90)
    told = [(note.x, note.text) for note in figure.layout.annotations]
    assert told == [(90, "+40 %"), (90, "−40 %"), (3, "still"), (0, "not seen together"), (50.1, "0 %")]
    assert left.y == ("Knee", "Hip", "Elbow", "Wrist", "Index mcp")


def test_repetitions_lie_over_one_another_with_their_mean_and_spread() -> None:
    cycles = np.array([np.full(101, 80.0), np.full(101, 90.0), np.full(101, 100.0)])
    cycles[:, 60:70] = NAN
    figure = repetition_overlay(cycles, KNEE, [1, 2, 3], chosen=2)
    mean, spread = named(figure, "Mean"), named(figure, "±1 SD")
    assert mean.y[0] == 90 and np.isnan(mean.y[65]) and mean.line.color == palette.LEFT
    assert {float(value) for value in spread.y} == {81.8, 98.2}  # 90 ± 8.16
    assert named(figure, "No. 2").line.dash == "dash"
    assert [trace.name for trace in figure.data if trace.showlegend is not False] == ["±1 SD", "Each", "No. 2", "Mean"]
    assert figure.layout.title.text.endswith("left knee") and figure.layout.xaxis.range == (0, 100)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_repetitions_have_no_spread(count: int) -> None:
    figure = repetition_overlay(np.full((count, 101), 80.0), KNEE, list(range(1, count + 1)))
    assert "±1 SD" not in [trace.name for trace in figure.data]
    assert len(figure.data) == (count + 1 if count else 0)


@pytest.fixture(scope="module")
def comparison() -> Any:
    one = MovementClip.of_arrays("One", TIMES, {"left_knee": WAVE})
    other = MovementClip.of_arrays("Other", TIMES * 2, {"left_knee": WAVE})
    return compared(one, other)


def test_aligned_curves_are_on_the_clock_of_the_first(comparison: Any) -> None:
    figure = aligned_curves(comparison, "left_knee")
    one, other = figure.data
    assert (one.name, other.name) == ("One", "Other")
    assert one.line.color == palette.LEFT and other.line.color == palette.TRUTH and other.line.dash == "dash"
    np.testing.assert_array_equal(one.x, other.x)
    assert np.abs(np.subtract(one.y, other.y)).mean() < 3
    assert figure.layout.yaxis.range == (0, 180)


def test_as_filmed_equal_moments_are_joined(comparison: Any) -> None:
    _, other, ties = aligned_curves(comparison, "left_knee", ties=True).data
    assert other.x[-1] == pytest.approx(12)
    start_s, end_s = np.asarray(ties.x)[::3], np.asarray(ties.x)[1::3]
    np.testing.assert_allclose(end_s, 2 * start_s, atol=0.4)
    assert np.abs(np.asarray(ties.y)[::3] - np.asarray(ties.y)[1::3]).max() < 10


def test_the_warping_path_of_half_the_tempo_is_the_straight_line(comparison: Any) -> None:
    figure = warping_chart(comparison)
    straight, path = figure.data
    assert (straight.x, straight.y) == ((0, pytest.approx(6)), (0, pytest.approx(12)))
    np.testing.assert_allclose(np.asarray(path.y), 2 * np.asarray(path.x), atol=0.4)
    assert "2.00" in figure.layout.title.text
    assert figure.layout.xaxis.title.text == "One (s)" and figure.layout.yaxis.title.text == "Other (s)"


@pytest.mark.parametrize(
    "make",
    [
        lambda: movement_curves(TIMES, {"left_knee": WAVE}, {"right_knee": WAVE}),
        lambda: phase_portrait({"left_knee": WAVE}, {"left_hip": WAVE}),
        lambda: velocity_curves(TIMES, {"left_knee": WAVE}, {}),
        lambda: movement_curves(TIMES, {"tail": WAVE}, {"tail": WAVE}),
        lambda: movement_curves(TIMES, {"left_knee": WAVE[:9]}, {"left_knee": WAVE[:9]}),
    ],
)
def test_what_does_not_belong_together_is_refused(make: Any) -> None:
    with pytest.raises(OptionsError):
        make()


def test_figures_are_plain_data(comparison: Any) -> None:
    figures = [
        movement_curves(TIMES, BOTH, BOTH, repetitions=REPETITIONS, cursor_s=1.0),
        phase_portrait(BOTH, BOTH),
        warping_chart(comparison),
    ]
    for figure in figures:
        assert json.loads(figure.to_json())["layout"]["showlegend"] is True
