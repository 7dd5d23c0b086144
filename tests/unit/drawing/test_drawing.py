"""What is drawn, where, and what is left alone."""

import math
import time
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holistic_core import palette
from holistic_core.drawing import DrawOptions, draw
from holistic_core.errors import ImageError, OptionsError
from holistic_core.options import Part
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import FACE_REFINED, POSE
from tests.stick_person import face_px, landmarks_px, moved, seen_with, standing

SIZE = (640, 480)
Image = npt.NDArray[np.uint8]


def grey(size: tuple[int, int] = SIZE, level: int = 127) -> Image:
    return np.full((size[1], size[0], 3), level, np.uint8)


def changed(before: Image, after: Image) -> npt.NDArray[np.bool_]:
    return (before != after).any(axis=2)


def only(*parts: Part, **options: object) -> DrawOptions:
    return DrawOptions(parts=frozenset(parts), **options)  # type: ignore[arg-type]


def bone_middle(result: HolisticResult, one: str, other: str) -> tuple[int, int]:
    assert result.pose is not None
    points = result.pose.xy_px(result.image_size)
    x, y = (points[POSE.index(one)] + points[POSE.index(other)]) / 2
    return round(float(x)), round(float(y))


@pytest.mark.parametrize("style", ["house", "classic"])
def test_pixels_change_along_bones_and_nowhere_far_away(style: str) -> None:
    person, picture = standing(), grey()
    mask = changed(picture, draw(picture, person, only("pose", style=style)))
    assert person.pose is not None
    near = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    points = np.round(person.pose.xy_px(SIZE)).astype(int)
    for one, other in POSE.edges:
        cv2.line(near, tuple(points[one].tolist()), tuple(points[other].tolist()), 1, 15)
    assert not mask[near == 0].any()
    for one, other in (("left_shoulder", "left_elbow"), ("right_hip", "right_knee"), ("left_hip", "right_hip")):
        x, y = bone_middle(person, one, other)
        assert mask[y, x]


@pytest.mark.parametrize(
    ("one", "other", "colour"),
    [
        ("left_knee", "left_ankle", palette.LEFT),
        ("right_knee", "right_ankle", palette.RIGHT),
        ("left_shoulder", "right_shoulder", palette.MIDDLE),
    ],
)
def test_bones_have_the_colour_of_the_persons_own_side(one: str, other: str, colour: str) -> None:
    x, y = bone_middle(standing(), one, other)
    assert tuple(draw(grey(), standing(), only("pose"))[y, x]) == palette.rgb_of(colour)


@pytest.mark.parametrize("level", [0, 127, 255])
def test_bones_have_a_rim_that_is_seen_on_any_background(level: int) -> None:
    """Across a bone there is the side's colour and, next to it, something far darker or far lighter."""
    picture = grey(level=level)
    x, y = bone_middle(standing(), "left_knee", "left_ankle")
    across = draw(picture, standing(), only("pose"))[y, x - 8 : x + 9].astype(int).sum(axis=1)
    colour = sum(palette.rgb_of(palette.LEFT))
    assert colour in across
    assert np.abs(across - colour).max() > 200


def test_the_classic_look_is_red_points_and_white_bones() -> None:
    person = standing()
    drawn = draw(grey(), person, only("pose", style="classic"))
    x, y = bone_middle(person, "left_hip", "left_knee")
    assert (drawn[y, x] > 200).all()
    x, y = bone_middle(person, "left_knee", "left_knee")
    assert tuple(drawn[y, x]) == (255, 0, 0)


def test_a_point_is_where_it_is_to_the_fraction_of_a_pixel() -> None:
    """The middle of gravity of what a single dot changes."""
    person = moved(standing(), {"left_ankle": (100.25, 60.75)})
    seen = seen_with(person, dict.fromkeys((name for name in POSE.names if name != "left_ankle"), 0.0))
    drawn = draw(grey(level=0), seen, only("pose", style="classic"))
    rows, columns = np.nonzero(drawn.any(axis=2))
    weights = drawn[rows, columns].sum(axis=1)
    # The middle of the first pixel is at 0.5.
    assert np.average(columns + 0.5, weights=weights) == pytest.approx(100.25, abs=0.15)
    assert np.average(rows + 0.5, weights=weights) == pytest.approx(60.75, abs=0.15)


@pytest.mark.parametrize("part", ["pose", "face", "left_hand", "right_hand"])
def test_only_the_parts_asked_for_are_drawn(part: Part) -> None:
    picture, person = grey(), standing()
    alone = replace(HolisticResult(SIZE), **{part: person.part(part)})
    np.testing.assert_array_equal(draw(picture, person, only(part)), draw(picture, alone))
    assert changed(picture, draw(picture, person, only(part))).any()


def test_no_parts_leave_the_picture_as_it_is() -> None:
    np.testing.assert_array_equal(draw(grey(), standing(), only()), grey())


def test_the_finer_parts_replace_the_bodys_own_few_points_of_them() -> None:
    person = standing()
    stubs = ("left_index", "left_pinky", "left_thumb")
    without = replace(person, left_hand=None)
    x, y = bone_middle(person, "left_wrist", "left_pinky")
    assert changed(grey(), draw(grey(), without, only("pose", "left_hand")))[y, x]
    hidden = seen_with(person, dict.fromkeys(stubs, 0.0))
    np.testing.assert_array_equal(draw(grey(), person), draw(grey(), hidden))


def test_points_not_visible_enough_are_left_out_with_their_bones() -> None:
    person = seen_with(standing(), {"left_knee": 0.49})
    drawn = changed(grey(), draw(grey(), person, only("pose")))
    for other in ("left_hip", "left_ankle"):
        x, y = bone_middle(person, "left_knee", other)
        assert not drawn[y, x]
    x, y = bone_middle(person, "left_knee", "left_hip")
    assert changed(grey(), draw(grey(), person, only("pose", min_visibility=0.49)))[y, x]


def test_missing_points_are_left_out_with_their_bones() -> None:
    gone = moved(standing(), {"left_knee": (math.nan, math.nan)})
    hidden = seen_with(standing(), {"left_knee": 0.0})
    np.testing.assert_array_equal(draw(grey(), gone), draw(grey(), hidden))


def test_nobody_and_nothing_visible_are_fine() -> None:
    nothing = Landmarks.from_xyz(POSE, np.full((33, 3), np.nan))
    for people in ([], HolisticResult(SIZE), HolisticResult(SIZE, pose=nothing)):
        for numbers in (False, True):
            np.testing.assert_array_equal(draw(grey(), people, DrawOptions(numbers=numbers)), grey())


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([0.5, 3.0, 1e3, 1e9, 1e30]),
    st.sampled_from(["house", "classic"]),
    st.sampled_from(["mesh", "contours", "points"]),
)
def test_points_outside_of_the_picture_and_absurd_ones_are_fine(
    seed: int, spread: float, style: str, face: str
) -> None:
    random = np.random.default_rng(seed)
    parts = {}
    for name, landmarks in (("pose", standing().pose), ("face", standing().face), ("left_hand", standing().left_hand)):
        assert landmarks is not None
        xyz = random.uniform(-spread, spread, landmarks.xyz.shape).astype(np.float32)
        xyz[random.random(len(xyz)) < 0.1] = np.nan
        xyz[random.random(len(xyz)) < 0.05] = np.inf
        parts[name] = replace(landmarks, xyz=xyz)
    options = DrawOptions(style=style, face=face, numbers=True)  # type: ignore[arg-type]
    assert draw(grey((80, 60)), HolisticResult((80, 60), **parts), options).shape == (60, 80, 3)  # type: ignore[arg-type]


def test_a_bone_that_leaves_the_picture_is_drawn_up_to_its_edge() -> None:
    person = moved(standing(), {"left_elbow": (2000.0, 100.0), "left_shoulder": (400.0, 100.0)})
    drawn = changed(grey(), draw(grey(), person, only("pose")))
    assert drawn[100, 639] and drawn[100, 500]


def test_several_people_are_drawn_and_the_first_one_on_top() -> None:
    one = standing()
    other = moved(one, {"left_knee": (50.0, 50.0), "left_ankle": (20.0, 20.0)})
    both = changed(grey(), draw(grey(), [one, other], only("pose")))
    for person in (one, other):
        assert both[bone_middle(person, "left_knee", "left_ankle")[::-1]]
    x, y = bone_middle(one, "left_knee", "left_ankle")
    crossing = moved(one, {"right_knee": (x - 40.0, y), "right_ankle": (x + 40.0, y)})
    for people, colour in (([one, crossing], palette.LEFT), ([crossing, one], palette.RIGHT)):
        assert tuple(draw(grey(), people, only("pose"))[y, x]) == palette.rgb_of(colour)


def test_the_input_is_never_written_to() -> None:
    picture = np.random.default_rng(1).integers(0, 255, (480, 640, 3), np.uint8)
    before = picture.copy()
    picture.flags.writeable = False
    for background in ("picture", "black"):
        drawn = draw(picture, standing(), DrawOptions(numbers=True, background=background))  # type: ignore[arg-type]
        assert drawn.flags.writeable and not np.shares_memory(drawn, picture)
    np.testing.assert_array_equal(picture, before)


def test_pictures_that_are_views_are_fine() -> None:
    wide = np.random.default_rng(2).integers(0, 255, (480, 640, 3), np.uint8)
    flipped = wide[:, ::-1]
    np.testing.assert_array_equal(draw(flipped, standing()), draw(flipped.copy(), standing()))


def test_a_scaled_picture_gets_a_scaled_drawing() -> None:
    drawn = changed(grey((320, 240)), draw(grey((320, 240)), standing(), only("pose")))
    x, y = bone_middle(standing(), "left_knee", "left_ankle")
    assert drawn[y // 2, x // 2] and not drawn[:, :40].any()


def widths(size: tuple[int, int], thickness: float = 1.0) -> int:
    person = standing(size)
    _, y = bone_middle(person, "left_knee", "left_ankle")
    drawn = draw(grey(size), person, only("pose", thickness=thickness))
    return int((drawn[y] == palette.rgb_of(palette.LEFT)).all(axis=1).sum())


def test_lines_grow_with_the_picture_and_with_the_thickness() -> None:
    assert widths((640, 480)) < widths((1280, 960)) < widths((2560, 1920))
    assert widths((640, 480), 0.4) < widths((640, 480)) < widths((640, 480), 2.5)


def test_a_small_person_in_a_large_picture_is_drawn_finer() -> None:
    assert standing().pose is not None
    large = grey((2560, 1920))
    small_person = replace(standing(), image_size=(2560, 1920))
    shrunk = HolisticResult(
        (2560, 1920),
        pose=landmarks_px(POSE, standing().pose.xyz_px(SIZE).astype(float), (2560, 1920), np.ones(33)),  # type: ignore[union-attr]
    )
    ink = [changed(large, draw(large, each, only("pose"))).sum() for each in (small_person, shrunk)]
    # The small one is a quarter as long; with bones as wide as the large one's it would leave a quarter of the ink.
    assert ink[1] < ink[0] / 8


def test_numbers_add_ink_beside_the_points() -> None:
    plain, numbered = (draw(grey(), standing(), only("pose", numbers=each)) for each in (False, True))
    x, y = bone_middle(standing(), "left_knee", "left_knee")
    beside = changed(plain, numbered)[y - 14 : y, x + 3 : x + 24]
    assert beside.sum() > 30
    assert changed(plain, numbered).sum() < 10_000


def test_numbers_do_not_cover_one_another() -> None:
    """With two points in one place the second number is left out."""
    hidden = dict.fromkeys((name for name in POSE.names if name not in ("left_ankle", "left_heel")), 0.0)
    apart = moved(seen_with(standing(), hidden), {"left_ankle": (100.0, 100.0), "left_heel": (300.0, 100.0)})
    together = moved(apart, {"left_heel": (100.0, 100.0)})

    def ink(person: HolisticResult) -> int:
        plain, numbered = (draw(grey(), person, only("pose", numbers=each)) for each in (False, True))
        return int(changed(plain, numbered).sum())

    assert ink(together) < 0.7 * ink(apart)


@pytest.mark.parametrize("style", ["house", "classic"])
def test_the_three_looks_of_a_face_differ(style: str) -> None:
    drawn = {
        face: draw(grey(level=60), standing(), only("face", face=face, style=style))
        for face in ("mesh", "contours", "points")
    }
    ink = {face: changed(grey(level=60), image).sum() for face, image in drawn.items()}
    assert all(ink.values()) and len(set(ink.values())) == 3


def test_the_refined_face_is_drawn_with_its_irises() -> None:
    points = np.vstack([face_px((320, 100), 60), np.tile((50.0, 400.0, 0.0), (10, 1))])
    points[468:473, 0] += np.arange(5) * 5
    person = HolisticResult(SIZE, face=landmarks_px(FACE_REFINED, points, SIZE))
    assert changed(grey(), draw(grey(), person))[390:410, 40:80].any()


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((480, 640), np.uint8),
        np.zeros((480, 640, 4), np.uint8),
        np.zeros((480, 640, 3), np.float32),
        np.zeros((0, 640, 3), np.uint8),
    ],
    ids=["grey", "alpha", "floats", "empty"],
)
def test_another_kind_of_picture_is_refused(picture: Image) -> None:
    with pytest.raises(ImageError, match="8-bit RGB is needed"):
        draw(picture, standing())


@pytest.mark.parametrize(
    "bad",
    [
        {"parts": frozenset({"tail"})},
        {"style": "baroque"},
        {"face": "smile"},
        {"background": "beach"},
        {"thickness": 0},
        {"thickness": math.nan},
        {"thickness": 100},
        {"background_colour": "red"},
        {"background_colour": "#12345"},
        {"background_colour": "#123456; }"},
        {"min_visibility": -0.1},
        {"min_visibility": math.nan},
    ],
    ids=str,
)
def test_options_outside_their_range_are_refused(bad: dict[str, object]) -> None:
    (name,) = bad
    with pytest.raises(OptionsError, match=name):
        DrawOptions(**bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("face", ["mesh", "contours", "points"])
def test_drawing_everything_is_quick(face: str) -> None:
    """Processor time, so that a busy machine does not matter much; the limit is several times the usual 2 ms."""
    picture, person, options = grey(), standing(), DrawOptions(face=face)  # type: ignore[arg-type]
    draw(picture, person, options)
    times = []
    for _ in range(15):
        start = time.thread_time()
        draw(picture, person, options)
        times.append((time.thread_time() - start) * 1e3)
    assert np.median(times) < 8
