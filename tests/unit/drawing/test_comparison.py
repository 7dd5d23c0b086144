"""Truth and measurement in one picture can be told apart, also without colour."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from holistic_core import palette
from holistic_core.drawing import DrawOptions, brush, draw_comparison
from holistic_core.options import BODY_AND_HANDS
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import POSE
from tests.stick_person import standing

SIZE = (640, 480)
TRUTH = np.array(palette.rgb_of(palette.TRUTH))


def grey() -> npt.NDArray[np.uint8]:
    return np.full((480, 640, 3), 128, np.uint8)


def moved(person: HolisticResult, x_px: float) -> HolisticResult:
    assert person.pose is not None
    shift = np.array([x_px / SIZE[0], 0.0, 0.0], np.float32)
    pose = Landmarks(POSE, person.pose.xyz + shift, person.pose.visibility, person.pose.presence)
    return replace(person, pose=pose)


def magenta(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    return np.asarray((np.abs(picture.astype(int) - TRUTH) < 30).all(axis=2))


def at(person: HolisticResult, joint: str) -> tuple[int, int]:
    assert person.pose is not None
    x, y = person.pose.xy_px(SIZE)[POSE.index(joint)]
    return round(float(y)), round(float(x))


def test_the_truth_is_magenta_dashed_and_hollow() -> None:
    truth = standing(SIZE)
    drawn = magenta(draw_comparison(grey(), truth, None))
    row, column = at(truth, "left_knee")
    assert not drawn[row - 1 : row + 1, column - 1 : column + 1].any(), "a hollow point"
    assert drawn[row - 7 : row + 8, column - 7 : column + 8].any(), "with a ring"
    (top, x0), (bottom, x1) = at(truth, "left_hip"), at(truth, "left_knee")
    share = np.linspace(0.1, 0.9, 200)
    rows, columns = np.round(top + share * (bottom - top)).astype(int), np.round(x0 + share * (x1 - x0)).astype(int)
    along = drawn[rows, columns]
    assert np.count_nonzero(np.diff(along.astype(int))) > 4 and 0.2 < along.mean() < 0.9, "dashes and gaps"


def test_the_measurement_has_its_usual_colours_and_lines_join_what_belongs_together() -> None:
    truth = standing(SIZE)
    found = moved(truth, 30.0)
    drawn = draw_comparison(grey(), truth, found, DrawOptions(parts=frozenset({"pose"})))
    (row, column), (_, column_found) = at(truth, "left_knee"), at(found, "left_knee")
    middle = drawn[row - 3 : row + 4, (column + column_found) // 2].astype(int)
    assert middle.max() > 200 and middle.min() < 80, "white with a dark rim"
    left = np.array(palette.rgb_of(palette.LEFT))
    assert (np.abs(drawn.astype(int) - left) < 30).all(axis=2).any()


def test_a_perfect_measurement_has_no_joining_lines() -> None:
    truth = standing(SIZE)
    both = draw_comparison(grey(), truth, truth, DrawOptions(parts=frozenset({"pose"})))
    apart = draw_comparison(grey(), truth, moved(truth, 30.0), DrawOptions(parts=frozenset({"pose"})))
    white = [(each == 255).all(axis=2).sum() for each in (both, apart)]
    assert white[0] < white[1]


@pytest.mark.parametrize("measured", [None, HolisticResult(SIZE)])
def test_nobody_found_leaves_the_truth_alone(measured: HolisticResult | None) -> None:
    drawn = draw_comparison(grey(), standing(SIZE), measured)
    assert magenta(drawn).any()
    np.testing.assert_array_equal(drawn, draw_comparison(grey(), standing(SIZE), None))


def test_hidden_joints_of_the_truth_are_drawn_as_well() -> None:
    truth = standing(SIZE)
    assert truth.pose is not None
    hidden = replace(truth, pose=replace(truth.pose, visibility=np.zeros(33, np.float32)))
    np.testing.assert_array_equal(draw_comparison(grey(), hidden, None), draw_comparison(grey(), truth, None))


def test_missing_points_and_another_size_are_fine() -> None:
    truth = standing(SIZE)
    assert truth.pose is not None
    xyz = truth.pose.xyz.copy()
    xyz[POSE.index("left_knee")] = np.nan
    broken = replace(truth, pose=replace(truth.pose, xyz=xyz))
    for picture in (grey(), np.full((960, 1280, 3), 128, np.uint8), np.full((60, 40, 3), 128, np.uint8)):
        before = picture.copy()
        drawn = draw_comparison(picture, broken, broken, DrawOptions(parts=BODY_AND_HANDS))
        assert drawn.shape == picture.shape and magenta(drawn).any()
        np.testing.assert_array_equal(picture, before)


def test_dashes_begin_and_end_on_the_line_and_absurd_lines_end() -> None:
    picture = np.zeros((20, 100, 3), np.uint8)
    brush.dashes(picture, np.array([[[10, 10], [90, 10]]], np.float32), (255, 255, 255), 1, 8.0)
    row = picture[9, :, 0] > 128
    assert row[10] and row[88] and not row[:8].any() and not row[92:].any()
    assert np.count_nonzero(np.diff(row.astype(int)) == 1) == 5
    brush.dashes(picture, np.array([[[0, 0], [1e9, 1e9]]], np.float32), (255, 255, 255), 1, 8.0)


def test_rings_are_hollow_and_those_outside_are_cut_off() -> None:
    picture = np.zeros((40, 40, 3), np.uint8)
    brush.rings(picture, np.array([[20, 20], [1e12, 5]], np.float32), (255, 255, 255), 8.0, 2)
    assert not picture[17:23, 17:23].any() and picture[19, 11].any() and picture[19, 28].any()
