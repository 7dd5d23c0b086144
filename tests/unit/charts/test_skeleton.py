"""The 3D figure holds the landmarks, upright, with equal scales, and nothing that is not visible."""

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from holistic_core.charts.skeleton import skeleton_3d
from holistic_core.errors import OptionsError
from holistic_core.results import HolisticResult
from holistic_core.topology import FACE, LEFT_HAND, POSE
from tests.stick_person import landmarks_px, moved_m, seen_with, standing


def markers(figure) -> dict[str, tuple[float, float, float]]:  # type: ignore[no-untyped-def]
    """Name on hover → (right, down, away)."""
    return {
        name: (x, z, y)
        for trace in figure.data
        if trace.mode == "markers"
        for name, x, y, z in zip(trace.text, trace.x, trace.y, trace.z, strict=True)
    }


def bones(figure) -> list[npt.NDArray[np.float64]]:  # type: ignore[no-untyped-def]
    """`(2, 3)` ends of every bone: right, away, down."""
    found = []
    for trace in figure.data:
        if trace.mode == "lines":
            rows = np.column_stack([trace.x, trace.y, trace.z]).reshape(-1, 3, 3)
            assert np.isnan(rows[:, 2]).all(), "the pen is lifted after every bone"
            found += list(rows[:, :2])
    return found


def test_the_body_is_shown_in_metres() -> None:
    person = moved_m(standing(), {"left_wrist": (0.5, -0.4, -0.3)})
    shown = markers(skeleton_3d(person))
    assert person.pose_world is not None
    assert len(shown) == 33
    for name, point in zip(POSE.names, person.pose_world.xyz_m, strict=True):
        assert shown[name.replace("_", " ").capitalize()] == pytest.approx(tuple(point))


def test_bones_join_the_points_of_the_topology() -> None:
    person = standing()
    assert person.pose_world is not None
    drawn = bones(skeleton_3d(person))
    expected = [person.pose_world.xyz_m[list(edge)][:, [0, 2, 1]] for edge in POSE.edges]
    assert len(drawn) == len(expected)
    for bone in expected:
        assert any(np.allclose(bone, other, atol=1e-6) for other in drawn)


@pytest.mark.parametrize(("source", "unit"), [("world", "m"), ("image", "px")])
def test_axes_have_equal_scales_and_units_and_down_is_down(source: str, unit: str) -> None:
    scene = skeleton_3d(standing(), source).layout.scene  # type: ignore[arg-type]
    assert scene.aspectmode == "data"
    assert scene.zaxis.autorange == "reversed"
    assert scene.camera.eye.y < 0 < scene.camera.eye.z and scene.camera.up.z == 1
    for axis in (scene.xaxis, scene.yaxis, scene.zaxis):
        assert f"({unit})" in axis.title.text


def test_what_is_not_visible_is_left_out_with_its_bones() -> None:
    person = seen_with(standing(), {"left_knee": 0.2})
    figure = skeleton_3d(person)
    assert np.isnan(markers(figure)["Left knee"]).all()
    assert len(bones(figure)) == len(POSE.edges) - 2
    assert np.isfinite(markers(skeleton_3d(person, min_visibility=0.2))["Left knee"]).all()


def test_pixels_show_all_parts_where_the_picture_has_them() -> None:
    person = standing((1000, 400))
    figure = skeleton_3d(person, "image")
    shown = markers(figure)
    assert len(shown) == 33 + 468 + 2 * 21
    assert person.left_hand is not None
    x, y = person.left_hand.xy_px((1000, 400))[LEFT_HAND.index("index_tip")]
    assert shown["Left hand: index tip"][:2] == pytest.approx((x, y), abs=0.01)


def test_hands_and_face_are_moved_in_depth_to_where_the_body_has_them() -> None:
    person = standing()
    assert person.pose is not None and person.left_hand is not None and person.face is not None
    body = person.pose.xyz_px((640, 480)).astype(float)
    body[POSE.index("left_wrist"), 2], body[POSE.index("nose"), 2] = -80, -120
    hand = person.left_hand.xyz_px((640, 480)).astype(float)
    hand[LEFT_HAND.index("index_tip"), 2] = -7
    face = person.face.xyz_px((640, 480)).astype(float)
    face[1, 2] = -15
    deep = replace(
        person,
        pose=landmarks_px(POSE, body, (640, 480), np.ones(33)),
        left_hand=landmarks_px(LEFT_HAND, hand, (640, 480)),
        face=landmarks_px(FACE, face, (640, 480)),
    )
    shown = markers(skeleton_3d(deep, "image"))
    assert shown["Left hand: wrist"][2] == pytest.approx(-80, abs=0.01)
    assert shown["Left hand: index tip"][2] == pytest.approx(-87, abs=0.01)
    assert shown["Face 1"][2] == pytest.approx(-120, abs=0.01)
    assert shown["Face 7"][2] == pytest.approx(-105, abs=0.01)


def test_parts_without_a_body_point_to_go_by_stay_where_they_are() -> None:
    person = standing()
    assert person.pose is not None
    gone = person.pose.xyz.copy()
    gone[POSE.index("left_wrist")] = math.nan
    shown = markers(skeleton_3d(replace(person, pose=replace(person.pose, xyz=gone)), "image"))
    assert np.isfinite(shown["Left hand: index tip"]).all()


def test_one_legend_entry_a_side() -> None:
    for source, sides in (("world", 3), ("image", 4)):
        figure = skeleton_3d(standing(), source)  # type: ignore[arg-type]
        legend = [trace.name for trace in figure.data if trace.showlegend]
        assert len(legend) == len(set(legend)) == sides


def test_nobody_is_said_in_words() -> None:
    figure = skeleton_3d(HolisticResult((640, 480)))
    assert not figure.data
    assert figure.layout.annotations[0].text == "No body found"


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(OptionsError, match="'world' or 'image'"):
        skeleton_3d(standing(), "dream")  # type: ignore[arg-type]
