"""Every error is in its box, and shares are shares of what could be found."""

import numpy as np
import pytest

from holistic_core import palette
from holistic_core.angles import ANGLES
from holistic_core.charts.accuracy_errors import AngleErrors, detection_bars, error_boxes

NAMES = {each.name: each for each in ANGLES}
ERRORS = [
    AngleErrors(NAMES["left_knee"], np.array([1.0, 2.0, np.nan]), np.array([-5.0, -6.0, -7.0])),
    AngleErrors(NAMES["right_knee"], np.array([3.0, 4.0, 5.0]), np.array([np.nan, np.nan, np.nan])),
    AngleErrors(NAMES["left_hip"], np.array([0.0, 0.5, 1.0]), np.array([9.0, 9.5, 10.0])),
]


def boxes(figure) -> dict[tuple[str, str], list[float]]:  # type: ignore[no-untyped-def]
    """(label, plane) → values."""
    found: dict[tuple[str, str], list[float]] = {}
    for each in figure.data:
        if each.type == "box":
            for label, value in zip(each.y, each.x, strict=True):
                found.setdefault((label, each.name), []).append(value)
    return found


def test_every_error_is_in_the_box_of_its_angle_and_plane() -> None:
    assert boxes(error_boxes(ERRORS)) == {
        ("Left knee", "2D"): [1, 2],
        ("Left knee", "3D"): [-5, -6, -7],
        ("Right knee", "2D"): [3, 4, 5],
        ("Left hip", "2D"): [0, 0.5, 1],
        ("Left hip", "3D"): [9, 9.5, 10],
    }


def test_rows_keep_their_order_and_sides_their_colour() -> None:
    figure = error_boxes(ERRORS)
    assert figure.layout.yaxis.categoryarray == ("Left knee", "Right knee", "Left hip")
    colours = {label: each.line.color for each in figure.data if each.type == "box" for label in each.y}
    assert colours == {"Left knee": palette.LEFT, "Left hip": palette.LEFT, "Right knee": palette.RIGHT}


def test_planes_differ_in_more_than_colour() -> None:
    filled = {each.name: each.fillcolor for each in error_boxes(ERRORS).data if each.type == "box"}
    assert not filled["2D"].endswith(", 0.0)") and filled["3D"].endswith(", 0.0)")
    legend = [each.name for each in error_boxes(ERRORS).data if each.showlegend is not False]
    assert legend == ["2D (filled)", "3D (hollow)"]


def test_one_stray_frame_does_not_flatten_the_boxes_and_is_told() -> None:
    many = np.append(np.full(500, 2.0), 170.0)
    figure = error_boxes([AngleErrors(NAMES["left_knee"], many, many)])
    assert figure.layout.xaxis.range == (-15, 15)
    assert "2 beyond" in figure.layout.xaxis.title.text
    assert "beyond" not in error_boxes(ERRORS).layout.xaxis.title.text


@pytest.mark.parametrize("errors", [[], [AngleErrors(NAMES["neck"], np.full(3, np.nan), np.full(3, np.nan))]])
def test_no_errors_give_an_empty_chart(errors: list[AngleErrors]) -> None:
    assert boxes(error_boxes(errors)) == {}


def test_shares_are_of_the_frames_in_which_a_part_was_expected() -> None:
    (bars,) = detection_bars({"pose": (40, 40), "face": (15, 20), "left_hand": (1, 3), "right_hand": (0, 0)}).data
    assert bars.x == pytest.approx((100, 75, 100 / 3, 0))
    assert bars.text == ("100 % (40 of 40)", "75 % (15 of 20)", "33 % (1 of 3)", "not expected")
    assert bars.y == ("Body", "Face", "Left hand", "Right hand")
    assert bars.marker.color == (palette.MIDDLE, palette.FACE, palette.LEFT, palette.RIGHT)
