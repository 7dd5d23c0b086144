"""Truth and measurement are shown as they are, on scales that stay."""

import math

import numpy as np
import pytest

from holistic_core import palette
from holistic_core.angles import ANGLES
from holistic_core.charts.accuracy_curves import angle_over_time, bland_altman, scale_deg
from holistic_core.errors import OptionsError

NAMES = {each.name: each for each in ANGLES}
KNEE = NAMES["left_knee"]
TIMES = np.array([0.0, 0.1, 0.2, 0.3])
TRUTH = np.array([170.0, 120.0, 90.0, 130.0])
MEASURED = np.array([168.0, 125.0, np.nan, 140.0])


def trace(figure, name: str):  # type: ignore[no-untyped-def]
    (found,) = [each for each in figure.data if each.name == name]
    return found


def test_the_curves_are_the_values_and_a_missing_one_is_a_gap() -> None:
    figure = angle_over_time(KNEE, TIMES, TRUTH, MEASURED)
    np.testing.assert_array_equal(trace(figure, "Truth").y, TRUTH)
    np.testing.assert_array_equal(trace(figure, "Measured").y, MEASURED)
    np.testing.assert_array_equal(trace(figure, "Error").y, MEASURED - TRUTH)
    assert not trace(figure, "Measured").connectgaps


def test_truth_and_measurement_differ_in_more_than_colour() -> None:
    figure = angle_over_time(KNEE, TIMES, TRUTH, MEASURED)
    truth, measured = trace(figure, "Truth"), trace(figure, "Measured")
    assert (truth.line.color, truth.line.dash) == (palette.TRUTH, "dash")
    assert (measured.line.color, measured.line.dash) == (palette.LEFT, None)
    assert "markers" in measured.mode and "markers" not in truth.mode


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("left_knee", [1.0, 2.0, 3.0, 4.0], (0, 180)),
        ("pelvis_tilt", [1.0, -20.0, 3.0, 4.0], (-90, 90)),
        ("trunk_lean", [1.0, -120.0, 3.0, 4.0], (-180, 180)),
        ("trunk_lean", [math.nan] * 4, (-90, 90)),
    ],
)
def test_the_angle_scale_is_fixed(name: str, values: list[float], expected: tuple[int, int]) -> None:
    figure = angle_over_time(NAMES[name], TIMES, np.array(values), np.array(values))
    assert figure.layout.yaxis.range == expected
    assert "°" in figure.layout.yaxis.title.text and "(s)" in figure.layout.xaxis2.title.text


def test_a_lean_over_the_half_turn_is_a_small_error() -> None:
    lean = NAMES["trunk_lean"]
    figure = angle_over_time(lean, TIMES, np.full(4, 179.0), np.full(4, -179.0))
    np.testing.assert_array_equal(trace(figure, "Error").y, [2.0] * 4)
    (points,) = bland_altman(lean, np.full(4, 179.0), np.full(4, -179.0)).data
    np.testing.assert_array_equal(points.y, [2.0] * 4)


def test_phases_are_shaded_in_turn_and_told_on_hover() -> None:
    figure = angle_over_time(KNEE, TIMES, TRUTH, MEASURED, phases=["down", "down", "up", "rest"])
    shaded = [(shape.x0, shape.x1) for shape in figure.layout.shapes if shape.type == "rect"]
    assert set(shaded) == {(0.2, 0.3)}
    assert [label.text for label in figure.layout.annotations] == ["down", "up"], "the last one has no length"
    assert trace(figure, "Truth").customdata == (", down", ", down", ", up", ", rest")


def test_a_phase_too_short_for_its_name_has_none() -> None:
    times = np.linspace(0, 10, 101)
    values = np.full(101, 90.0)
    figure = angle_over_time(KNEE, times, values, values, phases=["lowering"] * 5 + ["bottom"] * 96)
    assert [label.text for label in figure.layout.annotations] == ["bottom"]


@pytest.mark.parametrize("plane", ["2d", "3d"])
def test_the_title_names_angle_and_plane(plane: str) -> None:
    for figure in (
        angle_over_time(KNEE, TIMES, TRUTH, MEASURED, plane=plane),
        bland_altman(KNEE, TRUTH, MEASURED, plane=plane),
    ):
        assert "left knee" in figure.layout.title.text.lower() and plane.upper() in figure.layout.title.text


def test_values_that_do_not_fit_are_refused() -> None:
    with pytest.raises(OptionsError, match="3 true ones"):
        angle_over_time(KNEE, TIMES, TRUTH[:3], MEASURED)
    with pytest.raises(OptionsError, match="3 frames"):
        angle_over_time(KNEE, TIMES[:3], TRUTH, MEASURED)
    with pytest.raises(OptionsError, match="2 phases"):
        angle_over_time(KNEE, TIMES, TRUTH, MEASURED, phases=["a", "b"])
    with pytest.raises(OptionsError, match="plane"):
        angle_over_time(KNEE, TIMES, TRUTH, MEASURED, plane="4d")  # type: ignore[arg-type]


def test_bland_altman_shows_difference_against_mean() -> None:
    figure = bland_altman(KNEE, TRUTH, MEASURED)
    (points,) = figure.data
    np.testing.assert_allclose(points.x, [169.0, 122.5, 135.0])
    np.testing.assert_allclose(points.y, [-2.0, 5.0, 10.0])
    bias, sd = 13 / 3, np.std([-2.0, 5.0, 10.0], ddof=1)
    lines = {round(shape.y0, 6): shape.line.dash for shape in figure.layout.shapes}
    expected = {bias: "solid", bias - 1.96 * sd: "dash", bias + 1.96 * sd: "dash"}
    assert {round(place, 6): dash for place, dash in expected.items()}.items() <= lines.items()
    assert [label.text for label in figure.layout.annotations] == [
        "lower limit<br>−7.5°",
        "bias<br>+4.3°",
        "upper limit<br>+16.1°",
    ]
    assert figure.layout.yaxis.range == (-30, 30), "the limits fit too"


def test_labels_of_close_lines_do_not_cover_each_other() -> None:
    figure = bland_altman(KNEE, TRUTH, TRUTH + np.array([1.0, 1.01, 0.99, 1.0]))
    places = [label.y for label in figure.layout.annotations]
    assert np.diff(places).min() >= 0.15 * 30 - 0.1
    assert max(abs(shape.y0) for shape in figure.layout.shapes) < 1.1, "the lines stay where they are"


def test_no_values_give_an_empty_chart_without_lines() -> None:
    nothing = np.full(4, np.nan)
    figure = bland_altman(KNEE, TRUTH, nothing)
    assert len(figure.data[0].x) == 0 and not figure.layout.annotations
    assert trace(angle_over_time(KNEE, TIMES, TRUTH, nothing), "Truth").y[0] == 170


@pytest.mark.parametrize(
    ("errors", "scale"), [([0.0], 15), ([15.0, -3.0], 15), ([-15.1], 30), ([200.0], 180), ([math.nan], 15), ([], 15)]
)
def test_errors_are_shown_on_one_of_a_few_scales(errors: list[float], scale: float) -> None:
    assert scale_deg(np.array(errors)) == scale
