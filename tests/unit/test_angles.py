"""Joint angles against triangles worked out by hand, mirrors and turned pictures."""

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holistic_core.angles import ANGLES, AngleDefinition, joint_angles
from holistic_core.errors import OptionsError
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import LEFT_HAND, POSE, RIGHT_HAND
from tests.stick_person import landmarks_px, mirrored, moved, moved_m, seen_with, standing

BODY_JOINTS = [each for each in ANGLES if each.kind == "inner" and not each.group.endswith("hand")]
SIGNED = [each for each in ANGLES if each.kind != "inner"]
WIDE, TALL, SQUARE = (1000, 400), (300, 900), (500, 500)

TRIANGLES_PX = [
    pytest.param((300, 100), (200, 100), (100, 100), 180.0, id="straight"),
    pytest.param((200, 50), (200, 100), (250, 100), 90.0, id="right angle"),
    pytest.param((300, 100), (200, 100), (250, 150), 45.0, id="half a right angle"),
    pytest.param((300, 100), (200, 100), (250, 100 + 50 * math.sqrt(3)), 60.0, id="equilateral"),
    pytest.param((300, 100), (200, 100), (240, 100), 0.0, id="folded"),
    pytest.param((200, 50), (200, 100), (250, 150), 135.0, id="obtuse"),
]


def degrees(result: HolisticResult, **options: float) -> dict[str, tuple[float, float]]:
    return {each.definition.name: (each.deg_2d, each.deg_3d) for each in joint_angles(result, **options)}


def turned(result: HolisticResult, clockwise_deg: float) -> HolisticResult:
    """The whole picture turned about its middle; its size stays, nothing is cut off in numbers."""
    cos, sin = math.cos(math.radians(clockwise_deg)), math.sin(math.radians(clockwise_deg))
    turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    middle = np.array([result.image_size[0] / 2, result.image_size[1] / 2, 0])

    def image(part: Landmarks | None) -> Landmarks | None:
        if part is None:
            return None
        points = (part.xyz_px(result.image_size) - middle) @ turn.T + middle
        return landmarks_px(part.topology, points, result.image_size, part.visibility)

    assert result.pose_world is not None
    return replace(
        result,
        pose=image(result.pose),
        left_hand=image(result.left_hand),
        right_hand=image(result.right_hand),
        face=None,
        pose_world=replace(result.pose_world, xyz=result.pose_world.xyz_m @ turn.T),
    )


def scattered(seed: int, image_size: tuple[int, int]) -> HolisticResult:
    """Somebody whose landmarks are all over the picture, in depth too."""
    random = np.random.default_rng(seed)
    spread = np.array((*image_size, image_size[0]))

    def part(topology, count):  # type: ignore[no-untyped-def]
        return landmarks_px(topology, random.uniform(0, 1, (count, 3)) * spread, image_size, np.ones(count))

    world = Landmarks.from_xyz(POSE, random.uniform(-1, 1, (33, 3)), visibility=np.ones(33), space="world")
    return HolisticResult(
        image_size,
        pose=part(POSE, 33),
        pose_world=world,
        left_hand=part(LEFT_HAND, 21),
        right_hand=part(RIGHT_HAND, 21),
    )


people = st.builds(scattered, st.integers(0, 2**32 - 1), st.tuples(st.integers(64, 2000), st.integers(64, 2000)))


def test_the_catalogue_has_what_was_promised() -> None:
    names = [each.name for each in ANGLES]
    assert len(set(names)) == len(names) == 44
    for joint in ("ankle", "knee", "hip", "shoulder", "elbow", "wrist"):
        assert f"left_{joint}" in names and f"right_{joint}" in names
    assert {"neck", "trunk_lean", "pelvis_tilt", "shoulder_tilt"} <= set(names)
    for finger in ("index", "middle", "ring", "pinky"):
        assert {f"right_{finger}_{joint}" for joint in ("mcp", "pip", "dip")} <= set(names)


@pytest.mark.parametrize("definition", ANGLES, ids=lambda each: each.name)
def test_every_convention_says_zero_range_and_points(definition: AngleDefinition) -> None:
    words = definition.convention
    assert ("0°" in words and "180°" in words) or "−90° to 90°" in words
    topology = LEFT_HAND if definition.group.endswith("hand") else POSE
    assert set(definition.points) <= set(topology.names)
    if definition.kind != "inner":
        assert "positive" in words and "own left" in words


def test_angles_come_in_the_order_of_the_catalogue() -> None:
    assert tuple(each.definition for each in joint_angles(standing())) == ANGLES


@pytest.mark.parametrize("definition", BODY_JOINTS, ids=lambda each: each.name)
@pytest.mark.parametrize(("start", "vertex", "end", "expected"), TRIANGLES_PX)
def test_body_triangles_in_pictures_that_are_not_square(
    definition: AngleDefinition,
    start: tuple[float, float],
    vertex: tuple[float, float],
    end: tuple[float, float],
    expected: float,
) -> None:
    corners = zip(definition.corners, (start, vertex, end), strict=True)
    places = {name: place for corner, place in corners for name in corner}
    for image_size in (WIDE, TALL, SQUARE):
        flat, _ = degrees(moved(standing(image_size), places))[definition.name]
        assert flat == pytest.approx(expected, abs=0.01)


def test_a_corner_of_two_landmarks_is_their_middle() -> None:
    places = {"left_elbow": (100, 200), "left_wrist": (200, 200), "left_index": (150, 90), "left_pinky": (250, 110)}
    assert degrees(moved(standing(SQUARE), places))["left_wrist"][0] == pytest.approx(90, abs=0.01)


@pytest.mark.parametrize(
    ("start", "vertex", "end", "expected"),
    [
        pytest.param((1, 0, 0), (0, 0, 0), (1, 1, 1), math.degrees(math.acos(1 / math.sqrt(3))), id="cube diagonal"),
        pytest.param((0, 0, 1), (0, 0, 0), (0, 1, 0), 90.0, id="away and down"),
        pytest.param((0, 0, -1), (0, 0, 0), (0, 0, 2), 180.0, id="through the picture plane"),
    ],
)
def test_body_triangles_in_space(
    start: tuple[float, float, float],
    vertex: tuple[float, float, float],
    end: tuple[float, float, float],
    expected: float,
) -> None:
    person = moved_m(standing(), {"left_hip": start, "left_knee": vertex, "left_ankle": end})
    assert degrees(person)["left_knee"][1] == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize("image_size", [WIDE, TALL, SQUARE])
def test_finger_angles_use_the_depth_of_the_hand_on_the_scale_of_x(image_size: tuple[int, int]) -> None:
    points = np.zeros((21, 3))
    for name, place in {"index_mcp": (100, 100, 0), "index_pip": (100, 140, 0), "index_dip": (100, 180, 40)}.items():
        points[LEFT_HAND.index(name)] = place
    person = replace(standing(image_size), left_hand=landmarks_px(LEFT_HAND, points, image_size))
    flat, deep = degrees(person)["left_index_pip"]
    assert flat == pytest.approx(180, abs=0.05)
    assert deep == pytest.approx(135, abs=0.01)


def test_the_bend_of_a_finger_belongs_to_its_own_hand() -> None:
    points = np.zeros((21, 3))
    for name, place in {"thumb_mcp": (10, 10, 0), "thumb_ip": (30, 10, 0), "thumb_tip": (30, 30, 0)}.items():
        points[RIGHT_HAND.index(name)] = place
    person = replace(standing(), right_hand=landmarks_px(RIGHT_HAND, points, (640, 480)), left_hand=None)
    assert degrees(person)["right_thumb_ip"][0] == pytest.approx(90, abs=0.01)
    assert np.isnan(degrees(person)["left_thumb_ip"]).all()


@pytest.mark.parametrize(
    ("name", "left", "right"),
    [("shoulder_tilt", "left_shoulder", "right_shoulder"), ("pelvis_tilt", "left_hip", "right_hip")],
)
@pytest.mark.parametrize(
    ("left_px", "right_px", "expected"),
    [
        pytest.param((300, 200), (200, 200), 0.0, id="level"),
        pytest.param((300, 150), (200, 250), 45.0, id="left higher"),
        pytest.param((300, 250), (200, 150), -45.0, id="right higher"),
        pytest.param((200, 150), (300, 250), 45.0, id="left higher, from behind"),
        pytest.param((200, 100), (200, 200), 90.0, id="left straight above"),
    ],
)
def test_tilts_in_the_picture(
    name: str, left: str, right: str, left_px: tuple[float, float], right_px: tuple[float, float], expected: float
) -> None:
    for image_size in (WIDE, TALL):
        person = moved(standing(image_size), {left: left_px, right: right_px})
        assert degrees(person)[name][0] == pytest.approx(expected, abs=0.01)


def test_a_tilt_in_space_is_against_the_horizontal_plane() -> None:
    person = moved_m(standing(), {"left_hip": (0.3, -0.5, 0.4), "right_hip": (0, 0, 0)})
    assert degrees(person)["pelvis_tilt"][1] == pytest.approx(45, abs=0.001)


def trunk_px(shoulders: tuple[float, float], half_width: float) -> dict[str, tuple[float, float]]:
    """Hips in the middle of a 500 px picture; half_width is negative for somebody seen from behind."""
    return {
        "left_hip": (250 + half_width, 250),
        "right_hip": (250 - half_width, 250),
        "left_shoulder": (shoulders[0] + half_width, shoulders[1]),
        "right_shoulder": (shoulders[0] - half_width, shoulders[1]),
    }


@pytest.mark.parametrize(
    ("shoulders", "half_width", "expected"),
    [
        pytest.param((250, 150), 40, 0.0, id="upright"),
        pytest.param((350, 150), 40, 45.0, id="to the own left"),
        pytest.param((150, 150), 40, -45.0, id="to the own right"),
        pytest.param((350, 150), -40, -45.0, id="from behind, to the own right"),
        pytest.param((350, 150), 2, 45.0, id="from the side, to the right edge"),
        pytest.param((350, 150), -2, 45.0, id="from the side, left and right uncertain"),
        pytest.param((250, 350), 40, 180.0, id="upside down"),
    ],
)
def test_trunk_lean_in_the_picture(shoulders: tuple[float, float], half_width: float, expected: float) -> None:
    lean, _ = degrees(moved(standing(SQUARE), trunk_px(shoulders, half_width)))["trunk_lean"]
    assert abs(lean) == pytest.approx(180, abs=0.01) if expected == 180 else lean == pytest.approx(expected, abs=0.01)


def trunk_m(
    up: tuple[float, float, float], to_left: tuple[float, float, float]
) -> dict[str, tuple[float, float, float]]:
    hips, shoulders = np.zeros(3), np.array(up, float)
    half = np.array(to_left, float) / 2
    places = {
        "left_hip": hips + half,
        "right_hip": hips - half,
        "left_shoulder": shoulders + half,
        "right_shoulder": shoulders - half,
    }
    return {name: tuple(place) for name, place in places.items()}


@pytest.mark.parametrize(
    ("up", "to_left", "expected"),
    [
        pytest.param((0, -1, 0), (1, 0, 0), 0.0, id="upright"),
        pytest.param((0.5, -math.sqrt(0.75), 0), (1, 0, 0), 30.0, id="to the own left"),
        pytest.param((0.5, -math.sqrt(0.75), 0), (-1, 0, 0), -30.0, id="the same from behind"),
        pytest.param((0, -math.sqrt(0.75), 0.5), (0, 0, 1), 30.0, id="own left is away from the camera"),
        pytest.param((0, -1, -1), (1, 0, 0), 0.0, id="bent forward is not sideways"),
        pytest.param((1, 0, 0), (0, -1, 0), math.nan, id="lying on one side"),
    ],
)
def test_trunk_lean_in_space_is_sideways_alone(
    up: tuple[float, float, float], to_left: tuple[float, float, float], expected: float
) -> None:
    assert degrees(moved_m(standing(), trunk_m(up, to_left)))["trunk_lean"][1] == pytest.approx(
        expected, abs=0.001, nan_ok=True
    )


@given(people)
def test_a_mirror_swaps_the_sides_and_the_signs(person: HolisticResult) -> None:
    there, back = degrees(person), degrees(mirrored(person))
    for definition in ANGLES:
        other = definition.name
        if definition.side != "middle":
            this, that = ("left", "right") if definition.side == "left" else ("right", "left")
            other = definition.name.replace(this, that)
        for plane in (0, 1):
            value, mirror = there[definition.name][plane], back[other][plane]
            if definition.kind != "inner":
                mirror = -mirror
            if definition.name == "trunk_lean" and plane == 0 and abs(value) > 179.9:
                mirror = math.copysign(mirror, value)
            # The shortest sides of scattered triangles are a few float32 steps of the picture long.
            assert mirror == pytest.approx(value, abs=0.5, nan_ok=True)


@given(people, st.floats(-180, 180))
def test_inner_angles_do_not_care_how_the_picture_is_turned(person: HolisticResult, clockwise_deg: float) -> None:
    before, after = degrees(person), degrees(turned(person, clockwise_deg))
    for definition in ANGLES:
        if definition.kind == "inner":
            assert after[definition.name] == pytest.approx(before[definition.name], abs=0.5, nan_ok=True)


@given(st.floats(-60, 60), st.sampled_from([WIDE, TALL, SQUARE]))
def test_tilts_and_lean_turn_with_the_picture(clockwise_deg: float, image_size: tuple[int, int]) -> None:
    """Clockwise brings the own left of somebody facing us down, and the head towards it."""
    after = degrees(turned(standing(image_size), clockwise_deg))
    for plane in (0, 1):
        assert after["shoulder_tilt"][plane] == pytest.approx(-clockwise_deg, abs=0.05)
        assert after["pelvis_tilt"][plane] == pytest.approx(-clockwise_deg, abs=0.05)
        assert after["trunk_lean"][plane] == pytest.approx(clockwise_deg, abs=0.05)


@given(people)
def test_angles_stay_in_their_range(person: HolisticResult) -> None:
    for angle in joint_angles(person):
        low, high = angle.definition.range_deg
        for value in (angle.deg_2d, angle.deg_3d):
            assert math.isnan(value) or low <= value <= high


@pytest.mark.parametrize(
    "definition", [each for each in ANGLES if not each.group.endswith("hand")], ids=lambda e: e.name
)
def test_any_point_below_the_threshold_takes_the_angle_away(definition: AngleDefinition) -> None:
    for point in definition.points:
        person = seen_with(standing(), {point: 0.49})
        assert np.isnan(degrees(person)[definition.name]).all()
        assert np.isfinite(degrees(person, min_visibility=0.49)[definition.name]).all()
    elsewhere = {name: 0.0 for name in POSE.names if name not in definition.points}
    if definition.kind == "lean":
        assert set(definition.points) == {"left_hip", "right_hip", "left_shoulder", "right_shoulder"}
    assert np.isfinite(degrees(seen_with(standing(), elsewhere))[definition.name]).all()


def test_a_visibility_that_is_not_told_does_not_count_against_a_point() -> None:
    person = standing()
    assert person.left_hand is not None and np.isnan(person.left_hand.visibility).all()
    assert np.isfinite(degrees(person, min_visibility=1.0)["left_index_pip"]).all()


def test_a_missing_point_takes_its_angles_away_and_no_others() -> None:
    person = moved(standing(), {"left_knee": (math.nan, math.nan)})
    values = degrees(person)
    gone = {name for name, (flat, _) in values.items() if math.isnan(flat)}
    assert gone == {"left_knee", "left_hip", "left_ankle"}
    assert np.isfinite(values["left_knee"][1])


def test_points_on_top_of_each_other_have_no_angle() -> None:
    values = degrees(moved(standing(SQUARE), {"left_elbow": (250.0, 250.0), "left_wrist": (250.0, 250.0)}))
    assert math.isnan(values["left_elbow"][0]) and math.isnan(values["left_wrist"][0])
    level = degrees(moved(standing(SQUARE), {"left_hip": (250.0, 250.0), "right_hip": (250.0, 250.0)}))
    assert math.isnan(level["pelvis_tilt"][0])
    flat = degrees(moved(standing(SQUARE), trunk_px((250, 250), 40)))
    assert math.isnan(flat["trunk_lean"][0]) and math.isnan(flat["neck"][0])


def test_nobody_has_no_angles() -> None:
    for angle in joint_angles(HolisticResult((640, 480))):
        assert math.isnan(angle.deg_2d) and math.isnan(angle.deg_3d)


@pytest.mark.parametrize("threshold", [-0.1, 1.1, math.nan])
def test_a_threshold_outside_its_range_is_refused(threshold: float) -> None:
    with pytest.raises(OptionsError, match="from 0 to 1"):
        joint_angles(standing(), min_visibility=threshold)


def as_array(result: HolisticResult) -> npt.NDArray[np.float64]:
    return np.array([(each.deg_2d, each.deg_3d) for each in joint_angles(result)])


def test_the_size_of_the_picture_does_not_matter() -> None:
    small, large = as_array(standing((640, 480))), as_array(standing((4000, 3000)))
    np.testing.assert_allclose(small, large, atol=0.05)


def test_signed_angles_are_few() -> None:
    assert [each.name for each in SIGNED] == ["trunk_lean", "shoulder_tilt", "pelvis_tilt"]
