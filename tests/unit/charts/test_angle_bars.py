"""The angle chart shows the angles it was given, on scales that stay."""

import math
import re
from collections.abc import Sequence

import pytest

from holistic_core import palette
from holistic_core.angles import ANGLES, Angle, joint_angles
from holistic_core.charts.angles import angle_bars
from holistic_core.errors import OptionsError
from tests.stick_person import seen_with, standing

NAMES = {each.name: each for each in ANGLES}


def angle(name: str, deg_2d: float, deg_3d: float = math.nan) -> Angle:
    return Angle(NAMES[name], deg_2d, deg_3d)


def trace(figure, name: str):  # type: ignore[no-untyped-def]
    (found,) = [each for each in figure.data if each.name == name]
    return found


def shown(figure) -> dict[tuple[str, str], float]:  # type: ignore[no-untyped-def]
    """(label, plane) → degrees of every marker."""
    return {
        tuple(names): x
        for each in figure.data
        if each.name in ("Left", "Right", "Middle")
        for names, x in zip(each.customdata, each.x, strict=True)
        if not math.isnan(x)
    }


def body(angles: Sequence[Angle]) -> list[Angle]:
    return [each for each in angles if not each.definition.group.endswith("hand")]


@pytest.mark.parametrize("kind", ["2d", "3d", "both"])
def test_every_angle_is_shown_with_its_value(kind: str) -> None:
    angles = body(joint_angles(standing()))
    expected = {}
    for each in angles:
        if kind != "3d":
            expected[each.definition.label, "2D"] = each.deg_2d
        if kind != "2d":
            expected[each.definition.label, "3D"] = each.deg_3d
    assert shown(angle_bars(angles, kind)) == expected  # type: ignore[arg-type]


def test_a_joint_has_its_two_sides_on_one_line_by_colour_and_symbol() -> None:
    figure = angle_bars([angle("left_knee", 100), angle("right_knee", 120), angle("neck", 150)], "2d")
    left, right, middle = (trace(figure, side) for side in ("Left", "Right", "Middle"))
    assert left.y == right.y == (0,) and middle.y == (1,)
    assert figure.layout.yaxis.ticktext == ("Knee", "Neck")
    assert (left.marker.color, right.marker.color, middle.marker.color) == (
        palette.LEFT,
        palette.RIGHT,
        palette.MIDDLE,
    )
    assert len({left.marker.symbol, right.marker.symbol, middle.marker.symbol}) == 3
    connector = figure.data[0]
    assert connector.x == (100, 120, None)


@pytest.mark.parametrize("kind", ["2d", "3d", "both"])
@pytest.mark.parametrize("scale", [0.1, 1.0])
def test_axes_do_not_move_with_the_values(kind: str, scale: float) -> None:
    angles = [
        Angle(each.definition, each.deg_2d * scale, each.deg_3d * scale) for each in body(joint_angles(standing()))
    ]
    layout = angle_bars(angles, kind).layout  # type: ignore[arg-type]
    assert tuple(layout.xaxis.range) == (0, 180)
    assert tuple(layout.xaxis2.range) == (-90, 90)
    assert "°" in layout.xaxis.title.text and "°" in layout.xaxis2.title.text


def test_somebody_upside_down_gets_the_wider_of_two_fixed_scales() -> None:
    assert tuple(angle_bars([angle("trunk_lean", 170)], "2d").layout.xaxis.range) == (-180, 180)
    assert tuple(angle_bars([angle("trunk_lean", 170)], "3d").layout.xaxis.range) == (-90, 90)


def test_no_value_is_a_gap_and_says_so_on_hover() -> None:
    person = seen_with(standing(), {"left_wrist": 0.1})
    figure = angle_bars(body(joint_angles(person)), "2d")
    assert ("Left elbow", "2D") not in shown(figure) and ("Right elbow", "2D") in shown(figure)
    crosses = trace(figure, "No value")
    assert list(crosses.customdata) == ["Left elbow", "Left wrist"]
    assert set(crosses.x) == {0}
    assert "not visible" in crosses.hovertemplate
    left = trace(figure, "Left")
    gaps = [text for text, x in zip(left.text, left.x, strict=True) if math.isnan(x)]
    assert gaps == ["", ""]


def test_one_cross_tells_of_both_sides() -> None:
    crosses = trace(angle_bars([angle("left_knee", math.nan), angle("right_knee", math.nan)], "2d"), "No value")
    assert list(crosses.customdata) == ["Left knee and right knee"]


def test_numbers_stand_outside_of_their_pair_and_off_the_zero_line() -> None:
    figure = angle_bars([angle("left_knee", 100), angle("right_knee", 100), angle("pelvis_tilt", -3.26)], "2d")
    assert trace(figure, "Left").textposition == ("middle left",)
    assert trace(figure, "Right").textposition == ("middle right",)
    assert trace(figure, "Middle").textposition == ("middle left",)
    assert trace(figure, "Middle").text == ("−3.3°",)


def test_both_planes_have_lines_of_their_own_and_one_legend() -> None:
    figure = angle_bars(body(joint_angles(standing())), "both")
    assert figure.layout.yaxis.ticktext[:4] == ("Shoulder  2D", "3D", "Elbow  2D", "3D")
    legend = [each.name for each in figure.data if each.showlegend]
    assert sorted(legend) == ["Left", "Middle", "Right"]


def test_hover_tells_name_plane_and_unit() -> None:
    template = trace(angle_bars([angle("left_knee", 100)], "2d"), "Left").hovertemplate
    assert re.search(r"customdata\[0\].*customdata\[1\].*°", template)


def test_the_chart_fits_a_laptop() -> None:
    angles = joint_angles(standing())
    hands = [each for each in angles if each.definition.group.endswith("hand")]
    assert angle_bars(body(angles), "2d").layout.height <= 560
    assert angle_bars(body(angles), "both").layout.height <= 640
    assert angle_bars(hands, "3d").layout.height <= 640


def test_no_angles_give_an_empty_chart() -> None:
    assert shown(angle_bars([], "2d")) == {}


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(OptionsError, match="'2d', '3d', 'both'"):
        angle_bars([], "4d")  # type: ignore[arg-type]
